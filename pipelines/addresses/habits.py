"""Habits: which of two spellings a site itself uses, learnt from its redirects, its canonical links and its copies."""

from collections import defaultdict
from urllib.parse import urlsplit

from archive.addresses.parameters import ParameterRules
from archive.addresses.plain import host_of, plain_address
from pipelines.addresses.twins import INDEX, Change, Part, changes_between, unmarked

# So many articles have to tell it before addresses are asked for in another spelling than the one they were found in.
_ENOUGH = 3
_MAX_PASSES = 5
# Parameters that are called so may choose the page however many pages say otherwise.
_NEVER_DROPPED = frozenset({"page", "paged", "p", "id", "offset", "start", "q", "s", "date", "year", "month", "day"})


class Habits:
    """What one run has learnt of a site's spellings. Nothing is rewritten before three pages told it, none against it.

    A server that sends one address of a host elsewhere tells it of them all: scheme and host need no second page.
    """

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = hosts
        self._told: dict[Change, set[str]] = defaultdict(set)
        self._spoken_against: set[tuple[Part, str]] = set()
        self._believed: dict[tuple[Part, str], str] = {}

    def redirected(self, address: str, final: str) -> None:
        """Note that ``address`` answered at ``final``."""
        for change in self._changes(address, final):
            if change.part in (Part.SCHEME, Part.HOST):
                self._believe(change)
            self._tell(change, final)

    def declared(self, address: str, canonical: str) -> None:
        """Note that the article at ``address`` says that it stands at ``canonical``."""
        if address == canonical:
            self._stands(address)
        for change in self._changes(address, canonical):
            self._tell(change, canonical)

    def copied(self, address: str, known: str) -> None:
        """Note that the article at ``address`` is the same as the one ``known`` at another address."""
        ours, theirs = _names(address), _names(known)
        if not ours or _without_query(address) != _without_query(known):
            for change in self._changes(address, known) or self._mirrored(address, known):
                self._tell(change, known)
            return
        # A parameter whose value differs from copy to copy, or that only one has, chooses nothing.
        for name in ours:
            if ours[name] != theirs.get(name):
                self._tell(Change(Part.PARAMETER, name, ""), _without_query(known))

    def preferred(self, address: str) -> str:
        """``address`` in the spelling that the site uses, as far as it is known; idempotent."""
        for _ in range(_MAX_PASSES if self._believed else 0):
            before = address
            for (part, old), new in sorted(self._believed.items()):
                address = _changed(address, part, old, new)
            if address == before:
                break
        return address

    def _changes(self, address: str, other: str) -> frozenset[Change]:
        is_on_site = host_of(other) in self._hosts
        return (changes_between(address, other) if is_on_site else None) or frozenset()

    def _mirrored(self, address: str, known: str) -> frozenset[Change]:
        old, new = host_of(address), host_of(known)
        is_mirror = old != new and new in self._hosts and urlsplit(address)[2:] == urlsplit(known)[2:]
        return frozenset({Change(Part.HOST, old, new)}) if is_mirror else frozenset()

    def _tell(self, change: Change, page: str) -> None:
        if change.part is Part.PARAMETER and change.old.lower() in _NEVER_DROPPED:
            return
        pages = self._told[change]
        if len(pages) < _ENOUGH:
            pages.add(page)
        if len(pages) >= _ENOUGH and (change.part, change.old) not in self._spoken_against:
            self._believe(change)

    def _believe(self, change: Change) -> None:
        end: str | None = change.new
        while end is not None and end != change.old:
            end = self._believed.get((change.part, end))
        if end is None:  # else a ring
            self._believed[change.part, change.old] = change.new

    def _stands(self, address: str) -> None:
        """An address that its page calls its own speaks against every change of it."""
        parts = urlsplit(address)
        own = [(Part.SLASH, "/" if parts.path.endswith("/") else ""), (Part.SCHEME, parts.scheme)]
        own += [(Part.HOST, host_of(address)), *((Part.PARAMETER, name) for name in _names(address))]
        own += [(Part.MARK, "marked")] if unmarked(address) else []
        own += [(Part.CASE, "mixed")] if parts.path != parts.path.lower() else []
        self._spoken_against.update(own)
        for one in own:
            self._believed.pop(one, None)


def _changed(address: str, part: Part, old: str, new: str) -> str:
    """``address`` with ``new`` in the place of ``old``, where it has that."""
    parts = urlsplit(address)
    match part:
        case Part.SCHEME if parts.scheme == old:
            return parts._replace(scheme=new).geturl()
        case Part.HOST if parts.netloc == old:
            return parts._replace(netloc=new).geturl()
        case Part.MARK:
            return unmarked(address) or address
        case Part.PARAMETER if old in _names(address):
            return plain_address(address, ParameterRules(drop=frozenset({old})))
        case _:
            return parts._replace(path=_changed_path(parts.path, part, old)).geturl()


def _changed_path(path: str, part: Part, old: str) -> str:
    match part:
        case Part.SLASH if old == "/" and len(path) > 1:
            return path.rstrip("/")
        case Part.SLASH if old == "" and not path.endswith("/") and "." not in path.rpartition("/")[2]:
            return f"{path}/"
        case Part.INDEX:
            return INDEX.sub("/", path)
        case Part.CASE:
            return path.lower()
        case _:
            return path


def _names(address: str) -> dict[str, str]:
    query = urlsplit(address).query
    return {name: value for name, _, value in (pair.partition("=") for pair in query.split("&"))} if query else {}


def _without_query(address: str) -> str:
    return urlsplit(address)._replace(query="").geturl()
