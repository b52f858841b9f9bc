"""Which part of an archive is asked: all of it, as it stood at a moment, or a snapshot of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of an archive a question sees.

    ``until``: only what was known at that instant (aware), by the time of each fetch. ``snapshot``: the files that the
    snapshot of that name holds, and no others. ``skip_damaged``: what can be read, where a file cannot. None: no bound.
    """

    until: datetime | None = None
    snapshot: str | None = None
    skip_damaged: bool = False


EVERYTHING = Scope()
