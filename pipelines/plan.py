"""The plan of a dry run: what a crawl would ask for, and why; nothing of it is stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.ledger import Found, Task
from pipelines.address_data import page_number
from pipelines.bounds import HeldBack
from pipelines.content import Kind


class Action(StrEnum):
    """What becomes of an address: fetched by the dry run itself, fetched by a crawl, or by none."""

    FETCHED = "fetched"
    WOULD_FETCH = "would_fetch"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One address, and why a crawl would ask for it or not."""

    address: str
    kind: str
    action: Action
    reason: str


class Plan:
    """What a dry run finds out; ``new`` articles of it are those that were not stored before."""

    def __init__(self) -> None:
        self.new = 0
        self._found_on: dict[str, str] = {}
        self._asked: dict[str, Planned] = {}
        self._held_back: dict[str, Planned] = {}

    def rows(self) -> Iterator[Planned]:
        """The plan, in the order of a crawl; what is held back comes last."""
        yield from self._asked.values()
        yield from (held for address, held in self._held_back.items() if address not in self._asked)

    def count(self, action: Action) -> int:
        """The number of addresses with which this happens."""
        return sum(planned.action is action for planned in self.rows())

    def find(self, found: Iterable[Found], page: str) -> None:
        """Note that ``page`` leads to ``found``."""
        for one in found:
            self._found_on.setdefault(one.address, page)

    def fetch(self, task: Task) -> None:
        """Note that the dry run itself asks for ``task``, to see what it leads to."""
        self._note(task, Action.FETCHED, self._origin(task) or "where the crawl begins")

    def would_fetch(self, task: Task, *, is_stored: bool) -> None:
        """Note that a crawl would ask for ``task``, an article."""
        self.new += not is_stored
        origin = self._origin(task) or "due since an earlier crawl"
        self._note(task, Action.WOULD_FETCH, "stored before, visited again" if is_stored else f"new, {origin}")

    def hold_back(self, held: HeldBack) -> None:
        """Note that a bound keeps a crawl from ``held``."""
        self._held_back[held.address] = Planned(
            address=held.address, kind=held.kind, action=Action.HELD_BACK, reason=held.bound.meaning
        )

    def _note(self, task: Task, action: Action, reason: str) -> None:
        self._asked[task.address] = Planned(address=task.address, kind=task.kind, action=action, reason=reason)

    def _origin(self, task: Task) -> str | None:
        page = self._found_on.get(task.address)
        number = page_number(task.data)
        if page is None:
            return None
        return (
            f"page {number} of the listing after {page}" if task.kind == Kind.LISTING and number > 1 else f"on {page}"
        )
