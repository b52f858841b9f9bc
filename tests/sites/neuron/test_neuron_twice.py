"""An article of neuron's form crawled twice, its views grown and a summary added in between."""

import json
from pathlib import Path
from typing import Any

from spiders.site_folders import site_files
from tests.crawler.commandline import here, newsreel
from tests.crawler.gazette import Gazette, Reply, serve
from tests.sites.neuron.articles import ENGLISH, path_in
from tests.sites.neuron.markups import Shown, semantic

ADDRESS = path_in("en")


def show(site: Gazette, *, views: str, has_summary: bool) -> None:
    shown = Shown(date=ENGLISH.date, views=views, has_summary=has_summary)
    site.replies[ADDRESS] = Reply(semantic(ENGLISH, shown).encode())


def asked(archive: Path, sql: str) -> list[dict[str, Any]]:
    done = here("query", "-a", archive, "--format", "json", sql, cwd=archive.parent)
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_views_that_grow_and_a_summary_that_is_added_are_two_visits_and_two_revisions(tmp_path: Path) -> None:
    definition = tmp_path / "neuron.toml"
    shipped = site_files()["neuron"].read_text(encoding="utf-8")
    definition.write_text(shipped.replace("delay_seconds = 1.0", "delay_seconds = 0.0"), encoding="utf-8")
    with serve() as site:
        site.replies["/"] = site.replies["/news/"] = Reply(
            f'<html lang="en"><body><h2>Hot news</h2><a href="{ADDRESS}">{ENGLISH.title}</a></body></html>'.encode()
        )
        for views, has_summary in (("3481", False), ("3742", True)):
            show(site, views=views, has_summary=has_summary)
            done = newsreel("crawl", definition, "--address", site.address, "-a", "archive", cwd=tmp_path)
            assert done.status == 0, done.err
    archive = tmp_path / "archive"

    visits = asked(
        archive,
        "SELECT outcome, views, revision FROM observations WHERE article_id IS NOT NULL ORDER BY observed_at, revision",
    )
    assert visits == [
        {"outcome": "new", "views": 3481, "revision": 1},
        {"outcome": "changed", "views": 3742, "revision": 2},
    ]
    first, second = asked(
        archive, "SELECT revision, title, summary, body, changed_fields FROM revisions ORDER BY revision"
    )
    assert (first["summary"], second["summary"]) == (None, ENGLISH.summary)
    assert (first["title"], first["body"]) == (second["title"], second["body"])
    assert (first["changed_fields"], second["changed_fields"]) == (None, ["summary"])
    series = asked(archive, "SELECT views FROM views_over_time ORDER BY observed_at")
    assert [row["views"] for row in series] == [3481, 3742]
