"""Crawls, in processes of their own, of a site whose pages change at every visit: only edits are stored."""

from pathlib import Path
from typing import Any

from tests.crawler.commandline import assert_adds_up, newsreel, rows
from tests.crawler.gazette import Gazette, Reply
from tests.pipelines.changes.noisy_site import NoisySite

STORIES = 15


def publish(gazette: Gazette, site: NoisySite, visit: int) -> None:
    links = "".join(f'<li><a href="/news/s/{each.number}/">{each.title}</a></li>' for each in site.stories)
    gazette.replies["/"] = Reply(f"<html><body><h1>Courier</h1><ul>{links}</ul></body></html>".encode())
    for each in site.stories:
        gazette.replies[f"/news/s/{each.number}/"] = Reply(site.page(each, visit=visit).encode())


def definition(gazette: Gazette, folder: Path) -> Path:
    """The gazette's site file without rules for fields."""
    path = gazette.write_definition(folder)
    before, _, after = path.read_text(encoding="utf-8").partition("[[fields.title]]")
    politeness = after[after.index("[politeness]") :]
    path.write_text(before.replace('rules_only = ["body"]\n', "") + politeness, encoding="utf-8")
    return path


def crawl(site_file: Path, folder: Path, **variables: str) -> dict[str, Any]:
    crawled = newsreel("crawl", site_file, "-a", "archive", cwd=folder, **variables)
    assert crawled.status == 0, crawled.err
    assert_adds_up(folder / "archive", crawled.report)
    return crawled.report


def test_what_the_first_crawl_taught_keeps_noise_out_of_the_next(gazette: Gazette, tmp_path: Path) -> None:
    site = NoisySite("stamp", "known titles", stories=STORIES)
    site_file = definition(gazette, tmp_path)
    publish(gazette, site, 0)
    assert crawl(site_file, tmp_path)["outcomes"] == {"listing": 1, "new": STORIES}

    site.pass_time()
    edits = site.edit(2)
    publish(gazette, site, 1)
    report = crawl(site_file, tmp_path)
    assert report["outcomes"] == {"listing": 1, "changed": 2, "unchanged": STORIES - 2}
    found = rows(tmp_path / "archive", "SELECT address, changed_fields FROM revisions WHERE revision > 1")
    told = {int(row["address"].rstrip("/").rpartition("/")[2]): tuple(row["changed_fields"]) for row in found}
    assert told == edits
    moved = "SELECT count(*) AS n FROM observations WHERE outcome = 'unchanged' AND content_hash IS NOT NULL"
    assert rows(tmp_path / "archive", moved) == [{"n": STORIES - 2}]

    publish(gazette, site, 2)
    without = crawl(site_file, tmp_path, NEWSREEL_SITE_MEMORY="0")
    assert without["outcomes"] == {"listing": 1, "changed": STORIES}
