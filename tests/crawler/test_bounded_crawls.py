"""Crawls that are kept to bounds, of a real local server: what they store, what they leave, what they say of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import Ended, assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply

PER_PAGE = 5


def publish(gazette: Gazette, count: int) -> None:
    """Put ``count`` stories, one a day into the past, on as many front pages as they need."""
    gazette.publish(count)
    for number in range(1, count + 1):
        gazette.replies[f"/news/story-{number}/{number}/"] = Reply(story(number))
    pages = range(1, -(-count // PER_PAGE) + 1)
    for page in pages:
        numbers = range(1 + (page - 1) * PER_PAGE, min(count, page * PER_PAGE) + 1)
        following = f'<a href="/?page={page + 1}">Older</a>' if page < pages[-1] else ""
        gazette.replies["/" if page == 1 else f"/?page={page}"] = Reply(listing(numbers, following))


def day_of(number: int) -> str:
    return f"2026-{6 - (number - 1) // 28:02}-{28 - (number - 1) % 28:02}"


def story(number: int) -> bytes:
    section = "Harbour" if number % 2 else "Market"
    return (
        f'<html lang="en"><head><title>Story number {number}</title>'
        f'<meta property="article:section" content="{section}">'
        f'<meta property="article:published_time" content="{day_of(number)}T08:00:00+00:00"></head><body>'
        f'<h1>Story number {number}</h1><div class="body"><p>Story {number} says what happened, and to whom.</p></div>'
        "</body></html>"
    ).encode()


def listing(numbers: range, following: str, *, has_dates: bool = True) -> bytes:
    entries = "".join(
        f'<li><a href="/news/story-{n}/{n}/">Story number {n}</a>'
        + (f'<time datetime="{day_of(n)}T08:00:00+00:00">then</time>' if has_dates else "")
        + "</li>"
        for n in numbers
    )
    return f"<html><body><ul>{entries}</ul>{following}</body></html>".encode()


def crawl(gazette: Gazette, folder: Path, *options: str) -> dict[str, Any]:
    definition = gazette.write_definition(folder)
    gazette.asked.clear()
    ended = newsreel("crawl", definition, "-a", "archive", "--format", "json", *options, cwd=folder)
    assert ended.status == 0, ended.err
    assert_adds_up(folder / "archive", ended.report)
    return ended.report


def stored(folder: Path) -> set[int]:
    return {int(row["article_id"].split("/")[1]) for row in rows(folder / "archive", "SELECT article_id FROM articles")}


def listings(gazette: Gazette) -> list[str]:
    return [path for path in gazette.paths if not path.startswith("/news/")]


def test_so_many_new_articles_are_stored_and_the_rest_is_left_for_the_next_crawls(
    gazette: Gazette, tmp_path: Path
) -> None:
    publish(gazette, 18)
    first = crawl(gazette, tmp_path, "--max-articles", "7")
    assert first["outcomes"] == {"listing": 2, "new": 7}
    assert first["held_back"] == {"max_articles": 3 + 1}  # of the two pages read; and the third page
    assert listings(gazette) == ["/", "/?page=2"]
    second = crawl(gazette, tmp_path, "--max-articles", "7")
    assert second["outcomes"]["new"] == 7
    assert len(stored(tmp_path)) == 14
    last = crawl(gazette, tmp_path)
    assert last["outcomes"]["new"] == 4
    assert stored(tmp_path) == set(range(1, 19))
    assert last["held_back"] == {}


def test_more_articles_than_there_are_bound_nothing(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 12)
    report = crawl(gazette, tmp_path, "--max-articles", "50")
    assert (report["outcomes"], report["held_back"]) == ({"listing": 3, "new": 12}, {})


def test_so_many_listing_pages_are_read_in_all(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 18)
    report = crawl(gazette, tmp_path, "--max-pages", "2")
    assert report["outcomes"] == {"listing": 2, "new": 10}
    assert report["held_back"] == {"max_pages": 1}
    again = crawl(gazette, tmp_path, "--max-pages", "1")
    assert listings(gazette) == ["/"]
    assert again["outcomes"] == {"listing": 1, "unchanged": 10}
    assert crawl(gazette, tmp_path)["outcomes"] == {"listing": 4, "new": 8, "unchanged": 10}


def test_pages_beyond_those_of_one_listing_are_told(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 18)
    assert crawl(gazette, tmp_path, "--listing-pages", "3")["held_back"] == {"pages_of_listing": 1}


def test_what_was_published_before_the_first_day_is_not_even_asked_for(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 40)
    report = crawl(gazette, tmp_path, "--since", day_of(12))
    assert stored(tmp_path) == set(range(1, 13))
    assert listings(gazette) == ["/", "/?page=2", "/?page=3", "/?page=4"]
    assert report["outcomes"] == {"listing": 4, "new": 12, "out_of_range": 1}  # the day before may be one's own day
    assert report["held_back"] == {"dates": 7 + 1}


def test_what_was_published_after_the_last_day_is_not_stored(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 12)
    report = crawl(gazette, tmp_path, "--until", day_of(4), "--since", day_of(9))
    assert stored(tmp_path) == {4, 5, 6, 7, 8, 9}
    assert report["requested"] + report["held_back"]["dates"] == 3 + 12


def test_articles_of_a_list_without_dates_are_refused_once_they_are_read(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(6)
    gazette.replies |= {f"/news/story-{n}/{n}/": Reply(story(n)) for n in range(1, 7)}
    report = crawl(gazette, tmp_path, "--since", day_of(2))
    assert report["outcomes"] == {"listing": 1, "new": 2, "out_of_range": 4}
    sql = "SELECT detail FROM observations WHERE outcome = 'out_of_range' ORDER BY address"
    assert rows(tmp_path / "archive", sql)[0]["detail"] == f"published {day_of(3)} 08:00 UTC"
    assert crawl(gazette, tmp_path)["outcomes"] == {"listing": 1, "new": 4, "unchanged": 2}


def test_a_known_article_out_of_range_stays_known_and_is_visited_by_the_next_crawl(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(4)
    gazette.replies |= {f"/news/story-{n}/{n}/": Reply(story(n)) for n in range(1, 5)}
    crawl(gazette, tmp_path)
    gazette.replies["/"] = Reply(b"<html><body>Nothing today</body></html>")
    assert crawl(gazette, tmp_path, "--since", day_of(2))["outcomes"] == {
        "listing": 1,
        "out_of_range": 2,
        "unchanged": 2,
    }
    assert crawl(gazette, tmp_path)["outcomes"] == {"listing": 1, "unchanged": 4}


def test_a_crawl_that_its_bounds_leave_nothing_is_no_failure(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 8)
    report = crawl(gazette, tmp_path, "--since", "2030-01-01")
    assert report["outcomes"] == {"listing": 1}
    assert report["status"] == "done"


def test_a_first_day_after_the_last_is_a_wrong_option(gazette: Gazette, tmp_path: Path) -> None:
    definition = gazette.write_definition(tmp_path)
    ended = newsreel("crawl", definition, "--since", "2026-02-01", "--until", "2026-01-01", cwd=tmp_path)
    assert (ended.status, gazette.asked) == (2, [])
    assert "--since is after --until" in ended.err
    assert not (tmp_path / "news-archive").exists()


def test_a_section_is_crawled_by_its_listing(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 12)
    odd, more = range(1, 10, 2), '<a href="/harbour/?page=2">Older</a>'
    gazette.replies["/"].body += b'<a href="/harbour/">Harbour</a> <a href="/market/">Market</a>'
    gazette.replies["/harbour/"] = Reply(listing(odd, more))
    gazette.replies["/harbour/?page=2"] = Reply(listing(range(11, 12), ""))
    report = crawl(gazette, tmp_path, "--section", "harbour")
    assert stored(tmp_path) == {1, 3, 5, 7, 9, 11}
    assert listings(gazette) == ["/", "/harbour/", "/harbour/?page=2"]
    assert report["held_back"] == {"sections": 2 + 1}  # of the front page: stories 2 and 4, and its next page
    assert report["outcomes"] == {"listing": 3, "new": 6}


def test_without_a_listing_of_its_own_a_section_is_what_its_articles_say(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 8)
    report = crawl(gazette, tmp_path, "--section", "Market", "--section", "Nowhere")
    assert stored(tmp_path) == {2, 4, 6, 8}
    assert report["outcomes"] == {"listing": 2, "new": 4, "other_section": 4}


def test_paging_stops_after_so_many_known_entries_in_a_row(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 30)
    assert crawl(gazette, tmp_path, "--known-in-a-row", "8")["outcomes"] == {"listing": 6, "new": 30}
    report = crawl(gazette, tmp_path, "--known-in-a-row", "8")
    assert listings(gazette) == ["/", "/?page=2"]
    assert report["held_back"] == {"known_in_a_row": 1}
    assert report["outcomes"] == {"listing": 2, "unchanged": 30}
    assert crawl(gazette, tmp_path, "--known-in-a-row", "0")["outcomes"] == {"listing": 6, "unchanged": 30}


def test_what_is_new_further_down_a_known_listing_breaks_the_row(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 20)
    gazette.replies["/?page=2"] = Reply(listing(range(6, 8), '<a href="/?page=3">Older</a>'))
    crawl(gazette, tmp_path)
    publish(gazette, 20)  # three stories more, in the middle
    assert crawl(gazette, tmp_path, "--known-in-a-row", "6")["outcomes"]["new"] == 3
    assert listings(gazette) == ["/", "/?page=2", "/?page=3", "/?page=4"]


def test_bounds_can_stand_in_the_site_file_and_options_stand_before_them(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 18)
    path = gazette.write_definition(tmp_path)
    path.write_text(f"{path.read_text()}[bounds]\nmax_pages = 1\nsince = {day_of(9)}\n")

    def outcomes(*options: str) -> dict[str, int]:
        ended = newsreel("crawl", path, "-a", "archive", "--format", "json", *options, cwd=tmp_path)
        assert ended.status == 0, ended.err
        return dict(ended.report["outcomes"])

    assert outcomes() == {"listing": 1, "new": 5}
    assert outcomes("--max-pages", "2") == {"listing": 2, "new": 4, "unchanged": 5, "out_of_range": 1}
    (run, *_) = rows(tmp_path / "archive", "SELECT settings FROM runs ORDER BY started_at")
    settings = json.loads(run["settings"])
    assert settings["bounds"] == {"max_pages": 1, "since": f"{day_of(9)}T00:00:00+00:00"}
    assert settings["held_back"] == {"max_pages": 1}


def test_a_listing_that_a_button_loads_is_read_to_its_end(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 20)
    button = '<button class="load-more" data-url="/part?page=2">More</button>'
    gazette.replies["/"] = Reply(listing(range(1, 6), button))
    for page in (2, 3):
        html = listing(range(1 + (page - 1) * PER_PAGE, page * PER_PAGE + 1), "").decode()
        gazette.replies[f"/part?page={page}"] = Reply(
            json.dumps({"html": html}).encode(), content_type="application/json"
        )
    gazette.replies["/part?page=4"] = Reply(listing(range(16, 21), ""))
    gazette.replies["/part?page=5"] = Reply(listing(range(16, 21), ""))
    path = gazette.write_definition(tmp_path)
    ended = newsreel("crawl", path, "-a", "archive", "--format", "json", cwd=tmp_path)
    assert ended.status == 0, ended.err
    assert stored(tmp_path) == set(range(1, 21))
    assert ended.report["outcomes"] == {"listing": 5, "new": 20}  # the fifth page repeats the fourth


def test_a_list_without_end_is_left_where_it_repeats_itself(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 10)
    for page in range(2, 30):
        gazette.replies[f"/?page={page}"] = Reply(listing(range(6, 11), f'<a href="/?page={page + 1}">Older</a>'))
    crawl(gazette, tmp_path)
    assert listings(gazette) == ["/", "/?page=2", "/?page=3"]


def dry(gazette: Gazette, folder: Path, *options: str) -> tuple[Ended, list[dict[str, str]]]:
    definition = gazette.write_definition(folder)
    gazette.asked.clear()
    ended = newsreel("crawl", definition, "-a", "archive", "--dry-run", "--format", "json", *options, cwd=folder)
    assert ended.status == 0, ended.err
    return ended, [json.loads(line) for line in ended.out.splitlines()]


def test_a_dry_run_tells_what_would_be_fetched_and_leaves_no_file(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 12)
    ended, plan = dry(gazette, tmp_path, "--max-pages", "2")
    assert [path.name for path in tmp_path.iterdir()] == ["gazette.toml"]
    assert gazette.paths == ["/", "/?page=2"]
    told = [(row["address"].removeprefix(gazette.address), row["kind"], row["action"]) for row in plan]
    assert told[:3] == [
        ("", "listing", "fetched"),
        ("?page=2", "listing", "fetched"),
        ("news/story-1/1/", "article", "would_fetch"),
    ]
    assert told[-1] == ("?page=3", "listing", "held_back")
    assert len(told) == 2 + 10 + 1
    assert plan[2]["reason"] == f"new, on {gazette.address}"
    assert plan[1]["reason"] == f"page 2 of the listing after {gazette.address}"
    assert "nothing was stored" in ended.err


def test_a_dry_run_knows_the_archive_and_does_not_change_it(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 5)
    crawl(gazette, tmp_path)
    publish(gazette, 7)
    archive = tmp_path / "archive"
    before = {path: path.read_bytes() for path in sorted(archive.rglob("*")) if path.is_file()}
    _, plan = dry(gazette, tmp_path)
    assert {path: path.read_bytes() for path in sorted(archive.rglob("*")) if path.is_file()} == before
    reasons = [row["reason"] for row in plan if row["kind"] == "article"]
    assert sorted(reasons) == sorted(
        [*["stored before, visited again"] * 5, *[f"new, on {gazette.address}?page=2"] * 2]
    )


def test_a_dry_run_keeps_to_the_bounds(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 18)
    _, plan = dry(gazette, tmp_path, "--max-articles", "3")
    assert [row["action"] for row in plan].count("would_fetch") == 3


@pytest.mark.parametrize("options", [["--max-articles", "0"], ["--max-pages", "-1"], ["--since", "yesterday"]])
def test_a_bound_that_is_none_is_a_wrong_option(gazette: Gazette, tmp_path: Path, options: list[str]) -> None:
    ended = newsreel("crawl", gazette.write_definition(tmp_path), *options, cwd=tmp_path)
    assert (ended.status, gazette.asked) == (2, [])
    assert options[0] in ended.err
