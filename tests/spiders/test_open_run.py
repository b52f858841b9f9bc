"""Opening a run: archive made, site held, a crash mended, its first addresses due, before anything is asked for."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError, LeaseLostError, UsageError
from archive.ledger import Found, Task
from archive.query.archive import Archive
from pipelines.rules.site_rules import SiteRules
from pipelines.run import Clock, CrawlRun
from spiders.open_run import LEASE, open_run, utc_now
from tests.archive.rows import HOUR, NOON, revision
from tests.archive.rows import run as run_row

ROOT = Path(__file__).parents[2]
RULES = SiteRules(site="neuron")
HOME = Found(address="https://neuron.expert/", kind="listing", host="neuron.expert", data={"page_number": 1})
SOON = LEASE / 2


def at(moment: datetime) -> Clock:
    return lambda: moment


noon, later = at(NOON), at(NOON + HOUR)


def finish(run: CrawlRun) -> None:
    """What the end of a crawl does."""
    run.writer.add([run_row(run.writer.run_id, site=run.rules.site)])
    run.commit(finishes_run=True)
    run.writer.seal()


def due(run: CrawlRun) -> list[Task]:
    return run.writer.ledger.lease(
        run.writer.run_id, run.rules.site, now=run.clock(), due_before=run.due_before, limit=100
    )


def test_a_first_run_makes_the_archive_and_knows_nothing_but_where_to_start(tmp_path: Path) -> None:
    with open_run(RULES, tmp_path / "archive", [HOME], clock=noon) as run:
        assert (tmp_path / "archive" / "newsreel.toml").is_file()
        assert (run.started_at, run.due_before, run.is_resumed) == (NOON, NOON, False)
        assert (run.rules, run.failure, run.is_saved) == (RULES, None, False)
        assert (run.account.requested, run.account.open) == (0, frozenset())
        assert [(task.address, task.kind, task.host, task.data, task.attempts) for task in due(run)] == [
            (HOME.address, HOME.kind, HOME.host, HOME.data, 0)
        ]


def test_a_run_is_called_by_its_start_and_something_of_its_own(tmp_path: Path) -> None:
    names = []
    for _ in range(2):
        with open_run(RULES, tmp_path / "archive", [], clock=noon) as run:
            names.append(run.writer.run_id)
    assert all(re.fullmatch(r"20260314T120000Z-[0-9a-f]{6}", name) for name in names)
    assert len(set(names)) == 2


def test_the_next_run_finds_what_the_last_one_saved(tmp_path: Path) -> None:
    for clock in (noon, later):
        with open_run(RULES, tmp_path / "archive", [], clock=clock) as run:
            run.writer.add([revision(f"neuron/{run.started_at.hour}/en")])
            finish(run)
    rows = Archive(tmp_path / "archive").sql("SELECT article_id FROM revisions ORDER BY article_id").rows()
    assert [row["article_id"] for row in rows] == ["neuron/12/en", "neuron/13/en"]


def test_two_sites_can_run_into_one_archive_at_once(tmp_path: Path) -> None:
    with (
        open_run(RULES, tmp_path / "archive", [HOME], clock=noon) as one,
        open_run(SiteRules(site="demo"), tmp_path / "archive", [], clock=noon) as other,
    ):
        assert one.writer.run_id != other.writer.run_id
        assert due(other) == []
        one.commit()
        other.commit()


def test_a_relative_archive_is_where_the_run_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_run(RULES, Path("archive"), [], clock=noon) as run:
        monkeypatch.chdir("/")
        run.writer.add([revision("neuron/a/en")])
        finish(run)
    assert list((tmp_path / "archive" / "articles").rglob("*.parquet"))


def test_a_wrong_place_is_told_before_anything_is_held(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is or lies below a file"), open_run(RULES, tmp_path / "file", [HOME]):
        pytest.fail("a run into a file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_run_that_finished_is_not_carried_on(tmp_path: Path) -> None:
    with open_run(RULES, tmp_path / "archive", [HOME], clock=noon) as run:
        finish(run)
    with open_run(RULES, tmp_path / "archive", [HOME], clock=later) as run:
        assert (run.started_at, run.due_before, run.is_resumed) == (NOON + HOUR, NOON + HOUR, False)


def test_a_run_that_never_finished_is_carried_on_by_the_next_and_the_one_after(tmp_path: Path) -> None:
    with open_run(RULES, tmp_path / "archive", [HOME], clock=noon) as first:
        assert [task.address for task in due(first)] == [HOME.address]
    for hours in (1, 2):
        with open_run(RULES, tmp_path / "archive", [HOME], clock=at(NOON + hours * HOUR)) as run:
            assert (run.started_at, run.due_before, run.is_resumed) == (NOON + hours * HOUR, NOON, True)
            # What the run before had taken up, and never ended, is due again.
            assert [task.address for task in due(run)] == [HOME.address]


def test_a_run_that_raised_is_carried_on_and_does_not_stand_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_run(RULES, tmp_path / "archive", [HOME], clock=noon):
        raise ZeroDivisionError
    with open_run(RULES, tmp_path / "archive", [], clock=at(NOON + SOON)) as run:
        assert run.due_before == NOON
        assert [task.address for task in due(run)] == [HOME.address]


# A crawl of its own process: takes up its first address, saves one article, and goes on until it is told to end.
CRAWL = """
import sys
from pathlib import Path
from pipelines.rules.site_rules import SiteRules
from spiders.open_run import open_run
from tests.archive.rows import NOON, revision
from tests.spiders.test_open_run import HOME, due, finish
with open_run(SiteRules(site="neuron"), Path(sys.argv[1]), [HOME], clock=lambda: NOON) as run:
    due(run)
    run.writer.add([revision("neuron/saved/en", run_id=run.writer.run_id)])
    run.commit()
    run.writer.add([revision("neuron/buffered/en", run_id=run.writer.run_id)])
    print(run.writer.run_id, flush=True)
    sys.stdin.read()
    finish(run)
"""


@dataclass(frozen=True)
class Crawl:
    """A crawl that goes on in another process."""

    process: subprocess.Popen[str]
    run_id: str

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def crawling(archive: Path) -> Iterator[Crawl]:
    with subprocess.Popen(
        [sys.executable, "-c", CRAWL, archive],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Crawl(process, process.stdout.readline().strip())
        finally:
            process.kill()


def articles_in(archive: Path) -> list[str]:
    rows = Archive(archive).sql("SELECT article_id FROM revisions ORDER BY article_id").rows()
    return [row["article_id"] for row in rows]


def test_a_second_run_of_the_site_is_refused_by_name_until_the_first_ends(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with crawling(archive) as first:
        holder = f"neuron by process {first.process.pid} on .+ since 2026-03-14T12:00:00"
        for clock in (noon, at(NOON + LEASE)):
            with pytest.raises(ArchiveBusyError, match=holder), open_run(RULES, archive, [HOME], clock=clock):
                pytest.fail("two runs of one site")
        _, complaint = first.process.communicate("")
        assert (first.process.returncode, complaint) == (0, "")
    with open_run(RULES, archive, [HOME], clock=at(NOON + SOON)) as run:
        assert not run.is_resumed
    assert articles_in(archive) == ["neuron/buffered/en", "neuron/saved/en"]


def test_a_refused_run_leaves_the_one_that_holds_the_site_alone(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with crawling(archive) as first:
        log = sorted(path.name for path in (archive / "_log").iterdir())
        with pytest.raises(ArchiveBusyError), open_run(RULES, archive, [HOME], clock=at(NOON + SOON)):
            pytest.fail("two runs of one site")
        with open_run(SiteRules(site="demo"), archive, [], clock=at(NOON + SOON)):
            assert sorted(path.name for path in (archive / "_log").iterdir()) == log
        assert [name.rpartition("-")[0] for name in log] == [first.run_id]


def test_the_hold_of_a_dead_process_is_taken_over_at_once_and_its_run_carried_on(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with crawling(archive) as first:
        first.kill()
        with open_run(RULES, archive, [], clock=at(NOON + SOON)) as run:
            assert (run.due_before, run.is_resumed) == (NOON, True)
            assert [task.address for task in due(run)] == [HOME.address]


def test_what_a_crashed_run_saved_is_sealed_and_what_it_had_not_saved_never_was(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with crawling(archive) as first:
        first.kill()
        stray = archive / "_log" / f"{first.run_id}-0002"
        stray.mkdir()
        (stray / "articles.arrows").write_bytes(b"never committed")
        with open_run(RULES, archive, [], clock=at(NOON + SOON)) as run:
            assert [path.name for path in (archive / "articles").rglob("*.parquet")] == [
                f"part-{first.run_id}-0001.parquet"
            ]
            assert list((archive / "_log").iterdir()) == []
            assert run.writer.ledger.snapshot().logs == ()
        assert articles_in(archive) == ["neuron/saved/en"]


def test_a_run_that_gave_no_sign_of_life_loses_its_site_and_can_save_nothing_more(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with crawling(archive) as first:
        with open_run(RULES, archive, [], clock=at(NOON + LEASE + timedelta(microseconds=1))) as run:
            assert run.is_resumed
            _, complaint = first.process.communicate("")
        assert first.process.returncode != 0
        assert LeaseLostError.__name__ in complaint
    assert articles_in(archive) == ["neuron/saved/en"]


def test_an_archive_that_lost_its_ledger_gets_a_new_one_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive = tmp_path / "archive"
    with open_run(RULES, archive, [], clock=noon) as run:
        run.writer.add([revision("neuron/a/en")])
        finish(run)
    for file in (archive / "_state").iterdir():
        file.unlink()
    with caplog.at_level(logging.CRITICAL), open_run(RULES, archive, [], clock=later) as run:
        known = run.writer.article("neuron/a/en")
    assert known is not None
    assert known.revision == 1
    assert f"{archive} has no ledger" in caplog.text


def test_the_present_time_knows_its_zone() -> None:
    assert utc_now().tzinfo is UTC
