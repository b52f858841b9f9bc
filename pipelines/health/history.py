"""The history of a site: all that its runs have taught, and the alarms that stand, as bytes for the archive to keep."""

import msgspec

from pipelines.health.alarm import OF_PAGES, Alarm
from pipelines.health.arrivals import ArrivalsCourse
from pipelines.health.course import Course
from pipelines.health.listings import ListingsCourse

# A history in another form is of no use.
_FORM = "health-1"


class History(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The courses of all measures, those of pages by name. ``accepted``: how often a change was accepted.

    ``lengths`` counts articles by class of length, see `pipelines.health.lengths`.
    """

    form: str = _FORM
    accepted: int = 0
    pages: dict[str, Course] = {}
    lengths: dict[int, int] = {}
    listings: ListingsCourse = ListingsCourse()
    feeds: ListingsCourse = ListingsCourse()
    arrivals: ArrivalsCourse = ArrivalsCourse()

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """All that stand."""
        of_pages = (alarm for name in OF_PAGES for alarm in self.course(name).standing)
        return (*of_pages, *self.listings.standing, *self.feeds.standing, *self.arrivals.standing)

    def course(self, measure: str) -> Course:
        """The course of a measure of pages."""
        return self.pages.get(measure) or Course()

    def accepting(self) -> "History":
        """The history of a site whose standing changes are there to stay: what they are about is learnt anew."""
        return msgspec.structs.replace(
            self,
            accepted=self.accepted + 1,
            pages={name: course for name, course in self.pages.items() if not course.standing},
            lengths={} if self.course("body_length").standing else self.lengths,
            listings=ListingsCourse() if self.listings.standing else self.listings,
            feeds=ListingsCourse() if self.feeds.standing else self.feeds,
            arrivals=ArrivalsCourse() if self.arrivals.standing else self.arrivals,
        )

    def packed(self) -> bytes:
        """The history as bytes, for the archive to keep."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def unpacked(cls, state: bytes | None) -> "History":
        """The history that `packed` made ``state`` of; an empty one for None, or where another newsreel made it."""
        if state is None:
            return cls()
        try:
            history = msgspec.msgpack.decode(state, type=cls)
        except msgspec.DecodeError:
            return cls()
        return history if history.form == _FORM else cls()
