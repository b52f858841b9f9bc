"""Runs over a site as their evidence, without a crawl."""

from datetime import UTC, datetime, timedelta

from pipelines.health import Alarm, Ending, Measure, SiteHealth
from pipelines.health.alarm import FIELDS
from pipelines.health.shown import Shown, bits_of

BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHOLE = (Measure.ARTICLE.value, Measure.BODY_LENGTH.value, *FIELDS)


def shown(*without: str, characters: int = 3000, accepted: int = 0) -> Shown:
    """An article with every field but some."""
    return Shown(bits_of(name for name in WHOLE if name not in without), characters, accepted)


class Site:
    """A site whose runs are told one after the other; between them everything goes through bytes, as in an archive."""

    def __init__(self) -> None:
        self.at = BEGAN
        self._packed: bytes | None = None
        self.health = SiteHealth()

    def run(  # noqa: PLR0913 - what a run can meet
        self,
        *,
        known: int = 0,
        new: int = 0,
        before: Shown | None = None,
        now: Shown | None = None,
        entries: dict[str, int] | None = None,
        after: timedelta = HOUR,
        is_unbounded: bool = True,
        gone: int = 0,
        is_whole: bool = True,
    ) -> tuple[Alarm, ...]:
        """One run that meets so many articles as they are ``now`` (whole if not said); its alarms."""
        self.at += after
        health = self.health = SiteHealth.unpacked(self._packed)
        accepted = health.history.accepted
        before, now = before or shown(accepted=accepted), now or shown(accepted=accepted)
        for number in range(known):
            health.evidence.note_known(f"https://news.example/{number}", before, now)
        for number in range(new):
            health.evidence.note_new(f"https://news.example/new-{number}", now)
        health.evidence.fresh = new
        health.evidence.gone = gone
        health.evidence.entries = entries or {}
        alarms = health.judge(Ending(began_at=self.at, is_whole=is_whole, is_unbounded=is_unbounded))
        self._packed = health.history.packed()
        return alarms

    def accept(self) -> None:
        self._packed = self.health.history.accepting().packed()


def measures(alarms: tuple[Alarm, ...]) -> list[str]:
    return [alarm.measure for alarm in alarms]
