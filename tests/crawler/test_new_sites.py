"""A site of which only the address is known: what is found out about it, what is written, what the crawl then does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spiders.site_file import read_site_file
from tests.crawler.commandline import Ended, newsreel, rows
from tests.crawler.gazette import Gazette, Reply, article, serve

PAGES = 3
PER_PAGE = 10


def teaser(number: int) -> str:
    return (
        f'<article><h2><a href="/2026/01/story-number-{number}/">The story that bears the number {number}</a></h2>'
        '<time datetime="2026-01-05">Jan. 5, 2026</time><p>What it says, in a line for the hasty.</p></article>'
    )


def page_of_list(number: int) -> bytes:
    first = (number - 1) * PER_PAGE + 1
    teasers = "".join(teaser(story) for story in range(first, first + PER_PAGE))
    following = f'<a class="next" href="/page/{number + 1}/">Older posts</a>' if number < PAGES else ""
    head = '<meta property="og:site_name" content="The Gazette">'
    return f'<html lang="en"><head>{head}</head><body><h1>Gazette</h1>{teasers}{following}</body></html>'.encode()


def put_a_list(site: Gazette) -> None:
    """Three pages of ten stories, and nothing else: no feed, no sitemap, no robots.txt."""
    for number in range(1, PAGES + 1):
        site.replies["/" if number == 1 else f"/page/{number}/"] = Reply(page_of_list(number))
    for number in range(1, PAGES * PER_PAGE + 1):
        site.replies[f"/2026/01/story-number-{number}/"] = Reply(article(number))


def site_file(folder: Path) -> Path:
    (path,) = (folder / "newsreel-sites").iterdir()
    return path


@pytest.fixture(scope="module")
def site() -> Iterator[Gazette]:
    with serve() as running:
        put_a_list(running)
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("new")


@pytest.fixture(scope="module")
def first(site: Gazette, folder: Path) -> tuple[Ended, list[str]]:
    site.asked.clear()
    done = newsreel("crawl", site.address, "-a", "archive", cwd=folder)
    assert done.status == 0, done.err
    return done, [asked.path for asked in site.asked]


def test_thirty_of_thirty_stories_on_three_pages_are_stored_without_a_site_file(
    first: tuple[Ended, list[str]], folder: Path
) -> None:
    assert first[0].report["outcomes"] == {"listing": PAGES, "new": PAGES * PER_PAGE}
    stored = rows(folder / "archive", "SELECT DISTINCT title FROM articles")
    assert len(stored) == PAGES * PER_PAGE


def test_nothing_is_asked_for_twice_and_little_beside_what_is_read(first: tuple[Ended, list[str]]) -> None:
    paths = first[1]
    assert len(paths) == len(set(paths))
    assert len(paths) <= 1.3 * (PAGES + PAGES * PER_PAGE)
    assert set(paths) >= {"/robots.txt", "/", "/page/3/"}


def test_the_first_crawl_tells_what_it_found_and_where_its_file_is(
    first: tuple[Ended, list[str]], folder: Path
) -> None:
    told = first[0].err
    assert "(The Gazette): looked at with 6 requests" in told
    assert "leads to 10 articles, goes on at" in told
    assert str(site_file(folder)) in told


def test_the_file_is_right_and_says_what_it_rests_on(
    first: tuple[Ended, list[str]], folder: Path, site: Gazette
) -> None:
    assert first[0].status == 0
    definition = read_site_file(site_file(folder))
    assert (definition.title, definition.address) == ("The Gazette", site.address)
    assert definition.listings.start == (site.address,)
    assert [one.pattern for one in definition.links] == ["/{year}/{month}/{slug}/"]
    assert "leads to 10 articles" in site_file(folder).read_text(encoding="utf-8")


def test_the_next_crawl_goes_by_the_file_and_looks_no_more(
    first: tuple[Ended, list[str]], folder: Path, site: Gazette
) -> None:
    assert first[0].status == 0
    before = site_file(folder).read_text(encoding="utf-8")
    site.asked.clear()
    done = newsreel("crawl", site.address, "-a", "archive", cwd=folder)
    assert (done.status, done.err) == (0, "")
    assert done.report["outcomes"] == {"listing": PAGES, "unchanged": PAGES * PER_PAGE}
    assert "/sitemap.xml" not in site.paths
    assert site_file(folder).read_text(encoding="utf-8") == before


def test_a_file_that_somebody_changed_is_what_counts(site: Gazette, tmp_path: Path) -> None:
    own = tmp_path / "newsreel-sites"
    own.mkdir()
    text = (
        f'name = "mine"\ntitle = "Mine"\naddress = "{site.address}"\n[listings]\nstart = ["/"]\nmax_pages = 1\n'
        "[politeness]\ndelay_seconds = 0\n"
    )
    (own / "mine.toml").write_text(text, encoding="utf-8")
    done = newsreel("crawl", site.address, "-a", "archive", cwd=tmp_path)
    assert done.report["site"] == "mine"
    assert done.report["outcomes"] == {"listing": 1, "new": PER_PAGE}
    assert (own / "mine.toml").read_text(encoding="utf-8") == text


def test_where_no_file_can_be_written_the_crawl_goes_on_and_says_so(site: Gazette, tmp_path: Path) -> None:
    (tmp_path / "newsreel-sites").touch()
    done = newsreel("crawl", site.address, "-a", "archive", cwd=tmp_path)
    assert done.report["outcomes"]["new"] == PAGES * PER_PAGE
    assert "no site file was written" in done.err


def test_a_site_is_added_with_a_preview_and_a_file(site: Gazette, tmp_path: Path) -> None:
    done = newsreel("sites", "add", site.address, "--name", "gazette", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert done.out.count("\n  article ") == 3
    assert "Story number 1\n" in done.out
    assert "2026-01-05 08:00+00:00, no views" in done.out
    assert "Story 1 says what happened" in done.out
    assert f"Written to {tmp_path / 'newsreel-sites' / 'gazette.toml'}" in done.out
    assert read_site_file(site_file(tmp_path)).name == "gazette"


def test_a_site_file_is_not_written_over_unless_that_is_asked_for(site: Gazette, tmp_path: Path) -> None:
    own = tmp_path / "newsreel-sites"
    own.mkdir()
    (own / "gazette.toml").write_text("# mine\n", encoding="utf-8")
    site.asked.clear()
    refused = newsreel("sites", "add", site.address, "--name", "gazette", cwd=tmp_path)
    assert refused.status == 3  # of all files, this one is read first
    (own / "gazette.toml").write_text(
        f'name = "gazette"\ntitle = "G"\naddress = "{site.address}"\n[listings]\nstart = ["/"]\n', encoding="utf-8"
    )
    known = newsreel("sites", "add", site.address, cwd=tmp_path)
    assert known.status == 2
    assert "is known as gazette already" in known.err
    assert site.asked == []
    done = newsreel("sites", "add", site.address, "--name", "gazette", "--force", cwd=tmp_path)
    assert done.status == 0
    assert read_site_file(own / "gazette.toml").title == "The Gazette"
    assert [path.name for path in own.iterdir()] == ["gazette.toml"]


def test_a_dry_run_shows_the_file_and_writes_none(site: Gazette, tmp_path: Path) -> None:
    done = newsreel("sites", "add", site.address, "--dry-run", cwd=tmp_path)
    assert done.status == 0
    assert 'title = "The Gazette"' in done.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "word"), [(("foo",), "foo"), (("http://a.example/", "--name", "../a"), "../a")])
def test_an_address_or_a_name_that_is_none_is_told(tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
    done = newsreel("sites", "add", *arguments, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert word in done.err
