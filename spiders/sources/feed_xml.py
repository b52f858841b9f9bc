"""RSS, RDF and Atom, by feedparser; what is not well-formed, entry by entry."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax import SAXException

import feedparser

from spiders.sources.feed_text import RawEntry, RawFeed, plain

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED_ENCODING = re.compile(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")
# Whatever it declares: entities that are made of entities take seconds before a parser gives them up.
_DECLARATIONS = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|rdf|feed))\b[^>]*>", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_END = re.compile(r"</((?:[\w.-]+:)?(?:item|entry))\s*>", re.IGNORECASE)
# So many entries take a second, read one by one; a feed of more is seldom one.
MOST_ALONE = 2000
_HTML = "text/html", "application/xhtml+xml"


def read_xml(text: str) -> RawFeed:
    """The RSS, RDF or Atom in ``text``. Never raises.

    Entities that the feed declares are not expanded, and nothing outside is opened. Of a feed that is not well-formed,
    each entry is read on its own, from its start to its end or to the next one's start: a broken one costs itself.
    """
    text = _NOT_IN_XML.sub("", text[max(text.find("<"), 0) :])
    text = _DECLARATIONS.sub("", _DECLARED_ENCODING.sub(r"\1", text, count=1), count=1)
    feed, problem = _parsed(text)
    entries = list(dict.get(feed, "entries", ()))
    if problem and (starts := [match.start() for match in _ENTRY.finditer(text)]):
        entries = list(_one_by_one(text, starts))
        left = len(starts) - len(entries)
        problem += f"; its last {left} entries were not read" if left else ""
    about = dict.get(feed, "feed", {})
    is_atom = str(dict.get(feed, "version", "")).startswith("atom")
    nothing = None if entries or dict.get(feed, "version") else "it is no RSS, RDF or Atom"
    return RawFeed(
        entries=tuple(_entry(entry, is_atom=is_atom) for entry in entries),
        title=_plain(about, "title"),
        language=_string(about, "language"),
        next_address=next((_string(link, "href") for link in _links(about, "next")), None),
        problem=nothing or problem,
    )


def _parsed(text: str) -> tuple[dict[str, Any], str | None]:
    """``text`` as feedparser reads it, and what is wrong with it."""
    try:
        # A stream: what looks like an address or a path would be opened. Without a base, ours to resolve by.
        feed = feedparser.parse(
            BytesIO(text.encode("utf-8", "ignore")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - it does not say what its reading of broken text may raise
        return {}, f"it cannot be read: {type(error).__name__}"
    trouble = dict.get(feed, "bozo_exception")
    return feed, f"not well-formed: {trouble.getMessage()}" if isinstance(trouble, SAXException) else None


def _one_by_one(text: str, starts: list[int]) -> Iterator[dict[str, Any]]:
    root = _ROOT.search(text, 0, starts[0])
    opening = root[0] if root else "<rss>"
    closing = f"</{root[1] if root else 'rss'}>"
    for start, following in islice(zip(starts, [*starts[1:], len(text)], strict=True), MOST_ALONE):
        end = _END.search(text, start, following)
        feed, _ = _parsed(opening + text[start : end.end() if end else following] + closing)
        entries = dict.get(feed, "entries", ())
        yield entries[0] if entries else {}


def _entry(raw: dict[str, Any], *, is_atom: bool) -> RawEntry:
    # `dict.get`, since feedparser's own lookup answers for one date with the other.
    authors = [_string(author, "name") for author in dict.get(raw, "authors", ())]
    tags = [_string(tag, "label") or _string(tag, "term") for tag in dict.get(raw, "tags", ()) or ()]
    published, modified = (_string(raw, name) for name in ("published", "updated"))
    if not is_atom:  # what a programmer of RSS calls dc:date is when it was published
        published, modified = published or modified, modified if published else None
    return RawEntry(
        links=tuple(_addresses(raw, is_atom=is_atom)),
        title=_plain(raw, "title"),
        teaser=_teaser(raw),
        published=published,
        modified=modified,
        authors=tuple(filter(None, authors)) or tuple(filter(None, [_string(raw, "author")])),
        categories=tuple(filter(None, tags)),
    )


def _addresses(raw: dict[str, Any], *, is_atom: bool) -> Iterator[str]:
    """The addresses an entry names: where it was before a feed service counted its readers, its page, its guid."""
    yield _string(raw, "feedburner_origlink") or ""
    for link in _links(raw, "alternate"):
        if (_string(link, "type") or _HTML[0]) in _HTML:
            yield _string(link, "href") or ""
    guid = _string(raw, "id") or ""
    # feedparser says of a guid whether it is a permalink; an id of Atom is none, and neither is "12345".
    if not is_atom and dict.get(raw, "guidislink") and guid.startswith(("http://", "https://")):
        yield guid


def _links(raw: dict[str, Any], relation: str) -> list[dict[str, Any]]:
    return [link for link in dict.get(raw, "links", ()) if _string(link, "rel") == relation]


def _teaser(raw: dict[str, Any]) -> str | None:
    """The description of an entry; where feedparser has put the whole article in its place, none."""
    whole = {_string(content, "value") for content in dict.get(raw, "content", ())}
    return None if _string(raw, "summary") in whole else _plain(raw, "summary")


def _plain(raw: dict[str, Any], name: str) -> str | None:
    text = _string(raw, name)
    detail = dict.get(raw, f"{name}_detail", {})
    return plain(text, is_html=_string(detail, "type") in _HTML) if text else None


def _string(raw: dict[str, Any], name: str) -> str | None:
    value = dict.get(raw, name)
    return value.strip() or None if isinstance(value, str) else None
