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
_WRITTEN = 0.8
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a page tells of its language: what it declares, and what its text is clearly written in.

    Both are None where nothing tells.
    """

    declared: Candidate[str] | None = None
    written: Candidate[str] | None = None

    @property
    def disagrees(self) -> bool:
        """Whether the text is in another language than the page declares."""
        if self.declared is None or self.written is None:
            return False
        return not _is_alike(self.declared.value.split("-")[0], self.written.value.split("-")[0])

    @property
    def told(self) -> Candidate[str] | None:
        """The language as declared, region included, unless the text clearly is in another."""
        return self.written if self.disagrees else self.declared or self.written


def language_of(page: Page) -> Language:
    """The language of ``page``. A text that is too short or mixed contradicts nothing."""
    code = written_language(page)
    written = Candidate(code, "text:language", _WRITTEN) if code else None
    return Language(declared=first(read_language(page)), written=written)


def _is_alike(one: str, other: str) -> bool:
    return one == other or any(one in alike and other in alike for alike in _ALIKE)


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
    """The first texts of ``page`` that are long enough to be sentences, and not mostly links."""
    found: list[str] = []
    length = 0
    for block in page.walk.blocks:
        if 2 * block.link_chars < len(block.text) and len(block.text.encode()) >= _MIN_PARAGRAPH_BYTES:
            text = fold(block.text[:_MAX_SAMPLE_CHARACTERS])
            found.append("".join(filter(str.isprintable, text)))
            length += len(text)
        if length >= _MAX_SAMPLE_CHARACTERS:
            break
    return "\n".join(found)
