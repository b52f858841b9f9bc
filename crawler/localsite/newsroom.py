"""The newsroom: all stories of the site, and the site's own clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from crawler.localsite.designs import Design
from crawler.localsite.prose import LANGUAGES
from crawler.localsite.stories import (
    Story,
    edit_story,
    make_disallowed,
    make_video,
    move_story,
    write_story,
)

__all__ = ["Change", "Newsroom", "Story"]

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIRST_NUMBER = 1001
FEWEST_STORIES = 20
LONGEST_ADVANCE = 24 * 366

_VIDEO_PLACE = 5
_DISALLOWED_PLACE = 9
_NEW_STORIES = 8
_EDITS = 5
_DESK = 60  # how many of the newest stories the editors still work on
_MIDNIGHT_EVERY = 23
_NOON_EVERY = 9
_FULL_HOUR_EVERY = 7
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened on the site between two moments of its clock, as paths."""

    now: datetime
    added: tuple[str, ...]
    edited: tuple[str, ...]
    deleted: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]


class Newsroom:
    """All stories at one moment of the simulated clock, the same for the same seed; ``design`` is how pages look."""

    def __init__(self, seed: int = 7, stories: int = 240) -> None:
        if stories < FEWEST_STORIES:
            raise ValueError(f"The site needs at least {FEWEST_STORIES} stories, not {stories}.")
        self.now = START
        self.design = Design.FIRST
        self._seed = seed
        self._steps = 0
        self._next_number = FIRST_NUMBER
        self._stories: dict[int, Story] = {}
        self._slugs: dict[str, int] = {}
        self._newest: dict[str, tuple[Story, ...]] = {}
        for moment in reversed(_past_moments(self._dice("calendar"), stories)):
            self._publish(moment)
        newest = self._next_number
        self._keep(make_video(self._stories[newest - _VIDEO_PLACE]))
        self._keep(make_disallowed(self._stories[newest - _DISALLOWED_PLACE]))
        self._sort()

    @property
    def stories(self) -> tuple[Story, ...]:
        """All live stories, newest first."""
        return self._newest[LANGUAGES[0]]

    def newest(self, language: str) -> tuple[Story, ...]:
        """Give all live stories that have a version in this language, newest first."""
        return self._newest[language]

    def find(self, slug: str) -> tuple[int | None, Story | None]:
        """Find a number by any slug it ever had, and its story unless it was deleted."""
        number = self._slugs.get(slug)
        return number, self._stories.get(number) if number is not None else None

    def advance(self, hours: int = 6) -> Change:
        """Move the clock on; stories appear, change, move and vanish."""
        if not 1 <= hours <= LONGEST_ADVANCE:
            raise ValueError(f"The clock moves on by 1 to {LONGEST_ADVANCE} hours, not {hours}.")
        before, self.now = self.now, self.now + timedelta(hours=hours)
        self._steps += 1
        random = self._dice("advance", self._steps)
        editable, moving, leaving = self._choose(random)
        edited = [self._edit(random, story, place) for place, story in enumerate(editable)]
        moved = self._move(moving)
        del self._stories[leaving.number]
        minutes = sorted(random.sample(range(1, hours * 60), _NEW_STORIES))
        added = [self._publish(before + timedelta(minutes=minute)) for minute in minutes]
        self._sort()
        return Change(
            now=self.now,
            added=_paths(added),
            edited=_paths(edited),
            deleted=leaving.paths,
            moved=moved,
        )

    def _choose(self, random: Random) -> tuple[list[Story], Story, Story]:
        """Choose the stories to edit (first one without a summary), to move and to delete."""
        desk = [story for story in self.stories[:_DESK] if story.is_ordinary]
        lacking = [story for story in desk if story.versions[0].summary is None]
        first = random.choice(lacking or desk)
        others = [story for story in desk if story is not first and story.versions[0].summary is not None]
        *edited, moving, leaving = random.sample(others, _EDITS + 1)
        return [first, *edited], moving, leaving

    def _edit(self, random: Random, story: Story, place: int) -> Story:
        return self._keep(edit_story(random, story, self.now, retitle=place == 1))

    def _move(self, story: Story) -> tuple[tuple[str, str], ...]:
        moved = self._keep(move_story(story, self._slugs))
        return tuple(zip(story.paths, moved.paths, strict=True))

    def _publish(self, moment: datetime) -> Story:
        number = self._next_number
        self._next_number += 1
        return self._keep(write_story(self._dice("story", number), number, moment, self._slugs))

    def _dice(self, *purpose: str | int) -> Random:
        return Random(f"{self._seed}/{purpose}")  # noqa: S311 - a repeatable site, no secrets

    def _keep(self, story: Story) -> Story:
        self._stories[story.number] = story
        self._slugs[story.slug] = story.number
        return story

    def _sort(self) -> None:
        newest = sorted(self._stories.values(), key=lambda story: story.number, reverse=True)
        self._newest = {language: tuple(story for story in newest if story.version(language)) for language in LANGUAGES}


def _paths(stories: Iterable[Story]) -> tuple[str, ...]:
    return tuple(path for story in stories for path in story.paths)


def _past_moments(random: Random, count: int) -> list[datetime]:
    """Choose moments before the start, newest first, some of them at noon, midnight or on the hour."""
    moments = []
    moment = START
    for place in range(1, count + 1):
        moment -= timedelta(minutes=random.randint(17, 560))
        if place % _MIDNIGHT_EVERY == 0:
            moment = moment.replace(hour=0, minute=0)
        elif place % _NOON_EVERY == 0 and moment.hour >= _NOON:
            moment = moment.replace(hour=_NOON, minute=0)
        elif place % _FULL_HOUR_EVERY == 0:
            moment = moment.replace(minute=0)
        moments.append(moment)
    return moments
