"""What is remembered of the visits to one article: enough for the next one, and little."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The visits to one article so far, times aware UTC.

    ``born_at`` is when it was published as far as known, else when it was first seen. ``visits`` counts those that
    showed the article, ``changes`` those of them after the first at which its content differed. ``views`` were counted
    at ``views_at``, ``earlier_views`` at ``earlier_views_at``; None where no visit showed a number. ``listed_at`` is
    when it last stood on a listing.
    """

    born_at: datetime
    first_at: datetime
    last_at: datetime
    visits: int = 1
    changes: int = 0
    views: int | None = None
    views_at: datetime | None = None
    earlier_views: int | None = None
    earlier_views_at: datetime | None = None
    listed_at: datetime | None = None

    @classmethod
    def begun(cls, at: datetime, *, published_at: datetime | None, views: int | None = None) -> "History":
        """The history of an article first visited ``at``; a date of publication in the future is not believed."""
        born_at = published_at if published_at is not None and published_at <= at else at
        return cls(born_at=born_at, first_at=at, last_at=at, views=views, views_at=at if views is not None else None)

    def visited(self, at: datetime, *, changed: bool, views: int | None = None) -> "History":
        """The history after one more visit ``at``."""
        after = replace(self, last_at=max(at, self.last_at), visits=self.visits + 1, changes=self.changes + changed)
        if views is None:
            return after
        return replace(after, views=views, views_at=at, earlier_views=self.views, earlier_views_at=self.views_at)

    def listed(self, at: datetime) -> "History":
        """The history of an article that stood on a listing ``at``."""
        return replace(self, listed_at=at if self.listed_at is None else max(at, self.listed_at))
