"""One story of the fictional site: how it is written, edited and moved."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from crawler.localsite.prose import (
    LANGUAGES,
    Facts,
    Phrase,
    first_sentence,
    gather_facts,
    invent_name,
    make_slug,
    write_copy,
    write_headline,
    write_revision,
    write_summary,
)

_PORTUGUESE_EVERY = 4
_PORTUGUESE_REST = 1
_BARE_EVERY = 3
_NO_SUMMARY_EVERY = 10
_NO_SUMMARY_REST = 5  # odd, so that Portuguese versions lack theirs as well
_TWO_AUTHORS_EVERY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A story in one language."""

    language: str
    title: str
    summary: str | None
    paragraphs: tuple[str, ...]
    section: str
    tags: tuple[str, ...]

    @property
    def teaser(self) -> str | None:
        """The one sentence that lists show under the title; a video has none."""
        text = self.summary or next(iter(self.paragraphs), None)
        return first_sentence(text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story, in one language or two, under one number for ever."""

    number: int
    slug: str
    published_at: datetime
    modified_at: datetime | None = None
    authors: tuple[str, ...]
    facts: Facts
    versions: tuple[Version, ...]
    base_views: int
    popularity: int
    bare_markup: bool = False
    video_only: bool = False
    robots_disallowed: bool = False

    @property
    def is_ordinary(self) -> bool:
        """Whether the newsroom may edit, move or delete this story."""
        return not (self.video_only or self.robots_disallowed)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all language versions."""
        return tuple(self.path(each.language) for each in self.versions)

    def path(self, language: str) -> str:
        """Say under which path the version in this language stands."""
        return f"/news/{self.slug}/{self.number}/{language}/"

    def version(self, language: str) -> Version | None:
        """Find the version in this language, where there is one."""
        return next((each for each in self.versions if each.language == language), None)

    def views(self, now: datetime) -> int:
        """Count the views: fast growth in the first days, then a slow and steady one."""
        age = int((now - self.published_at).total_seconds()) // 60
        return self.base_views + self.popularity * age // (age + 4320) + age // 47


def write_story(random: Random, number: int, published_at: datetime, taken: Container[str]) -> Story:
    """Write a new story whose slug nobody has taken."""
    facts = gather_facts(random)
    title = write_headline(random, facts)
    while make_slug(title[0]) in taken:
        facts = gather_facts(random)
        title = write_headline(random, facts)
    authors = [invent_name(random) for _ in range(2 if number % _TWO_AUTHORS_EVERY == 0 else 1)]
    return Story(
        number=number,
        slug=make_slug(title[0]),
        published_at=published_at,
        authors=tuple(dict.fromkeys(authors)),
        facts=facts,
        versions=_write_versions(random, number, facts, title),
        base_views=random.randint(3, 90),
        popularity=int(random.paretovariate(1.2) * 150),
        bare_markup=number % _BARE_EVERY == 0,
    )


def make_video(story: Story) -> Story:
    """Strip a story down to a video page: no text at all, and no second language."""
    english = replace(story.versions[0], summary=None, paragraphs=())
    return replace(story, versions=(english,), video_only=True, bare_markup=False)


def make_disallowed(story: Story) -> Story:
    """Put a story behind the site's robots.txt."""
    return replace(story, versions=story.versions[:1], robots_disallowed=True, bare_markup=False)


def edit_story(random: Random, story: Story, now: datetime, *, retitle: bool = False) -> Story:
    """Change one body paragraph, add the summary if there was none, and change the title if asked."""
    place = random.randrange(len(story.versions[0].paragraphs))
    sentence = write_revision(random, story.facts)
    summary = write_summary(random, story.facts)
    title = _other_headline(random, story) if retitle else None
    versions = []
    for version in story.versions:
        index = LANGUAGES.index(version.language)
        paragraphs = list(version.paragraphs)
        paragraphs[place] = f"{paragraphs[place]} {sentence[index]}"
        versions.append(
            replace(
                version,
                title=title[index] if title else version.title,
                summary=version.summary or summary[index],
                paragraphs=tuple(paragraphs),
            )
        )
    return replace(story, versions=tuple(versions), modified_at=now)


def move_story(story: Story, taken: Container[str]) -> Story:
    """Give a story a slug that nobody has taken."""
    attempt = 1
    while (slug := f"{story.slug.removesuffix('-moved')}-{'moved' if attempt == 1 else attempt}") in taken:
        attempt += 1
    return replace(story, slug=slug)


def _write_versions(random: Random, number: int, facts: Facts, title: Phrase) -> tuple[Version, ...]:
    summary, paragraphs = write_copy(random, facts)
    languages = LANGUAGES if number % _PORTUGUESE_EVERY == _PORTUGUESE_REST else LANGUAGES[:1]
    return tuple(
        Version(
            language=language,
            title=title[index],
            summary=None if number % _NO_SUMMARY_EVERY == _NO_SUMMARY_REST else summary[index],
            paragraphs=tuple(each[index] for each in paragraphs),
            section=facts.topic.section[index],
            tags=tuple(dict.fromkeys(each[index] for each in facts.tags)),
        )
        for index, language in enumerate(languages)
    )


def _other_headline(random: Random, story: Story) -> Phrase:
    current = story.versions[0].title
    title = write_headline(random, story.facts)
    while title[0] == current:
        title = write_headline(random, story.facts)
    return title
