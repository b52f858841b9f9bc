"""How other extractors are asked to read a page, each with what its documentation advises; none touches the network."""

import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from benchmarks.extraction.scoring import Reading

Read = Callable[[bytes, str], Reading]
"""Reads one page: its bytes and its address. May raise anything."""


def trafilatura() -> Read:
    """Trafilatura as it comes."""
    return _trafilatura({})


def trafilatura_precision() -> Read:
    """trafilatura, rather missing text than taking too much."""
    return _trafilatura({"favor_precision": True})


def _trafilatura(options: dict[str, Any]) -> Read:
    module: Any = import_module("trafilatura")

    def read(html: bytes, url: str) -> Reading:
        found = module.bare_extraction(html, url=url, with_metadata=True, **options)
        if found is None:
            return Reading()
        names = re.split(r"\s*[;,]\s*", found.author) if found.author else None
        return reading_of_any(
            title=found.title, date=found.date, authors=names, summary=found.description, body=found.text
        )

    return read


def newspaper4k() -> Read:
    """newspaper4k, without images."""
    module: Any = import_module("newspaper")

    def read(html: bytes, url: str) -> Reading:
        article = module.Article(url, fetch_images=False)
        article.download(input_html=_decoded(html))
        article.parse()
        return reading_of_any(
            title=article.title,
            date=article.publish_date,
            authors=article.authors,
            summary=article.meta_description,
            body=article.text,
        )

    return read


def news_please() -> Read:
    """news-please, without images."""
    module: Any = import_module("newsplease")

    def read(html: bytes, url: str) -> Reading:
        article = module.NewsPlease.from_html(_decoded(html), url, fetch_images=False)
        return reading_of_any(
            title=article.title,
            date=article.date_publish,
            authors=article.authors,
            summary=article.description,
            body=article.maintext,
        )

    return read


def resiliparse() -> Read:
    """resiliparse: text of the main content, and the title element."""
    text_module: Any = import_module("resiliparse.extract.html2text")
    encoding: Any = import_module("resiliparse.parse.encoding")
    html_module: Any = import_module("resiliparse.parse.html")

    def read(html: bytes, _url: str) -> Reading:
        tree = html_module.HTMLTree.parse_from_bytes(html, encoding.detect_encoding(html))
        text = text_module.extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False)
        return reading_of_any(title=tree.title, body=text)

    return read


def readability() -> Read:
    """readability-lxml: the text of its summary."""
    module: Any = import_module("readability")
    lxml_html: Any = import_module("lxml.html")

    def read(html: bytes, url: str) -> Reading:
        document = module.Document(_decoded(html), url=url)
        shown = lxml_html.fromstring(document.summary(html_partial=True))
        texts = (" ".join(text.split()) for text in shown.itertext())
        return reading_of_any(title=document.short_title(), body="\n".join(filter(None, texts)))

    return read


def goose3() -> Read:
    """goose3, without images."""
    reader: Any = import_module("goose3").Goose({"enable_image_fetching": False})

    def read(html: bytes, _url: str) -> Reading:
        article = reader.extract(raw_html=_decoded(html))
        return reading_of_any(
            title=article.title,
            date=article.publish_date,
            authors=article.authors,
            summary=article.meta_description,
            body=article.cleaned_text,
        )

    return read


def boilerpy3() -> Read:
    """boilerpy3's extractor of articles."""
    reader: Any = import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)
    return lambda html, _url: reading_of_any(body=reader.get_content(_decoded(html)))


def reading_of_any(
    *, title: Any = None, date: Any = None, authors: Any = None, summary: Any = None, body: Any = None
) -> Reading:
    """What a system gave, as far as it is of the right kind: some give lists of lists, or numbers."""
    return Reading(
        title=_text(title),
        date=date if isinstance(date, datetime) else _text(date),
        authors=tuple(map(str, authors)) if isinstance(authors, (list, tuple)) else None,
        summary=_text(summary),
        body=_text(body),
    )


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) else None


def _decoded(html: bytes) -> str:
    """The page for those that take text, decoded as newsreel does."""
    page: Any = import_module("w3lib.encoding").html_to_unicode(None, html, default_encoding="utf-8")
    text: str = page[1]
    return text
