"""A probe played without a network: a site as a table of answers, asked until nothing is left to ask."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from archive.outcomes import Outcome
from pipelines.page.page import Page
from spiders.answers import outcome_of_answer
from spiders.probe.answer import Answer, Robots, Wish
from spiders.probe.asking import next_wishes
from spiders.probe.hosts import twins
from spiders.probe.known import Known
from spiders.probe.reading import answered, read_answer, unanswered, wants_page
from spiders.site import site_at

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)
ADDRESS = "https://gazette.example/"
Site = Mapping[str, str | bytes | Exception]


def teaser(number: int) -> str:
    return (
        f'<article><h2><a href="/2026/01/story-number-{number}/">The story that bears the number {number}</a></h2>'
        '<time datetime="2026-01-05">Jan. 5, 2026</time><p>What it says, in a line for the hasty.</p></article>'
    )


def front(count: int, *, head: str = "", nav: str = "") -> str:
    teasers = "".join(map(teaser, range(1, count + 1)))
    return f'<html lang="en"><head>{head}</head><body><nav>{nav}</nav><main><h1>Gazette</h1>{teasers}</main></body>'


def story(number: int) -> str:
    text = "It says what happened, when, and to whom, in one sentence of some length. " * 4
    return (
        f'<html lang="en"><head><title>Story {number}</title></head><body><h1>Story number {number}</h1>'
        f'<time datetime="2026-01-05T08:00:00+01:00">Jan. 5</time><p>{text}</p><p>{text}</p></body></html>'
    )


def site_of_stories(count: int, **parts: str) -> dict[str, str | bytes | Exception]:
    """The front page, and as many stories."""
    stories = {f"{ADDRESS}2026/01/story-number-{n}/": story(n) for n in range(1, count + 1)}
    return {ADDRESS: front(count, **parts), **stories}


def feed(count: int, *, lost: int = 0) -> bytes:
    items = "".join(f"<item><link>{ADDRESS}2026/01/story-number-{n}/</link></item>" for n in range(1, count + 1))
    items += "<item><title>Lost</title></item>" * lost
    return f'<rss version="2.0"><channel><title>The Gazette</title>{items}</channel></rss>'.encode()


def sitemap(*addresses: str) -> bytes:
    urls = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(*addresses: str) -> bytes:
    parts = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'.encode()


def probed(site: Site, address: str = ADDRESS, robots: Robots | None = None) -> Known:
    """What is known once ``site`` was probed; what it does not hold is not found."""
    rough = site_at(address)
    rough = replace(rough, hosts=rough.hosts | twins(address))
    known = Known(address=address, site=rough, robots=robots or Robots())
    while wishes := next_wishes(known):
        known = replace(known, answers=(*known.answers, *(answer(wish, site, known) for wish in wishes)))
    return known


def answer(wish: Wish, site: Site, known: Known) -> Answer:

    reply = site.get(wish.address)
    if isinstance(reply, Exception):
        return unanswered(wish, reply)
    status = 404 if reply is None else 200
    body = (reply or "").encode() if not isinstance(reply, bytes) else reply
    page = Page(body=body, address=wish.address, fetched_at=NOW)
    outcome: Outcome | None = outcome_of_answer(status, is_html=isinstance(reply, str) or not wants_page(wish))
    return read_answer(answered(wish, page, status=status, outcome=outcome, headers=()), page, known.site)


def asked(known: Known) -> list[str]:
    """The paths asked for, in order."""
    return ["/" + one.wish.address.removeprefix(ADDRESS) for one in known.answers]
