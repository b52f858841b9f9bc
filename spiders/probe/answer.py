"""What a probe asks of a site, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from archive.outcomes import Outcome
from pipelines.record import PageRecord
from pipelines.rules.link_rules import PageVerdict
from spiders.probe.facts import PageFacts
from spiders.probe.source_facts import SourceFacts


class What(StrEnum):
    """What is hoped for at an address."""

    FRONT = "front page"
    GIVEN = "page"
    SECTION = "section"
    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An address to ask for. A guess is one that nothing names: that it is not there says nothing."""

    address: str
    what: What
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page asked for as an article: what it says, and what it reads as."""

    record: PageRecord
    verdict: PageVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a wish. ``outcome`` says why nothing could be read, ``problem`` the same in words; None: it came.

    ``page`` are the facts of an HTML page, ``sample`` what it says as an article, ``source`` those of a feed or
    sitemap. ``is_challenged``: the answer was a test for browsers.
    """

    wish: Wish
    final_address: str | None = None
    status: int | None = None
    outcome: Outcome | None = None
    problem: str | None = None
    page: PageFacts | None = None
    sample: Sample | None = None
    source: SourceFacts | None = None
    is_challenged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a site's robots.txt says beside what it forbids; ``crawl_delay`` in seconds, None: it asks for none."""

    sitemaps: tuple[str, ...] = ()
    crawl_delay: float | None = None
