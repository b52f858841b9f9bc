"""Invented pages of the makes that sites are of, and what tests of links need of them."""

from datetime import UTC, datetime

from pipelines.page.page import Page
from pipelines.read import read
from pipelines.record import PageRecord
from pipelines.rules.link_rules import LinkKind, LinkRules
from pipelines.rules.site_rules import SiteRules
from spiders.links import LinkSeen, Place, learn, led_to, links_seen
from spiders.site import site_at

HOME = "https://news.example/"
SITE = site_at(HOME)
TITLES = [
    "The mill stands still",
    "Rain on market day",
    "Who rings the bells",
    "A cat in the town hall",
    "Snow in the lower town",
    "The ferry is late again",
]


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def page(body: str, path: str = "", head: str = "") -> Page:
    html = f'<html lang="en"><head>{head}</head><body>{body}</body></html>'
    return Page(body=html.encode(), address=f"{HOME}{path}", fetched_at=datetime(2026, 1, 20, tzinfo=UTC))


def record_of(one: Page) -> PageRecord:
    return read(one, SiteRules(), address=one.address)


def places(one: Page) -> dict[str, Place]:
    """The place of each link of a page, by its address without the host."""
    return {link.address.removeprefix(HOME): link.place for link in links_seen(one)}


def seen_at(one: Page, path: str) -> LinkSeen:
    return next(link for link in links_seen(one) if link.address == f"{HOME}{path}")


def leads(one: Page, rules: LinkRules | None = None) -> dict[LinkKind, list[str]]:
    """Where the links of a page lead by what it shows itself, beside what is known already."""
    links = links_seen(one)
    by_kind = led_to(links, SITE, learn(links, (), rules or LinkRules()), at=one.address)
    return {kind: [link.address.removeprefix(HOME) for link in found] for kind, found in by_kind.items()}


def prose(subject: str, sentences: int) -> str:
    return "".join(
        f"<p>The {subject} was talked about for the {number}th time, and everybody in the town had something to add to "
        f"what had been said of it on day {number * len(subject)} by the neighbours of the baker.</p>"
        for number in range(1, sentences + 1)
    )
