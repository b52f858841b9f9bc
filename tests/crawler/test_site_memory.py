"""A site whose articles share a box teaches that in the crawl; what it taught is kept, and makes no revisions."""

from pathlib import Path
from typing import Any

import pytest

from tests.crawler.commandline import assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply

STORIES = 30
BOX = "Write to the desk of the Gazette if you know more about this, and we shall call you back."


def story(number: int) -> bytes:
    paragraphs = "".join(
        f"<p>In part {part} of story {number} the baker of hill {number * part} told his neighbours, at length, what "
        f"the mayor had said to him about bread number {number + part}.</p>"
        for part in range(1, 7)
    )
    head = f'<html lang="en"><head><title>Story number {number}</title></head><body><h1>Story number {number}</h1>'
    return f"{head}<article>{paragraphs}<p>{BOX}</p></article></body></html>".encode()


def publish(gazette: Gazette, count: int) -> None:
    gazette.publish(count)
    for number in range(1, count + 1):
        gazette.replies[f"/news/story-{number}/{number}/"] = Reply(story(number))


@pytest.fixture
def definition(gazette: Gazette, tmp_path: Path) -> Path:
    """The gazette's site file without rules for fields."""
    publish(gazette, STORIES)
    path = gazette.write_definition(tmp_path, delay_seconds=0.04)  # longer than reading takes: few pages wait for it
    before, _, after = path.read_text(encoding="utf-8").partition("[[fields.title]]")
    politeness = after[after.index("[politeness]") :]
    path.write_text(before.replace('rules_only = ["body"]\n', "") + politeness, encoding="utf-8")
    return path


def boxes(archive: Path) -> list[tuple[int, bool]]:
    """Each revision's story number, and whether its body has the box, as a first crawl meets them."""
    found = rows(archive, "SELECT revision, title, body FROM revisions")
    told = sorted((row["revision"], int(row["title"].split()[-1]), BOX in row["body"]) for row in found)
    return [(number, has_box) for _, number, has_box in told]


def crawl(definition: Path, folder: Path, **variables: str) -> dict[str, Any]:
    crawled = newsreel("crawl", definition, "-a", "archive", cwd=folder, **variables)
    assert crawled.status == 0, crawled.err
    assert_adds_up(folder / "archive", crawled.report)
    outcomes: dict[str, Any] = crawled.report["outcomes"]
    return outcomes


@pytest.mark.parametrize("workers", ["0", "2"])
def test_from_the_tenth_article_on_the_box_is_left_out(definition: Path, tmp_path: Path, workers: str) -> None:
    assert crawl(definition, tmp_path, NEWSREEL_WORKERS=workers) == {"listing": 1, "new": STORIES}
    having = [has for _, has in boxes(tmp_path / "archive")]
    assert len(having) == STORIES
    assert having[:10] == [True] * 10
    # Those that waited to be read when the tenth taught have it too.
    assert having[20:] == [False] * (STORIES - 20)


def test_pages_that_stay_as_they_are_stay_unchanged_though_their_site_is_known_better(
    gazette: Gazette, definition: Path, tmp_path: Path
) -> None:
    publish(gazette, 9)
    assert crawl(definition, tmp_path) == {"listing": 1, "new": 9}
    publish(gazette, STORIES)
    assert crawl(definition, tmp_path) == {"listing": 1, "new": STORIES - 9, "unchanged": 9}
    assert crawl(definition, tmp_path) == {"listing": 1, "unchanged": STORIES}
    assert crawl(definition, tmp_path, NEWSREEL_SITE_MEMORY="0") == {"listing": 1, "unchanged": STORIES}
    kept = dict(boxes(tmp_path / "archive"))
    assert all(kept[number] for number in range(1, 10))
    assert not all(kept.values())


def test_what_a_site_taught_is_known_in_the_next_crawl(gazette: Gazette, definition: Path, tmp_path: Path) -> None:
    publish(gazette, 12)
    crawl(definition, tmp_path)
    publish(gazette, 14)
    assert crawl(definition, tmp_path) == {"listing": 1, "new": 2, "unchanged": 12}
    assert [has for number, has in boxes(tmp_path / "archive") if number > 12] == [False, False]


def test_an_article_that_changes_is_stored_anew_without_the_box(
    gazette: Gazette, definition: Path, tmp_path: Path
) -> None:
    crawl(definition, tmp_path)
    gazette.replies["/news/story-1/1/"].body = story(1).replace(b"the mayor", b"the miller")
    assert crawl(definition, tmp_path) == {"listing": 1, "changed": 1, "unchanged": STORIES - 1}
    assert boxes(tmp_path / "archive")[-1] == (1, False)


def test_switched_off_the_box_stays_and_nothing_is_learnt(definition: Path, tmp_path: Path) -> None:
    crawl(definition, tmp_path, NEWSREEL_SITE_MEMORY="0")
    assert [has for _, has in boxes(tmp_path / "archive")] == [True] * STORIES
