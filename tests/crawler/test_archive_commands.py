"""newsreel state, check and compact: what they tell, what they do, and how they end."""

import json
import shutil
from pathlib import Path

import pytest

from archive import Archive
from archive.folder import open_folder
from archive.ledger import AddressState
from archive.query.views import VIEWS
from archive.tables import ARTICLES
from tests.archive.runs import answers
from tests.crawler.commandline import here, newsreel, state_of
from tests.crawler.conftest import Crawled


@pytest.fixture
def archive(crawled: Crawled, tmp_path: Path) -> Path:
    """A copy of the crawled archive, to do with it as a test likes."""
    shutil.copytree(crawled.archive, tmp_path / "archive")
    return tmp_path / "archive"


def test_the_state_of_every_site_is_told_to_programs_and_people(archive: Path) -> None:
    done = newsreel("state", "-a", archive, "--format", "json", cwd=archive.parent)
    assert (done.status, done.err) == (0, "")
    (site,) = [json.loads(line) for line in done.out.splitlines()]
    expected = state_of(archive)["demo"]
    assert site["site"] == "demo"
    assert site["states"] == {str(state): count for state, count in expected.states.items()}
    assert (site["failing"], site["holder"]) == (0, None)
    table = here("state", "-a", archive, "--format", "table", cwd=archive.parent).out
    assert all(word in table for word in ("demo", "pending", "leased", "done", "closed", "failing", "next due"))


def test_a_state_made_anew_gives_the_same_answers(archive: Path) -> None:
    before, states = answers(open_folder(archive)), state_of(archive)["demo"].states
    (archive / "_state" / "ledger.sqlite").unlink()
    done = here("state", "-a", archive, "rebuild", cwd=archive.parent)
    assert (done.status, done.err) == (0, "")
    assert f"{sum(states.values())} addresses are known" in done.out
    assert answers(open_folder(archive)) == before
    anew = state_of(archive)["demo"].states
    # Which of the lists were first pages, with a time of their own, the next crawl tells: it is led to them.
    lists = states[AddressState.DONE] - anew[AddressState.DONE]
    assert 0 < lists < 10
    assert anew == {
        AddressState.DONE: states[AddressState.DONE] - lists,
        AddressState.CLOSED: states[AddressState.CLOSED] + lists,
    }


def test_a_sound_archive_has_no_faults(archive: Path) -> None:
    done = newsreel("check", "-a", archive, cwd=archive.parent)
    assert (done.status, done.out, done.err) == (0, f"{archive}: no faults\n", "")


def test_each_fault_is_a_line_with_what_mends_it(archive: Path) -> None:
    torn, *_ = open_folder(archive).files(ARTICLES)
    torn.write_bytes(torn.read_bytes()[:-1])
    (archive / "runs" / "notes.txt").touch()
    done = here("check", "-a", archive, cwd=archive.parent)
    assert done.status == 4
    first, second, last = done.out.splitlines()
    assert first.startswith(f"{torn}: is not what was sealed")
    assert "mend it with: " in first
    assert "newsreel state rebuild" in first
    assert second == f"{archive}/runs/notes.txt: is no Parquet file; mend it with: move it away"
    assert last == f"{archive}: 2 faults"


def test_a_repair_says_what_it_did(archive: Path) -> None:
    touched, *_ = open_folder(archive).files(ARTICLES)
    touched.touch()
    left = archive / "_tmp" / "articles-part-x.parquet"
    left.touch()
    done = here("check", "-a", archive, "--repair", cwd=archive.parent)
    assert done.status == 0
    assert f"repaired: noted that {touched.relative_to(archive)} was touched but not changed" in done.out
    assert f"repaired: removed the scratch file {left.name}" in done.out
    assert done.out.endswith(f"{archive}: no faults\n")
    assert not left.exists()


def test_the_present_month_is_not_compacted(archive: Path) -> None:
    files = sorted(archive.rglob("*.parquet"))
    done = here("compact", "-a", archive, cwd=archive.parent)
    assert (done.status, done.out, done.err) == (0, f"{archive}: nothing to compact\n", "")
    assert sorted(archive.rglob("*.parquet")) == files
    assert all(Archive(archive).sql(f"SELECT count(*) AS n FROM {view}").rows() for view in VIEWS)


@pytest.mark.parametrize("command", ["state", "check", "compact"])
def test_without_an_archive_each_says_how_to_make_one(tmp_path: Path, command: str) -> None:
    done = here(command, "-a", "nowhere", cwd=tmp_path)
    assert done.status == 2
    assert "no archive in" in done.err
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
