"""Sites of which only the address is known: which of their pages are articles, they show themselves."""

from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply

POSTS = [
    "bread", "the-mill-stands-still", "rain-on-market-day", "who-rings-the-bells", "a-cat-in-the-town-hall", "harvest",
    "new-bridge", "the-ferry-is-late-again", "honey", "snow-in-the-lower-town", "lanterns", "a-choir-for-the-square",
]  # fmt: skip
AROUND = """<header><h1><a href="/">A small town</a></h1><nav><a href="/">Home</a> <a href="/about">About</a>
  <a href="/contact">Contact</a></nav></header>"""
BELOW = '<footer><a href="/privacy">Privacy</a> <a href="/the-people-behind-it">The people</a></footer>'


def page(title: str, body: str) -> Reply:
    html = f'<html lang="en"><head><title>{title}</title></head><body>{AROUND}<main>{body}</main>{BELOW}</body></html>'
    return Reply(html.encode())


def prose(subject: str, sentences: int) -> str:
    return "".join(
        f"<p>The {subject} was talked about for the {number}th time, and everybody in the town had something to add to "
        f"what had been said of it on day {number * len(subject)} by the neighbours of the baker.</p>"
        for number in range(1, sentences + 1)
    )


def teaser(slug: str, day: int) -> str:
    title = slug.replace("-", " ").capitalize()
    return (
        f'<div class="post"><h2><a href="/{slug}">{title}</a></h2><span>January {day}, 2026</span>'
        f'<p>What there is to say about it in a line. <a href="/tag/town">town</a></p></div>'
    )


@pytest.fixture
def blog(gazette: Gazette) -> Gazette:
    """A blog without markup or feed, whose posts and pages about itself have the same shape of address."""
    days = dict(enumerate(POSTS, 1))
    gazette.replies["/"] = page("A small town", "".join(teaser(slug, day) for day, slug in days.items()))
    for day, slug in days.items():
        title = slug.replace("-", " ").capitalize()
        gazette.replies[f"/{slug}"] = page(title, f"<h1>{title}</h1><span>January {day}, 2026</span>{prose(slug, 2)}")
    for name in ("about", "contact", "privacy", "the-people-behind-it", "tag/town"):
        gazette.replies[f"/{name}"] = page(name, f"<h1>{name}</h1>{prose(name, 8)}")
    return gazette


def crawl(site: Gazette, folder: Path, **variables: str) -> dict[str, Any]:
    crawled = newsreel("crawl", site.address, "-a", "archive", cwd=folder, **variables)
    assert crawled.status == 0, crawled.err
    assert_adds_up(folder / "archive", crawled.report)
    outcomes: dict[str, Any] = crawled.report["outcomes"]
    return outcomes


def stored(folder: Path) -> set[str]:
    return {row["address"].split("/", 3)[3] for row in rows(folder / "archive", "SELECT address FROM articles")}


@pytest.mark.parametrize("workers", ["0", "1"])
def test_of_a_blog_the_posts_are_stored_and_its_pages_about_itself_are_not_even_asked_for(
    blog: Gazette, tmp_path: Path, workers: str
) -> None:
    assert crawl(blog, tmp_path, NEWSREEL_WORKERS=workers) == {"listing": 1, "new": len(POSTS)}
    assert stored(tmp_path) == set(POSTS)
    assert sorted(blog.paths) == sorted(["/", *(f"/{slug}" for slug in POSTS)])
