"""The shapes of addresses: readable patterns such as /{year}/{month}/{slug}/, made of addresses and matched."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from spiders.links.words import KEPT_WORDS, LANGUAGE_CODES, MONTHS

_LETTER = r"(?:[^\W\d_]|%[0-9A-Fa-f]{2})"
_ALNUM = r"(?:[^\W_]|%[0-9A-Fa-f]{2})"
_ANY = r"[^/?&=]"
# What each placeholder stands for, as a regular expression. There are no others.
PLACEHOLDERS: dict[str, str] = {
    "year": r"(?:19|20)\d\d",
    "month": rf"(?:0?[1-9]|1[0-2]|{'|'.join(sorted(MONTHS))})",
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "date": r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    "language": r"[A-Za-z]{2}(?:[-_][A-Za-z]{2})?",
    "number": r"\d+",
    "word": rf"{_LETTER}+",
    "id": rf"(?=[^/?&=]*\d){_ALNUM}+",
    "slug": rf"{_ANY}+",
    "query": r".*",
}
_MARK = re.compile(r"\{([^{}]*)\}")
_SHAPES = {name: re.compile(expression) for name, expression in PLACEHOLDERS.items()}
# Other endings, such as .2, are part of a name.
_ENDING = re.compile(r"\.(?:[xs]?html?|php\d?|aspx?|jspx?|cfm|cgi|do|amp|ece|story|stm|md)$", re.IGNORECASE)
_DASHED_DATE = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])(-(?:0?[1-9]|[12]\d|3[01]))?(?=$|[-_])")
# A number at the end or the beginning of a name is the article's own where it is no year and nothing that is counted.
_LAST_NUMBER = re.compile(r"(?<=.)([-_.,~])(?!(?:19|20)\d\d$)\d{4,}$")
_FIRST_NUMBER = re.compile(r"^(?!(?:19|20)\d\d[-_])\d{4,}([-_.,~])(?=.)")
_LAST_ID = re.compile(rf"(?<=.)([-_.,~])(?=[^-_.,~]*\d)(?=[^-_.,~]*[A-Za-z]){_ALNUM}{{8,}}$")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2})?", re.IGNORECASE)
_PARAMETER_NAME = re.compile(r"[\w.\[\]-]{1,30}")
_MOST_PARAMETERS = 4
_BRACES = frozenset("{}")
_NARROWED = ("{word}", "{slug}", "{id}")
# More parts, or longer ones, and an address is no name of a page.
_MOST_PARTS = 12
_LONG_NAME = 100  # characters
_CACHED = 32_768  # more than the addresses of one part of a sitemap, which are looked at several times


@lru_cache(maxsize=_CACHED)
def pattern_of(address: str) -> str:
    """The shape of ``address``, without its host: of a page's file name and folders, and of a query that chooses it.

    Words that say on many sites what a page is (news, tag, about) stay, as do file endings and a last slash. Never
    raises: what is no address is of the pattern "{query}", which means anything.
    """
    parts = _split(address)
    if parts is None:
        return "{query}"
    path, query = parts
    folders = path.split("/")[1:]
    if len(folders) > _MOST_PARTS:
        return "/{query}"
    shapes: list[str] = []
    for place, part in enumerate(folders):
        shapes.append(_shape(part, shapes, is_edge=place == 0 or not any(folders[place + 1 :])))
    return "/" + "/".join(shapes) + (f"?{_query_shape(query)}" if query else "")


@lru_cache(maxsize=_CACHED)
def patterns_of(address: str) -> tuple[str, ...]:
    """The patterns that know of ``address``, the narrowest first: with its first folder as it stands, and without.

    So /events/{slug} and /news/{slug} can be told apart where /{word}/{slug} says nothing.
    """
    general = pattern_of(address)
    parts = _split(address)
    if parts is None or general.endswith("{query}"):
        return (general,)
    folders = parts[0].split("/")
    shapes = general.partition("?")[0].split("/")
    for place, (folder, shape) in enumerate(zip(folders, shapes, strict=True)):
        if shape in _NARROWED and any(folders[place + 1 :]) and _BRACES.isdisjoint(folder):
            narrow = "/".join((*shapes[:place], folder, *shapes[place + 1 :]))
            return (narrow + general[len("/".join(shapes)) :], general)
    return (general,)


def matches(pattern: str, address: str) -> bool:
    """Whether ``address`` is of the shape ``pattern``. Never raises; what `complaint_of` refuses fits none."""
    if pattern in patterns_of(address):
        return True
    expression = _compiled(pattern)
    parts = _split(address)
    if expression is None or parts is None:
        return False
    path, query = parts
    return expression.fullmatch(f"{path}?{query}" if query else path) is not None


def complaint_of(pattern: str) -> str | None:
    """What is wrong with ``pattern``, in words for people; None where nothing is."""
    if not pattern.startswith("/"):
        return "begins with no slash; a pattern is a path, such as /news/{slug}"
    unknown = [name for name in _MARK.findall(pattern) if name not in PLACEHOLDERS]
    if unknown:
        return f"has the unknown placeholder {{{unknown[0]}}}; there are {', '.join(PLACEHOLDERS)}"
    if "{" in _MARK.sub("", pattern) or "}" in _MARK.sub("", pattern):
        return "has a brace that is never closed or opened"
    return None


def _split(address: str) -> tuple[str, str] | None:
    """The path and the query of ``address``; None where it is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.path if parts.path.startswith("/") else f"/{parts.path}"), parts.query


def _shape(part: str, before: list[str], *, is_edge: bool) -> str:
    """The shape of one ``part`` of a path, after parts of the shapes ``before``; empty for an empty one."""
    ending = _ENDING.search(part)
    name = part[: ending.start()] if ending else part
    shape = _name_shape(name, before[-1] if before else "", is_edge=is_edge) if name else ""
    return shape + (ending[0] if ending else "")


def _name_shape(name: str, before: str, *, is_edge: bool) -> str:
    if name.lower() in KEPT_WORDS:
        return name
    if before == "{year}" and _SHAPES["month"].fullmatch(name.lower()):
        return "{month}"
    if before == "{month}" and _SHAPES["day"].fullmatch(name):
        return "{day}"
    for shape in ("year", "date", "number"):
        if _SHAPES[shape].fullmatch(name):
            return f"{{{shape}}}"
    language = _LANGUAGE.fullmatch(name)
    if is_edge and language and language[1].lower() in LANGUAGE_CODES:
        return "{language}"
    return _text_shape(name)


def _text_shape(name: str) -> str:
    # A long name is none of these; looking through all of it, for each address of a sitemap, would take seconds.
    for shape in ("word", "number", "id") if len(name) <= _LONG_NAME else ():
        if _SHAPES[shape].fullmatch(name):
            return f"{{{shape}}}"
    date = _DASHED_DATE.match(name)
    if date:
        shape = "{year}-{month}-{day}" if date[1] else "{year}-{month}"
        rest = name[date.end() :]
        return f"{shape}{rest[0]}{{slug}}" if len(rest) > 1 else shape
    for expression, shape in ((_LAST_NUMBER, "{number}"), (_LAST_ID, "{id}")):
        last = expression.search(name[-_LONG_NAME:])
        if last:
            return f"{{slug}}{last[1]}{shape}"
    first = _FIRST_NUMBER.match(name)
    return f"{{number}}{first[1]}{{slug}}" if first else "{slug}"


def _query_shape(query: str) -> str:
    parameters = query.split("&")
    names = [parameter.partition("=")[0] for parameter in parameters]
    if len(parameters) > _MOST_PARAMETERS or not all(map(_PARAMETER_NAME.fullmatch, names)):
        return "{query}"
    return "&".join(_parameter_shapes(parameters))


def _parameter_shapes(parameters: list[str]) -> Iterator[str]:
    for parameter in parameters:
        name, is_assigned, value = parameter.partition("=")
        yield f"{name}={_name_shape(value, '', is_edge=True) if value else ''}" if is_assigned else name


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    if complaint_of(pattern):
        return None
    pieces = _MARK.split(pattern)
    expression = "".join(PLACEHOLDERS[piece] if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    return re.compile(expression)
