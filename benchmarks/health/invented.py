"""Sites that were never crawled: what runs over them would show, drawn by chance, to count false alarms quickly."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from pipelines.health import Ending, SiteHealth
from pipelines.health.alarm import FIELDS, Measure
from pipelines.health.shown import Shown, bits_of

_BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)
_SHARES = {"summary": 0.8, "authors": 0.65, "tags": 0.5, "section": 0.95, "modified_at": 0.2, "image": 0.9}
# What pages of another kind, such as videos, have of that.
_OTHER_SHARES = {"summary": 0.1, "authors": 0.1, "tags": 0.5, "section": 0.95, "modified_at": 0.2, "image": 0.9}
_WEEKEND = 5
_MOST_AFTER = 200  # runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of site. A run every ``hours`` meets ``new`` articles on average and ``known`` ones again.

    One day in ``special_every`` has nothing but articles of another kind; 0: none has. ``rhythm`` is the part of a
    weekday's articles that a weekend's day brings. ``edits`` is the share of known articles that lose a field a run.
    """

    name: str
    hours: int
    new: float
    known: int
    special_every: int = 0
    rhythm: float = 0.3
    edits: float = 0.002


KINDS = (
    Kind(name="a daily crawl of all that is known", hours=24, new=20, known=200),
    Kind(name="hourly, two new articles, ten known", hours=1, new=2, known=10),
    Kind(name="hourly, nothing known is read again", hours=1, new=2, known=0),
    Kind(name="daily, one day in ten is all videos", hours=24, new=20, known=40, special_every=10),
    Kind(name="the same, nothing known is read again", hours=24, new=20, known=0, special_every=10),
    Kind(name="daily, editors remove much", hours=24, new=20, known=200, edits=0.02),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of the runs over one site: those with an alarm before its redesign, and how many after it had none,
    up to the one that had, which counts.
    """  # noqa: D205

    runs: int
    false_alarms: int
    seen_after: int


def invented_runs(kind: Kind, runs: int, seed: int) -> Told:
    """``runs`` over a site of ``kind`` that stays as it is, then some after a redesign: no authors, no summary."""
    dice = Random(f"{kind.name}/{seed}")  # noqa: S311 - repeatable, no secrets
    history, pool = None, list[Shown]()
    false_alarms = 0
    for number in range(runs + _MOST_AFTER):
        at = _BEGAN + timedelta(hours=kind.hours * number)
        health = SiteHealth(history)
        is_redesigned = number >= runs
        _meet_known(health, kind, pool, dice, is_redesigned=is_redesigned)
        _meet_new(health, kind, pool, dice, at, is_redesigned=is_redesigned)
        health.evidence.entries = {"/": dice.choice((18, 19, 20)), "/b": dice.choice((7, 8, 9))}
        alarms = health.judge(Ending(began_at=at, is_whole=True, is_unbounded=True))
        history = health.history
        if alarms and is_redesigned:
            return Told(runs=runs, false_alarms=false_alarms, seen_after=number - runs + 1)
        false_alarms += bool(alarms)
    return Told(runs=runs, false_alarms=false_alarms, seen_after=_MOST_AFTER)


def _meet_known(health: SiteHealth, kind: Kind, pool: list[Shown], dice: Random, *, is_redesigned: bool) -> None:
    chosen = dice.sample(range(max(0, len(pool) - 400), len(pool)), min(kind.known, len(pool), 400))
    for place in chosen:
        now = _changed(pool[place], dice, kind.edits)
        health.evidence.note_known(f"/{place}", pool[place], _redesigned(now) if is_redesigned else now)


def _meet_new(  # noqa: PLR0913 - a run and the world it meets
    health: SiteHealth, kind: Kind, pool: list[Shown], dice: Random, at: datetime, *, is_redesigned: bool
) -> None:
    day = at.toordinal()
    is_special = kind.special_every and Random(day).randrange(kind.special_every) == 0  # noqa: S311 - as above
    mean = kind.new * (kind.rhythm if at.weekday() >= _WEEKEND else 1)
    for _ in range(_about(mean, dice) + (200 if not pool else 0)):
        shown = _article(_OTHER_SHARES if is_special else _SHARES, dice)
        health.evidence.note_new(f"/{len(pool)}", _redesigned(shown) if is_redesigned else shown)
        health.evidence.fresh += 1
        pool.append(shown)


def _article(shares: dict[str, float], dice: Random) -> Shown:
    names = [name for name in FIELDS if dice.random() < shares.get(name, 1.0)]
    characters = int(dice.lognormvariate(7.6, 0.7))
    return Shown(bits_of([Measure.ARTICLE, Measure.BODY_LENGTH, *names]), characters)


def _changed(shown: Shown, dice: Random, share: float) -> Shown:
    lost = [name for name in ("summary", "authors", "tags") if dice.random() < share]
    return Shown(shown.fields & ~bits_of(lost), int(shown.characters * dice.uniform(0.9, 1.2)))


def _redesigned(shown: Shown) -> Shown:
    return Shown(shown.fields & ~bits_of(["authors", "summary"]), shown.characters)


def _about(mean: float, dice: Random) -> int:
    """A number drawn from a Poisson distribution, by the times between its events."""
    count, time = 0, dice.expovariate(1.0)
    while time < mean:
        count, time = count + 1, time + dice.expovariate(1.0)
    return count
