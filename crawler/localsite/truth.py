"""What a perfect reading of every live article gives, to compare a crawl with."""

from typing import TypedDict

from crawler.localsite.newsroom import Newsroom
from crawler.localsite.stories import Story, Version


class Reading(TypedDict):
    """One article version as a perfect reader sees it; what its page does not show is null or empty."""

    address: str
    id: int
    slug: str
    language: str
    title: str
    published_at: str
    modified_at: str | None
    views: int
    summary: str | None
    body: str
    authors: list[str]
    section: str | None
    tags: list[str]
    bare_markup: bool
    robots_disallowed: bool
    has_body: bool


def tell_truth(newsroom: Newsroom, base: str) -> list[Reading]:
    """Read every live article version, newest story first."""
    return [_read(newsroom, story, version, base) for story in newsroom.stories for version in story.versions]


def _read(newsroom: Newsroom, story: Story, version: Version, base: str) -> Reading:
    shown = not story.bare_markup
    return Reading(
        address=base + story.path(version.language),
        id=story.number,
        slug=story.slug,
        language=version.language,
        title=version.title,
        published_at=story.published_at.isoformat(),
        modified_at=story.modified_at.isoformat() if story.modified_at and shown else None,
        views=story.views(newsroom.now),
        summary=version.summary,
        body="\n\n".join(version.paragraphs),
        authors=list(story.authors) if shown else [],
        section=version.section if shown else None,
        tags=list(version.tags) if shown else [],
        bare_markup=story.bare_markup,
        robots_disallowed=story.robots_disallowed,
        has_body=bool(version.paragraphs),
    )
