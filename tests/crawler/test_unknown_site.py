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


def site_file(site: Gazette, folder: Path, *, links: str = "", delay_seconds: float = 0.0) -> Path:
    """A site file that says nothing of which addresses are articles but ``links``, [[links]] tables."""
    path = folder / "town.toml"
    path.write_text(
        f'name = "town"\ntitle = "A small town"\naddress = "{site.address}"\n[listings]\nstart = ["/"]\n{links}'
        f"[politeness]\ndelay_seconds = {delay_seconds}\n",
        encoding="utf-8",
    )
    return path


def stored(folder: Path) -> set[str]:
    return {row["address"].split("/", 3)[3] for row in rows(folder / "archive", "SELECT address FROM articles")}


@pytest.mark.parametrize("workers", ["0", "1"])
def test_of_a_blog_the_posts_are_stored_and_its_pages_about_itself_are_not_even_asked_for(
    blog: Gazette, tmp_path: Path, workers: str
) -> None:
    assert crawl(blog, tmp_path, NEWSREEL_WORKERS=workers) == {"listing": 1, "new": len(POSTS)}
    assert stored(tmp_path) == set(POSTS)
    guess = "/sitemap.xml"  # of the probe
    assert sorted(blog.paths) == sorted(["/", *(f"/{slug}" for slug in POSTS), guess])


def test_what_is_known_of_the_links_is_kept_for_the_next_crawl(blog: Gazette, tmp_path: Path) -> None:
    crawl(blog, tmp_path)
    # Nothing of a list is left that would show what its links are.
    links = " ".join(f'and <a href="/{slug}">it</a>' for slug in (*POSTS, "a-new-well"))
    blog.replies["/"] = page("A small town", f"<p>There was this, and many who read here know it well, {links}.</p>")
    blog.replies["/a-new-well"] = page("A new well", f"<h1>A new well</h1><time>2026-01-19</time>{prose('well', 5)}")
    assert crawl(blog, tmp_path)["new"] == 1
    assert stored(tmp_path) == {*POSTS, "a-new-well"}


def test_pages_that_stand_among_the_teasers_and_are_none_are_given_up_after_a_few(
    blog: Gazette, tmp_path: Path
) -> None:
    events = [f"events/{slug}" for slug in POSTS]
    rows_of_both = "".join(teaser(slug, day) for day, slug in enumerate([*POSTS, *events], 1))
    blog.replies["/"] = page("A small town", rows_of_both)
    for slug in events:
        blog.replies[f"/{slug}"] = page(slug, f"<h1>{slug}</h1><p>Saturday, 8 pm.</p>")
    # Slow enough for the first pages to be judged before the last ones are asked for.
    crawled = newsreel("crawl", site_file(blog, tmp_path, delay_seconds=0.1), "-a", "archive", cwd=tmp_path)
    assert_adds_up(tmp_path / "archive", crawled.report)
    assert crawled.report["outcomes"] == {"listing": 1, "new": len(POSTS), "not_article": len(events)}
    told = rows(tmp_path / "archive", "SELECT detail FROM observations WHERE outcome = 'not_article'")
    not_fetched = [
        row for row in told if row["detail"] == "not fetched: pages such as /events/{slug} read as no article"
    ]
    assert len(not_fetched) == 1 + len(POSTS) + len(events) - len(blog.paths) > 0


def test_a_page_asked_for_as_an_article_that_is_a_list_is_used_as_one(gazette: Gazette, tmp_path: Path) -> None:
    days = dict(enumerate(POSTS, 1))
    gazette.replies["/"] = page("A small town", "".join(teaser(f"{year}-in-the-town", 1) for year in ("one", "two")))
    for number, year in enumerate(("one", "two")):
        mine = "".join(teaser(slug, day) for day, slug in days.items() if day % 2 == number)
        gazette.replies[f"/{year}-in-the-town"] = page(year, f"<h1>The year</h1>{mine}")
    for day, slug in days.items():
        gazette.replies[f"/{slug}"] = page(slug, f"<h1>{slug}</h1><span>January {day}, 2026</span>{prose(slug, 2)}")
    assert crawl(gazette, tmp_path) == {"listing": 3, "new": len(POSTS)}
    assert stored(tmp_path) == set(POSTS)


def test_sections_of_the_navigation_are_read_as_far_as_they_are_lists(gazette: Gazette, tmp_path: Path) -> None:
    sections = {"town": POSTS[:6], "hills": POSTS[6:]}
    links = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in (*sections, "choir"))
    for name, slugs in sections.items():
        rows_of_it = "".join(teaser(f"{name}/{slug}", day) for day, slug in enumerate(slugs, 1))
        gazette.replies[f"/{name}/"] = page(name, f"<h1>{name}</h1>{rows_of_it}")
        for slug in slugs:
            gazette.replies[f"/{name}/{slug}"] = page(slug, f"<h1>{slug}</h1><i>January 1, 2026</i>{prose(slug, 3)}")
    gazette.replies["/"] = page("A small town", f"<ul>{links}</ul>{teaser('town/' + POSTS[0], 1)}")
    gazette.replies["/choir/"] = page("The choir", f"<h1>The choir</h1>{prose('choir', 9)}")
    assert crawl(gazette, tmp_path) == {"listing": 3, "new": len(POSTS), "not_article": 1}
    assert stored(tmp_path) == {f"{name}/{slug}" for name, slugs in sections.items() for slug in slugs}


def test_a_site_file_says_where_links_lead_and_is_believed(blog: Gazette, tmp_path: Path) -> None:
    definition = site_file(blog, tmp_path, links='[[links]]\npattern = "/{word}"\nleads_to = "neither"\n')
    crawled = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
    assert crawled.status == 0, crawled.err
    assert stored(tmp_path) == {slug for slug in POSTS if "-" in slug}
