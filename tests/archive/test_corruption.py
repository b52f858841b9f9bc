"""The corruption matrix: every file of an archive times every damage. It is always named, no answer is ever wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from archive import Archive
from archive.check import check
from archive.errors import NewsreelError
from archive.folder import ArchiveFolder, create_folder, open_folder
from archive.ledger.sqlite import SqliteLedger
from archive.outcomes import Outcome
from archive.query.views import VIEWS
from archive.tables import TABLES
from tests.archive.damage import Damage, damaged, damages_of, swapped
from tests.archive.disk import LeavingDisk
from tests.archive.rows import DAY, NOON, observation, revision, run, sighting
from tests.archive.runs import fill, save, writer_of

LATER = NOON + 60 * DAY
FEWEST_COMBINATIONS = 200
Answers = dict[str, list[str]]

# The files by what they are, each with a pattern below the archive's folder. The matrix has a test for each.
FILES = {
    **{f"{table.name}, sealed": f"{table.name}/**/*.parquet" for table in TABLES},
    **{f"{table.name}, in the log": f"_log/*/{table.name}.arrows" for table in TABLES},
    "the ledger": "_state/ledger.sqlite",
    "the identity": "newsreel.toml",
}
EVERY_FILE = pytest.mark.parametrize("kind", FILES)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """Two sealed runs in two months, and one that is gone with its rows in the log."""
    folder = create_folder(tmp_path_factory.mktemp("damaged") / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    disk = LeavingDisk()
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, "run-3", now=LATER, disk=disk)
        save(writer, revision("c", fetched_at=LATER), observation("c", observed_at=LATER), now=LATER)
        save(writer, sighting(seen_at=LATER), observation("a", observed_at=LATER), run("run-3"), now=LATER)
        front_page = sighting().listing_address
        save(
            writer,
            observation(
                None, kind="listing", outcome=Outcome.LISTING, address=front_page, final_address=None, observed_at=LATER
            ),
            observation("b", outcome=Outcome.GONE, http_status=404, observed_at=LATER),
            now=LATER,
        )
    disk.leave()
    return folder


@pytest.fixture(scope="module")
def sound(archive: ArchiveFolder) -> Answers:
    assert list(check(archive)) == []
    found = answers_of(archive, list(VIEWS))
    assert all(found.values())
    return found


@pytest.fixture(autouse=True)
def leftovers(archive: ArchiveFolder) -> Iterator[None]:
    yield
    clear(archive)


def clear(archive: ArchiveFolder) -> None:
    """Remove what SQLite leaves beside a ledger that it cannot read."""
    for path in archive.state.glob("ledger.sqlite-*"):
        path.unlink()


def files(archive: ArchiveFolder, kind: str) -> list[Path]:
    return sorted(archive.path.glob(FILES[kind]))


def damages(path: Path) -> Iterator[Damage]:
    # Most of a small ledger's file holds nothing.
    return damages_of(path.read_bytes(), seed=path.name, flips=300 if path.suffix == ".sqlite" else 20)


def answers_of(archive: ArchiveFolder, views: list[str]) -> Answers:
    """All rows of ``views``, asked for at once."""
    columns = ", ".join(f"(SELECT list(t) FROM {view} AS t) AS {view}" for view in views)
    (found,) = Archive(archive.path).sql(f"SELECT {columns}").rows()
    return {view: sorted(map(repr, rows or [])) for view, rows in found.items()}


def wrong_answers(archive: ArchiveFolder, sound: Answers) -> list[str]:
    """The views that answer with other rows than they should, and what is raised that is no error of newsreel's."""
    try:
        found = answers_of(archive, list(VIEWS))
    except NewsreelError:
        found = {}
    except Exception as problem:  # noqa: BLE001 - the test tells of it
        return [f"raises {problem!r}"]
    for view in VIEWS:
        try:
            found |= {} if view in found else answers_of(archive, [view])
        except NewsreelError:
            continue  # told, which is right
    return [view for view, rows in found.items() if rows != sound[view]]


def is_named(archive: ArchiveFolder, *paths: Path) -> bool:
    """Whether `check`, or opening the archive, names ``paths``, and says what mends it.

    Without its identity or its ledger, nothing more can be said of an archive.
    """
    wanted = [path for path in (archive.path / "newsreel.toml", archive.ledger) if path in paths][:1] or paths
    try:
        faults = list(check(open_folder(archive.path)))
    except NewsreelError as problem:
        return all(path.name in str(problem) for path in wanted)
    except Exception:  # noqa: BLE001 - a check that crashes names nothing
        return False
    assert all(fault.what and fault.mend for fault in faults)
    # A ledger that does not fit the files is told by the files it does not fit.
    named = {fault.path for fault in faults}
    return bool(faults) and all(path == archive.ledger or path in named for path in wanted)


def tells_the_same(archive: ArchiveFolder, dump: list[str]) -> bool:
    """Whether the damage hit bytes of the ledger's file that hold nothing."""
    try:
        return ledger_dump(archive) == dump
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def ledger_dump(archive: ArchiveFolder) -> list[str]:
    with closing(sqlite3.connect(f"file:{archive.ledger}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        tables = "about", "addresses", "articles", "sites", "files", "exchanges", "logs"
        return [repr(row) for table in tables for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]


@EVERY_FILE
def test_check_names_every_damaged_file(archive: ArchiveFolder, kind: str) -> None:
    unnamed, tried = [], 0
    dump = ledger_dump(archive)
    for path in files(archive, kind):
        for damage in damages(path):
            with damaged(path, damage, silently=True):
                is_harmless = path == archive.ledger and tells_the_same(archive, dump)
                if not is_harmless and not is_named(archive, path):
                    unnamed.append(f"{path.name}: {damage.name}")
                clear(archive)
            tried += 1
    assert tried
    assert unnamed == []


@EVERY_FILE
def test_no_query_answers_with_other_rows_whatever_is_damaged(
    archive: ArchiveFolder, sound: Answers, kind: str
) -> None:
    wrong = []
    for path in files(archive, kind):
        for damage in damages(path):
            with damaged(path, damage):
                wrong += [f"{path.name}: {damage.name}: {view}" for view in wrong_answers(archive, sound)]
                clear(archive)
    assert wrong == []


@EVERY_FILE
def test_two_files_that_were_swapped_are_named_and_never_answer_wrongly(
    archive: ArchiveFolder, sound: Answers, kind: str
) -> None:
    everything = [path for each in FILES for path in files(archive, each)]
    unnamed, wrong = [], []
    for one in files(archive, kind):
        for other in everything[everything.index(one) + 1 :]:
            with swapped(one, other):
                if not is_named(archive, one, other):
                    unnamed.append(f"{one.name} and {other.name}")
                wrong += [f"{one.name} and {other.name}: {view}" for view in wrong_answers(archive, sound)]
                clear(archive)
    assert unnamed == []
    assert wrong == []


def test_the_matrix_is_large_enough_and_leaves_the_archive_as_it_was(archive: ArchiveFolder, sound: Answers) -> None:
    everything = [path for kind in FILES for path in files(archive, kind)]
    assert all(files(archive, kind) for kind in FILES)
    single = sum(len(list(damages(path))) for path in everything)
    assert single + len(list(combinations(everything, 2))) > FEWEST_COMBINATIONS
    assert list(check(archive)) == []
    assert answers_of(archive, list(VIEWS)) == sound
