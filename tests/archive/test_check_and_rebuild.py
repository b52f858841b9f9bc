"""Checking, repairing, and making the ledger anew: each fault by name, each repair safe, the same answers after."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.check import REBUILD, check, repair
from archive.disk import Disk
from archive.errors import ArchiveBusyError, ArchiveDamagedError, StorageError
from archive.folder import ArchiveFolder
from archive.known import KnownArticle
from archive.ledger import AddressState, Ended, Found, Summary
from archive.ledger.sqlite import SqliteLedger
from archive.lock import alone
from archive.outcomes import Outcome
from archive.query.archive import Archive
from archive.rebuild import rebuild
from archive.tables import ARTICLES, RUNS
from tests.archive.disk import LeavingDisk, RefusingDisk, files_below
from tests.archive.rows import DAY, HOUR, NOON, observation, revision
from tests.archive.runs import another_process, answers, fill, save, stored, writer_of

HOST = "https://news.example"
VISITED = NOON + HOUR
# How the pages of a crawl ended: by address, the outcome, and whether and when it is due again.
ENDS = {
    "a": (Outcome.NEW, VISITED),
    "b": (Outcome.UNCHANGED, VISITED),
    "listing": (Outcome.LISTING, None),
    "gone": (Outcome.GONE, None),
    "refused": (Outcome.NO_BODY, None),
}


def crawl(folder: ArchiveFolder, disk: Disk, *, is_sealed: bool = True) -> None:
    """A run that fetched every address of ENDS, and ended."""
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, disk=disk)
        kinds = {name: "listing" if name == "listing" else "article" for name in ENDS}
        writer.find([Found(address=f"{HOST}/{name}", kind=kinds[name], host="news.example") for name in ENDS])
        writer.commit(now=NOON, due_before=NOON)
        ledger.lease("run-1", "neuron", now=NOON, due_before=NOON, limit=9)
        for name, (outcome, due_at) in ENDS.items():
            address, is_article = f"{HOST}/{name}", due_at is not None
            article = None
            if is_article:
                article = KnownArticle(
                    article_id=name, revision=1, content_hash=name, first_seen_at=NOON, address=address, language="en",
                    run_id="run-1",
                )  # fmt: skip
                writer.add([revision(name, content_hash=name, language="en", address=address)])
            writer.add(
                [
                    observation(
                        name if is_article else None, address=address, final_address=address, outcome=outcome,
                        kind=kinds[name], run_id="run-1", observed_at=VISITED,
                    )
                ]
            )  # fmt: skip
            writer.end(Ended(address=address, outcome=outcome, due_at=due_at), [], article)
        writer.commit(now=VISITED, due_before=NOON, finishes_run=True)
        if is_sealed:
            writer.seal()
        ledger.close_run("run-1")


def told(folder: ArchiveFolder) -> list[tuple[str, str]]:
    """Each fault: its path below the archive, and what mends it."""
    return [(fault.path.relative_to(folder.path).as_posix(), fault.mend) for fault in check(folder)]


def knowledge(folder: ArchiveFolder) -> tuple[list[Summary], list[KnownArticle | None]]:
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        return ledger.summaries(now=NOON + DAY), [ledger.article(name) for name in ENDS]


def first_file(folder: ArchiveFolder) -> Path:
    return folder.files(ARTICLES)[0]


def cut(folder: ArchiveFolder) -> Path:
    path = first_file(folder)
    path.write_bytes(path.read_bytes()[:-1])
    return path


def lose(folder: ArchiveFolder) -> Path:
    path = first_file(folder)
    path.unlink()
    return path


def add_unknown(folder: ArchiveFolder) -> Path:
    return Path(shutil.copy(first_file(folder), folder.path / "runs" / "part-stray-0001.parquet"))


def add_foreign(folder: ArchiveFolder) -> Path:
    path = folder.path / "articles" / "notes.txt"
    path.touch()
    return path


def cut_log(folder: ArchiveFolder) -> Path:
    path = next(folder.log.rglob("articles.arrows"))
    path.write_bytes(path.read_bytes()[:-1])
    return path


def lose_ledger(folder: ArchiveFolder) -> Path:
    folder.ledger.unlink()
    return folder.ledger


@pytest.fixture
def whole(folder: ArchiveFolder, disk: LeavingDisk) -> ArchiveFolder:
    """A sealed archive, and a run that is gone with a row in the log."""
    fill(folder)
    with closing(SqliteLedger(folder.ledger)) as ledger:
        save(writer_of(folder, ledger, "run-3", disk=disk), revision("c"))
    disk.leave()
    return folder


def test_a_sound_archive_has_no_faults(whole: ArchiveFolder) -> None:
    assert told(whole) == []


@pytest.mark.parametrize(
    ("harm", "mend"),
    [
        (cut, "put it back from a copy"),
        (lose, "put it back from a copy"),
        (add_unknown, "move it away"),
        (add_foreign, "move it away"),
        (cut_log, "put it back from a copy"),
        (lose_ledger, REBUILD),
    ],
)
def test_each_fault_is_named_with_what_mends_it(
    whole: ArchiveFolder, harm: Callable[[ArchiveFolder], Path], mend: str
) -> None:
    path = harm(whole)
    ((name, advice),) = told(whole)
    assert whole.path / name == path
    assert mend in advice


def test_several_faults_are_all_named(whole: ArchiveFolder) -> None:
    harmed = {add_unknown(whole), add_foreign(whole), cut_log(whole), lose(whole)}
    assert {whole.path / name for name, _ in told(whole)} == harmed


def test_a_check_changes_nothing(whole: ArchiveFolder) -> None:
    cut(whole)
    before = {name: (whole.path / name).read_bytes() for name in files_below(whole.path) if "_state" not in name}
    told(whole)
    assert {name: (whole.path / name).read_bytes() for name in before} == before


def test_a_repair_seals_what_is_left_in_the_log_and_notes_what_was_only_touched(whole: ArchiveFolder) -> None:
    before = answers(whole)
    os.utime(first_file(whole), ns=(0, 0))
    (whole.scratch / "articles-part-x.parquet").touch()
    done = repair(whole, Disk(), now=NOON + DAY)
    assert len(done) == 3
    assert told(whole) == []
    assert files_below(whole.log) == files_below(whole.scratch) == []
    assert answers(whole) == before
    assert repair(whole, Disk(), now=NOON + DAY) == []


def test_a_repair_leaves_a_damaged_file_as_it_is(whole: ArchiveFolder) -> None:
    path = cut(whole)
    content = path.read_bytes()
    repair(whole, Disk(), now=NOON + DAY)
    assert path.read_bytes() == content
    assert [name for name, _ in told(whole)] == [path.relative_to(whole.path).as_posix()]


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "in the log"])
@pytest.mark.parametrize("is_there", [True, False], ids=["with its ledger", "without"])
def test_a_ledger_made_anew_knows_what_the_old_one_knew(
    folder: ArchiveFolder, disk: LeavingDisk, is_sealed: bool, is_there: bool
) -> None:
    crawl(folder, disk, is_sealed=is_sealed)
    disk.leave()
    before = answers(folder), knowledge(folder)
    if not is_there:
        lose_ledger(folder)
    rebuild(folder, Disk(), now=NOON + timedelta(days=1)).close()
    assert (answers(folder), knowledge(folder)) == before
    assert told(folder) == []


def test_the_address_an_article_last_answered_at_is_known_again(folder: ArchiveFolder) -> None:
    old, new = f"{HOST}/old", f"{HOST}/new"
    stored(
        folder,
        revision("a", canonical_address=old),
        observation("a", address=old, final_address=new, observed_at=NOON + HOUR, outcome=Outcome.UNCHANGED),
        observation(None, address=old, final_address=old, observed_at=NOON + DAY, outcome=Outcome.HTTP_ERROR),
        revision("b", canonical_address=f"{HOST}/never-visited"),
    )
    with closing(rebuild(folder, Disk(), now=NOON + timedelta(days=1))) as ledger:
        found = [ledger.article(name) for name in "ab"]
    assert [article.address if article else None for article in found] == [new, f"{HOST}/never-visited"]


def test_the_latest_revision_is_the_one_that_is_known_again(folder: ArchiveFolder) -> None:
    stored(folder, revision("a", 1, content_hash="old"), revision("a", 2, content_hash="new", fetched_at=NOON + DAY))
    with closing(rebuild(folder, Disk(), now=NOON + timedelta(days=1))) as ledger:
        article = ledger.article("a")
    assert article is not None
    assert (article.revision, article.content_hash) == (2, "new")


def test_one_address_of_two_sites_is_known_for_both_again(folder: ArchiveFolder) -> None:
    visits = [observation(site, site=site, outcome=Outcome.UNCHANGED) for site in ("demo", "neuron")]
    stored(folder, *visits)
    with closing(rebuild(folder, Disk(), now=NOON + timedelta(days=1))) as ledger:
        assert [summary.site for summary in ledger.summaries(now=NOON)] == ["demo", "neuron"]


def test_a_file_that_cannot_be_read_stops_a_rebuild_which_names_it_and_loses_nothing(whole: ArchiveFolder) -> None:
    path = cut(whole)
    with pytest.raises(ArchiveDamagedError, match=rf"{path.name} cannot be read.*move it away"):
        rebuild(whole, Disk(), now=NOON + timedelta(days=1))
    assert [name for name, _ in told(whole)] == [path.relative_to(whole.path).as_posix()]
    path.unlink()
    rebuild(whole, Disk(), now=NOON + timedelta(days=1)).close()
    assert told(whole) == []
    assert len(Archive(whole.path).sql("FROM runs").rows()) == 2


def test_a_file_of_another_table_stops_a_rebuild(whole: ArchiveFolder) -> None:
    shutil.copy(whole.files(RUNS)[0], whole.path / "articles" / "part-x-0001.parquet")
    with pytest.raises(ArchiveDamagedError, match="has not the columns of articles"):
        rebuild(whole, Disk(), now=NOON + timedelta(days=1))


def test_a_ledger_is_not_made_anew_under_a_running_crawl(whole: ArchiveFolder, ledger: SqliteLedger) -> None:
    now = datetime.now(UTC)
    with another_process() as holder:
        ledger.open_run("run-9", "demo", holder, now=now, until=now + HOUR)
        with pytest.raises(ArchiveBusyError):
            rebuild(whole, Disk(), now=NOON + timedelta(days=1)).close()
        ledger.heartbeat("run-9", until=now + HOUR)


@pytest.mark.parametrize("operation", ["replace", "sync_folder", "remove"])
def test_a_rebuild_that_is_cut_short_leaves_the_ledger_as_it_was(whole: ArchiveFolder, operation: str) -> None:
    before = answers(whole)
    disk = RefusingDisk()
    disk.refused = operation
    with suppress(StorageError):
        rebuild(whole, disk, now=NOON + DAY).close()
    assert answers(whole) == before
    assert told(whole) == []
    rebuild(whole, Disk(), now=NOON + DAY).close()
    assert answers(whole) == before
    assert told(whole) == []


def test_a_rebuild_takes_no_row_that_was_never_committed(whole: ArchiveFolder) -> None:
    before = answers(whole)
    (segment,) = whole.log.iterdir()
    log = (segment / "articles.arrows").read_bytes()
    (whole.log / "run-9-0001").mkdir()
    (whole.log / "run-9-0001" / "articles.arrows").write_bytes(log)
    rebuild(whole, Disk(), now=NOON + DAY).close()
    assert answers(whole) == before


def test_nobody_writes_while_a_ledger_is_made_anew(whole: ArchiveFolder) -> None:
    with alone(whole.ledger), pytest.raises(ArchiveBusyError, match="its ledger is being made anew"):
        SqliteLedger(whole.ledger)
    with closing(SqliteLedger(whole.ledger)), pytest.raises(ArchiveBusyError, match="being written"):
        rebuild(whole, Disk(), now=NOON + DAY)


def test_an_address_whose_new_place_was_never_visited_is_still_due_after_a_rebuild(folder: ArchiveFolder) -> None:
    moved = observation("a", address="https://n.example/old", final_address="https://n.example/new")
    stored(folder, revision("a"), moved)
    with closing(rebuild(folder, Disk(), now=NOON + DAY)) as ledger:
        (summary,) = ledger.summaries(now=NOON)
    assert summary.states == {AddressState.DONE: 1}


def test_the_validators_of_a_page_that_did_not_change_are_known_again(folder: ArchiveFolder) -> None:
    visits = [
        observation("a", address=f"{HOST}/a", http_status=200, etag='"v1"', last_modified="Mon", observed_at=NOON),
        observation("a", address=f"{HOST}/a", http_status=304, etag='"v2"', last_modified=None, observed_at=VISITED),
        observation("b", address=f"{HOST}/b", http_status=200, etag='"v1"', last_modified="Mon", observed_at=NOON),
        observation("b", address=f"{HOST}/b", http_status=200, etag=None, last_modified=None, observed_at=VISITED),
    ]
    stored(folder, *visits)
    with closing(rebuild(folder, Disk(), now=NOON + DAY)) as anew:
        (first,), (second,) = (anew.known_address(f"{HOST}/{name}") for name in "ab")
    assert (first.etag, first.last_modified) == ('"v2"', "Mon")
    assert (second.etag, second.last_modified) == (None, None)


def test_an_article_that_was_gone_is_due_after_a_rebuild(folder: ArchiveFolder) -> None:
    stored(folder, observation("a", address=f"{HOST}/a", outcome=Outcome.GONE, http_status=410, observed_at=VISITED))
    with closing(rebuild(folder, Disk(), now=NOON + DAY)) as anew:
        assert anew.next_due("neuron") == VISITED


def test_where_a_gone_article_led_is_no_address_of_it_after_a_rebuild(folder: ArchiveFolder) -> None:
    here = {"address": f"{HOST}/a", "final_address": None, "outcome": Outcome.NEW, "observed_at": VISITED}
    away = {**here, "final_address": f"{HOST}/", "outcome": Outcome.MOVED_AWAY, "observed_at": VISITED + HOUR}
    stored(folder, revision("a", 1), observation("a", **here), observation("a", **away))
    with closing(rebuild(folder, Disk(), now=NOON + DAY)) as anew:
        known = anew.article("a")
    assert known is not None
    assert known.address == f"{HOST}/a"
