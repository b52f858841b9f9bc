"""The article's text, without navigation, promotion and comments."""

import html
import logging
import re
from collections.abc import Iterator

import trafilatura
from trafilatura.settings import Document

from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page

# It calls a page without text an error; for us that is one of the outcomes.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BREAK = re.compile(r"</p>|<br\s*/?>|\n", re.IGNORECASE)


def read_body(page: Page) -> Iterator[Candidate[str]]:
    """The texts of ``page``'s article, paragraphs separated by an empty line: extracted, else JSON-LD's."""
    # The source, not our tree: from a tree with comment nodes trafilatura loses the text after each.
    document = trafilatura.bare_extraction(
        page.text, url=page.address, favor_precision=True, include_comments=False, with_metadata=False
    )
    text = document.text if isinstance(document, Document) else None
    extracted = paragraphs((text or "").split("\n"))
    if extracted:
        yield Candidate(extracted, "trafilatura")
    stated = page.markup.article.get("articleBody")
    if isinstance(stated, str):
        declared = paragraphs([_TAG.sub("", html.unescape(line)) for line in _BREAK.split(stated)])
        if declared:
            yield Candidate(declared, "json-ld:articleBody")


def paragraphs(lines: list[str]) -> str:
    """``lines`` as paragraphs: white space folded, empty ones left out, an empty line between two."""
    return "\n\n".join(folded for line in lines if (folded := " ".join(line.split())))
