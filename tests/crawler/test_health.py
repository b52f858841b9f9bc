"""A site that changed raises its hand: the local site crawled run after run, stable and redesigned."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.exits import ExitStatus
from crawler.localsite import LocalSite
from crawler.localsite.designs import Design
from tests.crawler.commandline import Ended, assert_adds_up, here, newsreel, rows

STABLE_RUNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A local site and the archive of its crawls, in ``folder``; ``stable`` are those before any redesign."""

    site: LocalSite
    folder: Path
    by_name: bool
    stable: tuple[Ended, ...]

    @property
    def name(self) -> str:
        (row,) = rows(self.folder / "archive", "SELECT DISTINCT site FROM runs")
        return str(row["site"])

    def crawl(self) -> Ended:
        what = ("demo", "--address", self.site.address) if self.by_name else (self.site.address,)
        return newsreel("crawl", *what, "-a", "archive", cwd=self.folder)

    def health(self, *options: str) -> Ended:
        return here("sites", "health", *options, "-a", "archive", cwd=self.folder)


def watched(folder: Path, site: LocalSite, *, by_name: bool, runs: int) -> Watched:
    """A site crawled so often, six hours apart by its own clock."""
    begun = Watched(site=site, folder=folder, by_name=by_name, stable=())
    ended = []
    for _ in range(runs):
        ended.append(begun.crawl())
        site.advance()
    return Watched(site=site, folder=folder, by_name=by_name, stable=tuple(ended))


@pytest.fixture(scope="module", params=[True, False], ids=["demo", "address"])
def stable(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with LocalSite(stories=20) as site:
        yield watched(tmp_path_factory.mktemp("stable"), site, by_name=request.param, runs=STABLE_RUNS)


def alarms(ended: Ended) -> list[str]:
    return [alarm["measure"] for alarm in ended.report["alarms"]]


def test_a_site_that_only_moves_on_raises_no_alarm(stable: Watched) -> None:
    assert [(ended.status, alarms(ended)) for ended in stable.stable] == [(0, [])] * STABLE_RUNS
    for ended in stable.stable:
        assert_adds_up(stable.folder / "archive", ended.report)


def test_its_runs_are_listed_with_what_was_read(stable: Watched) -> None:
    ended = stable.health("--format", "json", "--runs", "3")
    assert ended.status == 0, ended.err
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [run["run_id"] for run in told] == [ended.report["run_id"] for ended in stable.stable[-3:]]
    assert all(run["fields"]["title"] == 1.0 and run["mean_characters"] > 500 and not run["alarms"] for run in told)


REDESIGNS: dict[bool, list[tuple[Design, list[str]]]] = {
    True: [(Design.RENAMED, ["article"]), (Design.FIRST, []), (Design.SCRIPTED, ["entries"])],
    False: [
        (Design.RENAMED, []),
        (Design.REGROUPED, []),
        (Design.BARE, ["authors", "image", "modified_at", "section", "summary", "tags"]),
        (Design.FIRST, []),
        (Design.SCRIPTED, ["entries"]),
    ],
}
"""One redesign after the other, and what the next run finds missing: by the definition ``demo``, by the address."""


def test_the_next_run_after_a_redesign_says_what_is_missing_and_a_later_one_that_it_is_back(stable: Watched) -> None:
    for design, lost in REDESIGNS[stable.by_name]:
        stable.site.redesign(design)
        ended = stable.crawl()
        assert (design, alarms(ended)) == (design, lost)
        assert ended.status == (ExitStatus.SITE_CHANGED if lost else ExitStatus.DONE)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with LocalSite(stories=20) as site:
        begun = watched(tmp_path_factory.mktemp("changed"), site, by_name=False, runs=2)
        site.redesign(Design.BARE)
        yield Watched(site=site, folder=begun.folder, by_name=False, stable=(begun.crawl(),))


def test_what_is_missing_is_stored_with_the_run(changed: Watched) -> None:
    (run,) = rows(changed.folder / "archive", "SELECT * FROM runs ORDER BY started_at DESC LIMIT 1")
    report: dict[str, Any] = json.loads(run["report"])
    told = changed.stable[0].report
    assert report["alarms"] == told["alarms"]
    assert report["status"] == "site_changed"
    assert [text.partition(":")[0] for text in run["alarms"]] == [alarm["measure"] for alarm in told["alarms"]]
    assert run["body_characters"] > 500 * run["records"]


def test_health_names_it_with_three_addresses_and_the_way_out(changed: Watched) -> None:
    ended = changed.health(changed.name, "--format", "text")
    assert ended.status == ExitStatus.SITE_CHANGED
    (line,) = [line for line in ended.out.splitlines() if line.startswith("Look at authors")]
    assert line.count(f"{changed.site.address}news/") >= 3
    assert f"newsreel sites teach {changed.name} " in line
    assert "0%" in ended.out


def test_what_is_accepted_is_usual_from_then_on(changed: Watched) -> None:
    accepted = changed.health(changed.name, "--accept")
    assert accepted.status == 0, accepted.err
    assert "accepted: authors" in accepted.out
    assert changed.health(changed.name).status == 0
    assert (changed.crawl().status, changed.crawl().status) == (0, 0)
    again = changed.health(changed.name, "--accept")
    assert again.status == ExitStatus.USAGE
    assert "is missing" in again.err


@pytest.mark.parametrize(
    ("options", "complaint"), [(("nobody",), "no run of a site called nobody"), (("--accept",), "the name of one site")]
)
def test_a_wrong_wish_is_named(changed: Watched, options: tuple[str, ...], complaint: str) -> None:
    ended = changed.health(*options)
    assert ended.status == ExitStatus.USAGE
    assert complaint in ended.err
