"""Twins: two addresses that name the same thing in different spellings, and in what the spellings differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from archive.addresses.plain import host_of

INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
# The common ways to name a page's version for phones, and for paper.
_AMP_PATHS = (re.compile(r"^/amp(?=/.)"), re.compile(r"/amp(?=/?$)"), re.compile(r"\.amp(?=\.html?$|/?$)"))
_PRINT_PATHS = (re.compile(r"^/print(?=/.)"), re.compile(r"/print(?=/?$)"))
_AMP_HOST = "amp."
_NAME_WORDS = 3
_NAME_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")


class Part(StrEnum):
    """Where two spellings of one address differ."""

    SCHEME = "scheme"
    HOST = "host"
    SLASH = "slash"
    INDEX = "index"
    MARK = "mark"
    CASE = "case"
    PARAMETER = "parameter"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what stands in ``part`` of the one spelling, and in its place in the other.

    For SCHEME and HOST that is the text itself, for SLASH the last slash or nothing, for PARAMETER a name or nothing.
    """

    part: Part
    old: str
    new: str


def changes_between(address: str, other: str) -> frozenset[Change] | None:
    """What makes ``other`` of ``address``, where only spellings differ; None where they name different things."""
    try:
        ours, theirs = urlsplit(address), urlsplit(other)
    except ValueError:
        return None
    host, path, query = _host_changes(address, other), _path_changes(ours, theirs), _dropped(ours.query, theirs.query)
    if host is None or path is None or query is None:
        return None
    scheme = {Change(Part.SCHEME, ours.scheme, theirs.scheme)} if ours.scheme != theirs.scheme else set()
    return frozenset({*scheme, *host, *path, *query})


def is_same_article(address: str, canonical: str) -> bool:
    """Whether ``canonical``, which the page at ``address`` declares, can be believed to stand for the same article.

    It does where only the spelling differs, or where both paths end in the same long name: a site that declares one
    address for many pages, its front page say, names nothing of the page. A dropped parameter is not believed, since
    it may have been the article's number.
    """
    if address == canonical:
        return True
    changes = changes_between(address, canonical)
    if changes is not None:
        return not any(change.part is Part.PARAMETER for change in changes) and bool(_last_name(canonical))
    ours, theirs = urlsplit(address), urlsplit(canonical)
    name = _last_name(canonical)
    return (
        _host_changes(address, canonical) is not None
        and ours.query == theirs.query
        and name == _last_name(address)
        and (name.count("-") + 1 >= _NAME_WORDS or _NAME_NUMBER.search(name) is not None)
    )


def unmarked(address: str) -> str | None:
    """``address`` without the mark of a version for phones or for paper; None where it has none."""
    if "amp" not in address and "print" not in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = _unmarked_path(parts.path)
    host = parts.netloc.removeprefix(_AMP_HOST)
    if path == parts.path and host == parts.netloc:
        return None
    return parts._replace(netloc=host, path=path or "/").geturl()


def without_twins(addresses: Iterable[str]) -> list[str]:
    """``addresses`` of one page without those versions for phones or paper whose common version is there too."""
    every = list(addresses)
    known = {_bare(address) for address in every}
    return [address for address in every if (plain := unmarked(address)) is None or _bare(plain) not in known]


def _bare(address: str) -> str:
    return address.rstrip("/").partition("://")[2].removeprefix("www.")


def _host_changes(address: str, other: str) -> set[Change] | None:
    old, new = host_of(address), host_of(other)
    if old == new:
        return set()
    if old.removeprefix("www.") == new.removeprefix("www."):
        return {Change(Part.HOST, old, new)}
    if old.startswith(_AMP_HOST) and old.removeprefix(_AMP_HOST) == new.removeprefix("www."):
        return {Change(Part.HOST, old, new)}
    return None


def _path_changes(ours: SplitResult, theirs: SplitResult) -> set[Change] | None:
    old, new = ours.path or "/", theirs.path or "/"
    if old == new:
        return set()
    if old.rstrip("/") == new.rstrip("/"):
        return {Change(Part.SLASH, "/", "") if old.endswith("/") else Change(Part.SLASH, "", "/")}
    return next((set(found) for found in _single_steps(old, new)), None)


def _single_steps(old: str, new: str) -> Iterator[list[Change]]:
    bare = _unmarked_path(old)
    if bare != old and bare.rstrip("/") == new.rstrip("/"):
        yield [Change(Part.MARK, "marked", "")]
    if INDEX.search(old) and INDEX.sub("", old) == new.rstrip("/"):
        yield [Change(Part.INDEX, "index", "")]
    if old != old.lower() and old.lower() == new:
        yield [Change(Part.CASE, "mixed", "")]


def _unmarked_path(path: str) -> str:
    for mark in (*_AMP_PATHS, *_PRINT_PATHS):
        bare = mark.sub("", path, count=1)
        if bare != path:
            return bare
    return path


def _dropped(query: str, other: str) -> set[Change] | None:
    old, new = (set(text.split("&")) if text else set() for text in (query, other))
    if not new <= old:
        return None
    return {Change(Part.PARAMETER, pair.partition("=")[0], "") for pair in old - new}


def _last_name(address: str) -> str:
    segments = [segment for segment in urlsplit(address).path.split("/") if segment]
    return segments[-1] if segments else ""
