"""The language of a page: what its markup declares, held against what its text is written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pycld2

from pipelines.fields.candidate import Candidate, first
from pipelines.page.page import Page
from pipelines.page.text import fold

_REGION_LETTERS = 2
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MIN_PARAGRAPH_BYTES = 80
_MIN_SAMPLE_BYTES = 200  # a few words may be a quotation or a name
_MAX_SAMPLE_CHARACTERS = 600
_MIN_SHARE_PERCENT = 85  # of the sample in its main language
# Languages that no short text tells apart for certain, or that go by several codes.
_ALIKE = (
    frozenset(("no", "nb", "nn", "da")),
    frozenset(("sr", "hr", "bs", "sh", "me", "cnr")),
    frozenset(("id", "ms", "in")),
    frozenset(("he", "iw")),
    frozenset(("tl", "fil")),
    frozenset(("zh", "cmn", "yue")),
    frozenset(("ro", "mo")),
    frozenset(("es", "gl", "ca", "pt")),
    frozenset(("cs", "sk")),
    frozenset(("hi", "mr", "ne", "bh")),
    frozenset(("fa", "prs", "tg")),
)


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a page, None where nothing tells; ``disagrees``: its markup declares another."""

    candidate: Candidate[str] | None
    disagrees: bool = False


def language_of(page: Page) -> Language:
    """The language of ``page``: as declared, unless its text is clearly in another.

    A text that is too short or mixed leaves the declaration standing, region included.
    """
    declared = first(read_language(page))
    written = written_language(page)
    if written is None:
        return Language(declared)
    if declared is None:
        return Language(Candidate(written, "text:language", 0.8))
    base = declared.value.split("-")[0]
    if base == written.split("-")[0] or any(base in alike and written in alike for alike in _ALIKE):
        return Language(declared)
    return Language(Candidate(written, "text:language", 0.8), disagrees=True)


def read_language(page: Page) -> Iterator[Candidate[str]]:
    """The languages ``page`` declares: html element, JSON-LD, OpenGraph, meta."""
    stated = [(page.tree.get("lang") or page.tree.get("xml:lang"), "element:html")]
    stated += [(page.markup.article.get("inLanguage"), "json-ld:inLanguage")]
    stated += [(content, f"meta:{name}") for name, content in page.markup.meta("og:locale", "content-language")]
    for text, source in stated:
        tag = language_tag(text) if isinstance(text, str) else None
        if tag:
            yield Candidate(tag, source)


def language_tag(text: str) -> str | None:
    """``text`` as a BCP 47 tag, or None where it is none."""
    if not _TAG.fullmatch(text.strip()):
        return None
    language, *rest = text.strip().replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == _REGION_LETTERS else part for part in rest)])


def written_language(page: Page) -> str | None:
    """The language that most of ``page``'s first paragraphs are clearly written in; None where that is unsure."""
    sample = _sample(page)
    if len(sample.encode()) < _MIN_SAMPLE_BYTES:
        return None
    try:
        is_reliable, _, guesses = pycld2.detect(sample.encode("utf-8", "ignore"), isPlainText=True)
    except pycld2.error:  # characters that are in no text
        return None
    _, code, share, _ = guesses[0]
    is_clear = is_reliable and share >= _MIN_SHARE_PERCENT and code != "un"
    return language_tag(code) if is_clear else None


def _sample(page: Page) -> str:
    found: list[str] = []
    length = 0
    for paragraph in page.tree.iter("p"):
        text = fold("".join(paragraph.itertext()))
        if len(text.encode()) >= _MIN_PARAGRAPH_BYTES:
            found.append("".join(char for char in text if char.isprintable()))
            length += len(text)
        if length >= _MAX_SAMPLE_CHARACTERS:
            break
    return "\n".join(found)[: 2 * _MAX_SAMPLE_CHARACTERS]
