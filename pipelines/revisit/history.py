"""What is remembered of the visits to one article: enough for the next one, and little."""

from datetime import datetime
from typing import Annotated

import msgspec

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
_Count = Annotated[int, msgspec.Meta(ge=0)]


class History(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The visits to one article so far, times aware UTC.

    ``born_at`` is when it was published as far as known, else when it was first seen. ``visits`` counts those that
    showed the article, ``changes`` those of them after the first at which its content differed. ``views`` were counted
    at ``views_at``, ``earlier_views`` at ``earlier_views_at``; None where no visit showed a number.
    """

    born_at: _Instant
    first_at: _Instant
    last_at: _Instant
    visits: _Count = 1
    changes: _Count = 0
    views: _Count | None = None
    views_at: _Instant | None = None
    earlier_views: _Count | None = None
    earlier_views_at: _Instant | None = None

    @classmethod
    def begun(cls, at: datetime, *, published_at: datetime | None, views: int | None = None) -> "History":
        """The history of an article first visited ``at``; a date of publication in the future is not believed."""
        born_at = published_at if published_at is not None and published_at <= at else at
        return cls(born_at=born_at, first_at=at, last_at=at, views=views, views_at=at if views is not None else None)

    def visited(self, at: datetime, *, changed: bool, views: int | None = None) -> "History":
        """The history after one more visit ``at``."""
        after = msgspec.structs.replace(self, last_at=at, visits=self.visits + 1, changes=self.changes + changed)
        if views is None:
            return after
        return msgspec.structs.replace(
            after, views=views, views_at=at, earlier_views=self.views, earlier_views_at=self.views_at
        )

    def missed(self, at: datetime) -> "History":
        """The history after a visit ``at`` that did not show the article: nothing is learnt of its changes."""
        return msgspec.structs.replace(self, last_at=at)
