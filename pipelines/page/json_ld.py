"""JSON-LD as publishers write it: read where it can be understood, whatever is broken around it."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_MAX_JSON_DEPTH = 12
_MAX_OBJECTS = 2_000  # a page may carry a whole catalogue; its article stands among the first
_OPENING = re.compile(r"^\s*(?://\s*)?(?:/\*\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?")
_CLOSING = re.compile(r"(?://\s*)?(?:/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?[\s;]*$")
_COMMA_AT_END = re.compile(r",(\s*[}\]])")
_BETWEEN_DOCUMENTS = re.compile(r"[\s,;]*")
# Below these keys stand other things than the page's article: its updates, what readers say, its neighbours.
_OF_OTHERS = frozenset(("liveBlogUpdate", "comment", "itemListElement", "mentions", "hasPart"))
_DECODER = json.JSONDecoder(strict=False)  # raw line breaks and tabs in a text are forgiven


def json_ld_objects(text: str) -> list[Mapping[str, Any]]:
    """The JSON objects in one JSON-LD block, outer before inner; none where nothing in it can be read.

    The updates of a live blog, comments and lists of other pages are no objects of their own.
    Forgiven are: comment and CDATA marks around the block, commas before a closing bracket, escaped quotes
    (``&quot;``), control characters, several documents in one block, and anything behind the first documents.
    """
    objects: list[Mapping[str, Any]] = []
    for document in _documents(text):
        objects.extend(_objects(document, 0))
        if len(objects) > _MAX_OBJECTS:
            return objects[:_MAX_OBJECTS]
    return objects


def json_ld_types(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The @type of a JSON-LD object as a tuple of names."""
    kind = node.get("@type")
    names: Sequence[Any] = kind if isinstance(kind, list) else [kind]
    return tuple(name for name in names if isinstance(name, str))


def _documents(text: str) -> list[Any]:
    try:
        return [_DECODER.decode(text)]
    except (ValueError, RecursionError):  # broken JSON, or a number of thousands of digits
        pass
    bare = _CLOSING.sub("", _OPENING.sub("", text)).strip()
    for mended in (bare, _COMMA_AT_END.sub(r"\1", bare), _COMMA_AT_END.sub(r"\1", html.unescape(bare))):
        documents = list(_one_by_one(mended))
        if documents:
            return documents
    return []


def _one_by_one(text: str) -> Iterator[Any]:
    """The JSON documents that stand one behind the other in ``text``, up to the first that is broken."""
    place = 0
    while place < len(text):
        try:
            document, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield document
        between = _BETWEEN_DOCUMENTS.match(text, place)
        place = between.end() if between else place


def _objects(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_JSON_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        data = [value for key, value in data.items() if key not in _OF_OTHERS]
    elif not isinstance(data, list):
        return
    for value in data:
        if isinstance(value, (dict, list)):
            yield from _objects(value, depth + 1)
