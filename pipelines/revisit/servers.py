"""What a site's servers make of validators: which of them tell every change, and which are of no use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from archive.outcomes import Family, Outcome
from pipelines.revisit.validators import Validators, answered_at, is_cut, is_read_alike, is_read_whole, shown_by
from pipelines.rules.addresses import host_of
from pipelines.visit import Visit

# A memory of another form is of no use.
_FORM = "validators-1"
# A validator is not believed where it stayed the same at more than one change in so many.
_CHANGES_TO_A_LIE = 20
# An ETag is of no use that was another so often though nothing had changed, and more often so than not.
_FEWEST_MOVED = 3
# So many answers of a run say something of a server.
_ENOUGH = 10


class Tally(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often a host's answers did what, in all runs or in one.

    ``whole`` pages came, ``bare`` of them without validators, ``in_vain`` though they were asked for only if they had
    changed, and had not. Pages that had changed and were not asked for conditionally: at ``etag_told`` of them the ETag
    was another, at ``date_told`` the Last-Modified; ``etag_lied`` and ``date_lied``: at so many, whatever they were
    asked for, it was the same. Where nothing had changed, and the date was the same, the ETag was another at
    ``etag_moved`` and the same at ``etag_held``. ``asked`` were asked for conditionally, ``not_modified`` of them were
    answered with 304. ``lie`` is an address at which a validator stayed the same.
    """

    whole: int = 0
    bare: int = 0
    asked: int = 0
    not_modified: int = 0
    in_vain: int = 0
    etag_told: int = 0
    etag_lied: int = 0
    date_told: int = 0
    date_lied: int = 0
    etag_moved: int = 0
    etag_held: int = 0
    lie: str | None = None

    @property
    def trusts_etag(self) -> bool:
        """Whether an ETag that stayed the same says that nothing changed."""
        return not _is_liar(self.etag_lied, self.etag_told)

    @property
    def trusts_date(self) -> bool:
        """Whether a Last-Modified that stayed the same says so."""
        return not _is_liar(self.date_lied, self.date_told)

    @property
    def is_etag_idle(self) -> bool:
        """Whether the ETag is another each time, so that to ask by it is to get everything whole."""
        return self.etag_moved >= _FEWEST_MOVED and self.etag_moved > self.etag_held


NOTHING = Tally()


def _is_liar(lied: int, told: int) -> bool:
    return lied * _CHANGES_TO_A_LIE > lied + told


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One answer beside the one before it; ``is_same``: whether the page shows the same; None: not known."""

    before: Validators
    after: Validators
    is_same: bool | None
    is_conditional: bool
    is_not_modified: bool
    address: str


def tallied(tally: Tally, seen: Seen) -> Tally:
    """``tally`` with one more answer."""
    before, after = seen.before, seen.after
    has_etag = before.etag is not None and after.etag is not None
    is_etag_same = has_etag and before.etag == after.etag
    has_date = before.last_modified is not None and after.last_modified is not None
    is_date_same = has_date and before.last_modified == after.last_modified
    is_whole = not seen.is_not_modified
    has_changed = seen.is_same is False
    has_lied = has_changed and (is_etag_same or is_date_same)
    is_told = has_changed and not seen.is_conditional
    is_still = seen.is_same is True or seen.is_not_modified
    return msgspec.structs.replace(
        tally,
        whole=tally.whole + is_whole,
        bare=tally.bare + (is_whole and after.is_empty),
        asked=tally.asked + seen.is_conditional,
        not_modified=tally.not_modified + seen.is_not_modified,
        in_vain=tally.in_vain + (seen.is_conditional and is_whole and seen.is_same is True),
        etag_told=tally.etag_told + (is_told and has_etag and not is_etag_same),
        etag_lied=tally.etag_lied + (has_changed and is_etag_same),
        date_told=tally.date_told + (is_told and has_date and not is_date_same),
        date_lied=tally.date_lied + (has_changed and is_date_same),
        etag_moved=tally.etag_moved + (is_still and has_etag and not is_etag_same and is_date_same),
        etag_held=tally.etag_held + (is_still and is_etag_same),
        lie=tally.lie or (seen.address if has_lied else None),
    )


class Servers:
    """The tallies of one site's hosts, of all runs and of this one, in a few bytes for each host."""

    def __init__(self, hosts: Mapping[str, Tally] | None = None) -> None:
        self._hosts = dict(hosts or {})
        self._now: dict[str, Tally] = {}
        self.is_changed = False

    def usable(self, host: str, validators: Validators) -> Validators:
        """Those of ``validators`` that it is of use to ask ``host`` by."""
        tally = self._hosts.get(host, NOTHING)
        has_date = validators.last_modified is not None and tally.trusts_date
        keeps_etag = tally.trusts_etag and not (tally.is_etag_idle and has_date)
        return replace(
            validators,
            etag=validators.etag if keeps_etag else None,
            last_modified=validators.last_modified if has_date else None,
        )

    def learn(self, visit: Visit) -> None:
        """Take note of an answer: of one that brought a page that was read, or said that nothing changed."""
        if not (visit.is_not_modified or is_read_whole(visit)):
            return
        seen = seen_at(visit)
        host = host_of(visit.final_address or visit.address)
        self._hosts[host] = tallied(self._hosts.get(host, NOTHING), seen)
        self._now[host] = tallied(self._now.get(host, NOTHING), seen)
        self.is_changed = True

    def findings(self) -> dict[str, str]:
        """What is to be said of hosts that validators are of no use with, or that answered this run in vain."""
        told = ((host, _finding(self._hosts[host], now)) for host, now in sorted(self._now.items()))
        return {host: finding for host, finding in told if finding is not None}

    def packed(self) -> bytes:
        """All that is known, for the archive to keep."""
        self.is_changed = False
        return msgspec.msgpack.encode((_FORM, self._hosts))

    @classmethod
    def unpacked(cls, state: bytes | None) -> "Servers":
        """What `packed` made ``state`` of; nothing known for None, or where another newsreel made it."""
        if state is None:
            return cls()
        try:
            form, hosts = msgspec.msgpack.decode(state, type=tuple[str, dict[str, Tally]])
        except msgspec.DecodeError:
            return cls()
        return cls(hosts) if form == _FORM else cls()


def seen_at(visit: Visit) -> Seen:
    """What an answer tells of its server, beside what is known of the visit before."""
    task = visit.task
    before = Validators(etag=task.etag, last_modified=task.last_modified) if task else Validators()
    after = Validators(etag=visit.etag, last_modified=visit.last_modified)
    return Seen(
        before=before,
        after=after,
        is_same=_is_same(visit),
        is_conditional=visit.is_conditional,
        is_not_modified=visit.is_not_modified,
        address=visit.address,
    )


def _is_same(visit: Visit) -> bool | None:
    """Whether a page that was read shows what it did when it was read last, at this address and in the same way."""
    task, memory = visit.task, visit.memory
    assert visit.outcome is not None
    if visit.is_not_modified or task is None or task.outcome is None or memory.rules is None or visit.read_by is None:
        return None
    if not is_read_alike(memory.rules, visit.read_by, visit.outcome) or memory.shown is None or is_cut(visit):
        return None
    if memory.answered_at != answered_at(visit):  # the validators of another page
        return None
    if visit.outcome is Outcome.CHANGED:
        return False if task.shows_latest else None
    if visit.outcome.family is not Family.PAGE and visit.outcome is not Outcome.UNCHANGED:
        return None
    return memory.shown == shown_by(visit)


def _finding(tally: Tally, now: Tally) -> str | None:
    lies = tuple(_lies(tally))
    if lies:
        what = " and ".join(lies)
        return f"{what} stayed the same while a page changed, first {tally.lie}: pages are not asked for by it"
    if now.whole >= _ENOUGH and now.bare == now.whole:
        return "pages come without ETag and Last-Modified: each is fetched whole"
    if tally.is_etag_idle and tally.trusts_date:
        return "the ETag changes while its page does not: pages are asked for by their date alone"
    if now.in_vain >= _ENOUGH and now.in_vain * 2 > now.asked:
        return f"{now.in_vain} of {now.asked} pages asked for only if they had changed came whole, and had not changed"
    return None


def _lies(tally: Tally) -> Iterator[str]:
    if not tally.trusts_etag:
        yield f"the ETag ({tally.etag_lied} times)"
    if not tally.trusts_date:
        yield f"Last-Modified ({tally.date_lied} times)"
