"""The corruption matrix with damage skipped: all other files are answered, and it is noted what is missing."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive.errors import ArchiveDamagedError, NewsreelError
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.sources import read_sources
from archive.tables import ARTICLES, TABLES, Table
from tests.archive.damage import Damage, damaged, damages_of
from tests.archive.disk import LeavingDisk, ordinary_user
from tests.archive.rows import DAY, NOON, observation, revision, run, sighting
from tests.archive.runs import fill, save, stored, writer_of

LATER = NOON + 60 * DAY
EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """Two sealed runs in two months, and one that is gone with its rows in the log."""
    folder = create_folder(tmp_path_factory.mktemp("damaged") / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    stored(folder, sighting(seen_at=NOON + DAY), run_id="run-2b", now=NOON + DAY)
    disk = LeavingDisk()
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, "run-3", now=LATER, disk=disk)
        save(writer, revision("c", fetched_at=LATER), observation("c", observed_at=LATER), now=LATER)
        save(writer, sighting(seen_at=LATER), run("run-3"), now=LATER)
    disk.leave()
    return folder


def view(table: Table) -> str:
    return "revisions" if table is ARTICLES else table.name


def rows_of(folder: ArchiveFolder, table: Table) -> Counter[str]:
    return Counter(map(repr, Archive(folder.path).sql(f"SELECT * FROM {view(table)}").rows()))


def rows_in(path: Path) -> Counter[str]:
    """The rows that a file holds, as the view shows them."""
    rows = pq.read_table(path, partitioning=None) if path.suffix == ".parquet" else pa.ipc.open_stream(path).read_all()
    return Counter(map(repr, rows.to_pylist(maps_as_pydicts="strict")))


def skipping(folder: ArchiveFolder, table: Table) -> tuple[Counter[str], tuple[str, ...]]:
    answer = Archive(folder.path, skip_damaged=True).sql(f"SELECT * FROM {view(table)}")
    return Counter(map(repr, answer.rows())), answer.notes


def files(folder: ArchiveFolder, table: Table) -> list[Path]:
    return [*folder.files(table), *sorted(folder.log.glob(f"*/{table.name}.arrows"))]


def damages(path: Path) -> Iterator[Damage]:
    yield from damages_of(path.read_bytes(), seed=f"skipped {path.name}", flips=12)
    yield Damage("no Parquet", b"<html>" * 100)
    content = path.read_bytes()
    yield Damage("footer scribbled", content[:-40] + b"\xff" * 32 + content[-8:])


@EVERY_TABLE
@pytest.mark.parametrize("silently", [False, True], ids=["time tells", "silently"])
def test_all_rows_but_those_of_the_damaged_file_are_answered_and_it_is_noted(
    folder: ArchiveFolder, table: Table, silently: bool
) -> None:
    everything = rows_of(folder, table)
    tried = 0
    for path in files(folder, table):
        expected = everything - rows_in(path)
        lost = (everything - expected).total()
        for damage in damages(path):
            with damaged(path, damage, silently=silently):
                found, notes = skipping(folder, table)
            assert found == expected, f"{path.name}: {damage.name}"
            (note,) = notes
            assert str(path) in note
            assert f"{lost} row{' is' if lost == 1 else 's are'} missing" in note
            tried += 1
    assert tried > 20
    assert skipping(folder, table) == (everything, ())


@EVERY_TABLE
def test_without_skipping_damage_that_time_tells_is_named_and_nothing_is_answered(
    folder: ArchiveFolder, table: Table
) -> None:
    for path in files(folder, table):
        for damage in damages(path):
            with damaged(path, damage), pytest.raises(ArchiveDamagedError) as told:
                Archive(folder.path).sql(f"SELECT * FROM {view(table)}").rows()
            assert path.name in str(told.value)
            assert "--skip-damaged" in str(told.value)
            assert str(told.value).isprintable()


@EVERY_TABLE
@pytest.mark.parametrize("read", ["whole", "batches"])
def test_damage_that_no_time_tells_is_named_where_reading_meets_it(
    folder: ArchiveFolder, table: Table, read: str
) -> None:
    """What DuckDB reads without a complaint stays unknown here: only `check` and skipping read every byte."""
    met = 0
    for path in folder.files(table):
        for damage in damages(path):
            with damaged(path, damage, silently=True):
                try:
                    answer = Archive(folder.path).sql(f"SELECT * FROM {view(table)}")
                    answer.rows() if read == "whole" else list(answer.batches(1))
                except NewsreelError as told:
                    assert isinstance(told, ArchiveDamagedError), damage.name  # noqa: PT017 - what may be raised
                    assert path.name in str(told), damage.name  # noqa: PT017
                    met += 1
    assert met > 5


def test_several_damaged_files_are_all_noted(folder: ArchiveFolder) -> None:
    first, second = folder.files(ARTICLES)
    with damaged(first, Damage("", b"")), damaged(second, Damage("", None)):
        found, notes = skipping(folder, ARTICLES)
        with pytest.raises(ArchiveDamagedError, match="and 1 more file is damaged"):
            Archive(folder.path).sql("SELECT 1")
    assert len(notes) == 2
    assert found.total() == 1


def test_only_damage_of_what_is_asked_is_noted(folder: ArchiveFolder) -> None:
    (path, *_) = folder.files(ARTICLES)
    with damaged(path, Damage("", b"")):
        answer = Archive(folder.path, skip_damaged=True).sql("SELECT count(*) AS n FROM observations")
        assert answer.rows()
        assert answer.notes == ()


def test_a_folder_in_a_files_place_is_named_and_skipped(folder: ArchiveFolder) -> None:
    (path, *_) = folder.files(ARTICLES)
    with damaged(path, Damage("", None)):
        path.mkdir()
        try:
            with pytest.raises(ArchiveDamagedError, match=rf"{path.name} cannot be read \(Is a directory\)"):
                Archive(folder.path).sql("SELECT 1")
            assert "Is a directory" in skipping(folder, ARTICLES)[1][0]
        finally:
            path.rmdir()


def test_a_file_that_may_not_be_read_is_named_and_skipped(folder: ArchiveFolder) -> None:
    (path, *_) = folder.files(ARTICLES)
    for parent in folder.path.parents:
        if parent.stat().st_mode & 0o077 == 0:
            parent.chmod(0o755)
    path.chmod(0o000)
    try:
        with ordinary_user():
            with pytest.raises(ArchiveDamagedError, match=rf"{path.name} cannot be read \(Permission denied\)"):
                Archive(folder.path).sql("SELECT * FROM revisions")
            assert "Permission denied" in skipping(folder, ARTICLES)[1][0]
    finally:
        path.chmod(0o644)


def test_a_file_that_nobody_knows_is_left_out_and_noted(folder: ArchiveFolder) -> None:
    everything = rows_of(folder, ARTICLES)
    (path, *_) = folder.files(ARTICLES)
    stray = path.with_name("part-stray-0001.parquet")
    stray.write_bytes(path.read_bytes())
    try:
        found, (note,) = skipping(folder, ARTICLES)
    finally:
        stray.unlink()
    assert found == everything
    assert note == f"{stray} is not in the ledger; it is left out: nobody knows how many rows it held"


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + b"\xff" * 5000], ids=["missing", "empty", "cut"])
def test_without_a_ledger_that_can_be_read_the_sealed_files_are_answered(
    folder: ArchiveFolder, content: bytes | None
) -> None:
    (in_log,) = folder.log.glob("*/articles.arrows")
    expected = rows_of(folder, ARTICLES) - rows_in(in_log)
    with damaged(folder.ledger, Damage("", content)):
        with pytest.raises(ArchiveDamagedError, match=r"ledger\.sqlite.*newsreel state rebuild"):
            Archive(folder.path).sql("SELECT 1")
        found, (note,) = skipping(folder, ARTICLES)
        for path in folder.state.glob("ledger.sqlite-*"):
            path.unlink()
    assert found == expected
    assert str(folder.ledger) in note
    assert "only in the log" in note


def test_a_copy_without_a_ledger_is_read_through_by_the_checksums_of_its_pages(folder: ArchiveFolder) -> None:
    (path, *others) = folder.files(ARTICLES)
    content = path.read_bytes()
    with damaged(folder.ledger, Damage("", None)), damaged(path, Damage("", content[:60] + b"\0" * 8 + content[68:])):
        found, notes = skipping(folder, ARTICLES)
    assert found == sum((rows_in(other) for other in others), Counter())
    assert any(str(path) in note for note in notes)


@pytest.mark.parametrize("use_index", [True, False])
def test_a_search_in_spite_of_damage_is_of_the_rest(folder: ArchiveFolder, use_index: bool) -> None:
    total = Archive(folder.path).search("-zzzz", use_index=False).total
    (path, *_) = folder.files(ARTICLES)
    content = path.read_bytes()
    middle = len(content) // 3
    with damaged(path, Damage("", content[:middle] + b"\0" * 64 + content[middle + 64 :]), silently=True):
        results = Archive(folder.path, skip_damaged=True).search("-zzzz", use_index=use_index)
        with pytest.raises(ArchiveDamagedError, match=path.name):
            Archive(folder.path).search("-zzzz", use_index=False)
    assert results.total < total
    assert str(path) in results.notes[0]
    assert not results.by_index


def test_a_file_is_read_through_once_for_as_long_as_it_stays_what_it_is(folder: ArchiveFolder) -> None:
    archive = Archive(folder.path, skip_damaged=True)
    (path, *_) = folder.files(ARTICLES)
    assert archive.sql("FROM articles").notes == ()
    with damaged(path, Damage("", b"")):
        assert len(archive.sql("FROM articles").notes) == 1
    assert archive.sql("FROM articles").notes == ()


def test_sources_without_damage_have_nothing_left_out(folder: ArchiveFolder) -> None:
    assert all(source.left_out == () for source in read_sources(folder).values())


@pytest.mark.parametrize("name", ["article", "diff"])
def test_an_article_of_which_only_visits_can_be_read_is_told_so(folder: ArchiveFolder, name: str) -> None:
    archive = Archive(folder.path, skip_damaged=True)
    (row,) = Archive(folder.path).sql("SELECT address FROM observations WHERE article_id IS NOT NULL LIMIT 1").rows()
    with ExitStack() as stack:
        for path in files(folder, ARTICLES):
            stack.enter_context(damaged(path, Damage("scribbled", b"<html>" * 100)))
        with pytest.raises(ArchiveDamagedError, match=r"no revision of .* can be read"):
            getattr(archive, name)(row["address"])
