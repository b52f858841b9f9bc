"""Waiting for a site that another crawl holds: so long as was asked for, told once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError, StorageError
from crawler.commands.minutes import FOR_EVER
from crawler.patience import LOOK, patiently
from tests.archive.rows import NOON
from tests.crawler.commandline import end_of, newsreel, rows, running
from tests.crawler.gazette import Gazette

HELD = "/news/story-2/2/"


@dataclass(slots=True)
class Sleeper:
    """A clock that sleeping alone moves, and a site that is free at some moment."""

    free_at: datetime
    moment: datetime = NOON
    tries: int = 0
    told: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, duration: timedelta) -> None:
        self.moment += duration

    def crawl(self) -> str:
        self.tries += 1
        if self.moment < self.free_at:
            raise ArchiveBusyError("held by process 7")
        return "done"


def waited(sleeper: Sleeper, longest: timedelta) -> str:
    return patiently(sleeper.crawl, sleeper, longest=longest, tell=sleeper.told.append)


def test_what_is_free_is_not_waited_for() -> None:
    sleeper = Sleeper(NOON)
    assert waited(sleeper, FOR_EVER) == "done"
    assert (sleeper.moment, sleeper.told) == (NOON, [])


def test_a_site_that_is_held_is_waited_for_and_that_is_told_once() -> None:
    sleeper = Sleeper(NOON + 3 * LOOK)
    assert waited(sleeper, FOR_EVER) == "done"
    assert (sleeper.moment, sleeper.tries) == (NOON + 3 * LOOK, 4)
    assert sleeper.told == ["held by process 7; waiting until that is done"]


@pytest.mark.parametrize("longest", [timedelta(0), timedelta(seconds=12)])
def test_after_the_time_that_was_asked_for_it_is_refused(longest: timedelta) -> None:
    sleeper = Sleeper(NOON + timedelta(hours=1))
    with pytest.raises(ArchiveBusyError):
        waited(sleeper, longest)
    assert sleeper.moment == NOON + longest
    assert len(sleeper.told) == bool(longest)


def test_another_trouble_is_not_waited_for() -> None:
    sleeper = Sleeper(NOON)

    def fail() -> str:
        raise StorageError(Path("archive"), OSError("full"))

    with pytest.raises(StorageError):
        patiently(fail, sleeper, longest=FOR_EVER, tell=sleeper.told.append)


def test_a_crawl_that_waits_runs_once_the_other_is_done_and_one_that_does_not_says_how_to(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(3)
    definition = gazette.write_definition(tmp_path)
    gazette.hold(HELD)
    with running("crawl", definition, "-a", "archive", cwd=tmp_path) as first:
        gazette.wait_until_held()
        refused = newsreel("crawl", definition, "-a", "archive", cwd=tmp_path)
        assert refused.status == 5
        assert "; --wait waits until that is done" in refused.err
        with running("crawl", definition, "-a", "archive", "--format", "json", "--wait", cwd=tmp_path) as second:
            assert second.stderr is not None
            assert "waiting until that is done" in second.stderr.readline()
            gazette.release()
            assert end_of(first).status == 0
            ended = end_of(second)
    assert (ended.status, ended.err) == (0, "")
    assert ended.report["outcomes"].get("unchanged") == 3
    assert len(rows(tmp_path / "archive", "SELECT run_id FROM runs")) == 2


@pytest.mark.parametrize("minutes", ["soon", "nan"])
def test_a_time_to_wait_that_is_none_is_a_wrong_option(minutes: str, tmp_path: Path) -> None:
    refused = newsreel("crawl", "demo", f"--wait={minutes}", cwd=tmp_path)
    assert refused.status == 2
    assert f"{minutes} is no number of minutes" in refused.err
