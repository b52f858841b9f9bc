"""The article's text, without navigation, promotion and comments."""

import html
import re
from collections.abc import Iterator

from pipelines.body.agreement import Declared
from pipelines.body.embedded import embedded_article
from pipelines.body.read import read_blocks
from pipelines.body.structure import Body, body_of_paragraphs
from pipelines.body.trees import shipped_forest
from pipelines.body.walk import walk
from pipelines.fields.candidate import Candidate, first
from pipelines.fields.title import declared_titles
from pipelines.page.page import Page

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BREAK = re.compile(r"</p>|<br\s*/?>|\n", re.IGNORECASE)
_MIN_SHARE = 0.2  # of the text the page declares; blocks that hold less are not its article
_MIN_DECLARED_CHARS = 200
_DECLARED_CONFIDENCE = 0.6
_EMBEDDED_TRUST = 0.8  # the model knows whole pages only


def read_body(page: Page) -> Iterator[Candidate[Body]]:
    """The bodies of ``page``'s article: from its blocks, with the F1 to be expected as confidence, and JSON-LD's.

    A page that shows no text at all may have it in a script, as HTML.
    JSON-LD's text comes first only where the page shows hardly any of it: it has no structure, and is often cut short.
    """
    declared = declared_of(page)
    reading = read_blocks(page.walk, declared, shipped_forest())
    told = _stated_body(declared.text) if declared.text else None
    bodies = (
        [Candidate(reading.body, "blocks", reading.expected_f1)] if reading else list(_embedded_body(page, declared))
    )
    if told:
        bodies.append(Candidate(told, "json-ld:articleBody", _DECLARED_CONFIDENCE))
        length = len(told.text)
        if reading and length > _MIN_DECLARED_CHARS and len(reading.body.text) < _MIN_SHARE * length:
            bodies.reverse()
    yield from bodies


def paragraphs(lines: list[str]) -> str:
    """``lines`` as paragraphs: white space folded, empty ones left out, an empty line between two."""
    return "\n\n".join(folded for line in lines if (folded := " ".join(line.split())))


def declared_of(page: Page) -> Declared:
    """What ``page`` declares of its article: a title, a description, and the text as JSON-LD has it."""
    text = page.markup.article.get("articleBody")
    title = first(declared_titles(page))
    descriptions = [text for _, text in page.markup.meta("og:description", "description", "twitter:description")]
    return Declared(
        title=title.value if title else None,
        description=descriptions[0] if descriptions else None,
        text=text if isinstance(text, str) else None,
    )


def _embedded_body(page: Page, declared: Declared) -> Iterator[Candidate[Body]]:
    article = embedded_article(page.tree)
    reading = None if article is None else read_blocks(walk(article), declared, shipped_forest())
    if reading:
        yield Candidate(reading.body, "script:html", reading.expected_f1 * _EMBEDDED_TRUST)


def _stated_body(stated: str) -> Body | None:
    return body_of_paragraphs(_TAG.sub("", html.unescape(line)) for line in _BREAK.split(stated))
