"""What goes wrong at the command line: one line on stderr, the right exit status, nothing changed."""

from pathlib import Path

import pytest

from tests.crawler.commandline import Ended, here, newsreel
from tests.crawler.conftest import Crawled


def assert_told(done: Ended, status: int, *words: str) -> None:
    """``done`` ended with ``status`` and one line for people."""
    assert done.status == status, done.err
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("newsreel: ")
    assert all(word in done.err for word in words), done.err
    assert done.out == ""


def test_an_unknown_site_is_told_with_the_nearest(tmp_path: Path) -> None:
    assert_told(newsreel("crawl", "nueron", "-a", "archive", cwd=tmp_path), 3, "'nueron'", "did you mean 'neuron'")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_site_file_is_told_before_an_archive_is_made(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\ncolour = "red"\n', encoding="utf-8")
    assert_told(here("crawl", "mine.toml", "-a", "archive", cwd=tmp_path), 3, "mine.toml: colour = 'red'")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_an_archive_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "archive").touch()
    assert_told(
        here("crawl", "demo", "-a", "archive", cwd=tmp_path), 2, "is or lies below a file", "name another place"
    )


def test_a_folder_of_other_things_is_told(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "sun.jpg").touch()
    assert_told(here("crawl", "demo", "-a", "photos", cwd=tmp_path), 2, "sun.jpg", "new or empty folder")


@pytest.mark.parametrize("address", ["foo", "http://["])
def test_an_address_that_is_none_is_told(tmp_path: Path, address: str) -> None:
    assert_told(here("crawl", "demo", "--address", address, "-a", "archive", cwd=tmp_path), 2, address)


def test_an_address_nothing_can_read_is_no_site(tmp_path: Path) -> None:
    assert_told(here("crawl", "http://[", "-a", "archive", cwd=tmp_path), 3, "http://[")


def test_a_query_without_an_archive_says_how_to_make_one(tmp_path: Path) -> None:
    assert_told(here("query", "SELECT 1", cwd=tmp_path), 2, "no archive in", "newsreel crawl SITE")


def test_wrong_sql_is_told_where_it_is_wrong(crawled: Crawled, tmp_path: Path) -> None:
    assert_told(here("query", "-a", crawled.archive, "SELEC 1", cwd=tmp_path), 2, "syntax error", "line 1")


def test_a_damaged_archive_is_told_by_its_file(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "newsreel.toml").write_text('format = 1\narchive_id = "x"\n', encoding="utf-8")
    (archive / "articles").mkdir()
    (archive / "articles" / "part-x-0000.parquet").write_bytes(b"PAR1 torn")
    assert_told(here("query", "SELECT * FROM articles", "-a", archive, cwd=tmp_path), 4, "part-x-0000.parquet")
    crawl = newsreel("crawl", "demo", "-a", archive, cwd=tmp_path)
    assert_told(here("query", "SELECT * FROM articles", "-a", archive, cwd=tmp_path), 4, "part-x-0000.parquet")
    assert crawl.status == 4
    assert crawl.out == ""
    assert "has no ledger: it is being made anew" in crawl.err
    assert "part-x-0000.parquet cannot be read" in crawl.err.splitlines()[-1]
    assert "Traceback" not in crawl.err


def test_an_archive_of_a_newer_newsreel_is_told(tmp_path: Path) -> None:
    (tmp_path / "newsreel.toml").write_text('format = 9\narchive_id = "x"\n', encoding="utf-8")
    assert_told(here("query", "SELECT 1", "-a", tmp_path, cwd=tmp_path), 4, "format 9", "newer newsreel")


def test_the_archive_of_the_environment_is_used(crawled: Crawled, tmp_path: Path) -> None:
    done = here("query", "SELECT count(*) > 0 AS a FROM articles", cwd=tmp_path, NEWSREEL_ARCHIVE=str(crawled.archive))
    assert (done.status, done.out) == (0, "a\r\ntrue\r\n")


@pytest.mark.parametrize(
    "arguments",
    [("fly",), ("crawl",), ("crawl", "demo", "--listing-pages", "0"), ("query", "SELECT 1", "--format", "xml")],
)
def test_a_wrong_word_on_the_command_line_is_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = here(*arguments, cwd=tmp_path)
    assert done.status == 2
    assert "Error: " in done.err
    assert "Traceback" not in done.err


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = newsreel("--debug", "crawl", "nueron", cwd=tmp_path)
    assert done.status != 0
    assert "Traceback" in done.err
    assert "SiteDefinitionError" in done.err
