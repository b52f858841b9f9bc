"""The log: rows count as far as they are committed, and whatever is not what was committed is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ArchiveDamagedError
from archive.ledger import LogPosition
from archive.log import LogSegment, read_log, readable_log
from archive.records import ArticleRevision, Observation
from archive.tables import ARTICLES, OBSERVATIONS, SIGHTINGS, TABLES
from tests.archive.damage import Damage, damaged, damages_of
from tests.archive.disk import LeavingDisk, files_below
from tests.archive.rows import observation, revision

BY_NAME = {table.name: table for table in TABLES}
Rows = dict[str, list[ArticleRevision | Observation]]


@pytest.fixture
def segment(tmp_path: Path, disk: LeavingDisk) -> LogSegment:
    return LogSegment(tmp_path, "run-1", 1, disk)


@pytest.fixture
def log(segment: LogSegment) -> Iterator[LogPosition]:
    """Three revisions in two appends, and one observation."""
    segment.append({"articles": [revision("a"), revision("b")], "observations": [observation("a")]}, BY_NAME)
    segment.append({"articles": [revision("c")]}, BY_NAME)
    yield segment.position
    segment.close()


def ids(folder: Path, log: LogPosition) -> list[str]:
    found: list[str] = read_log(folder, log, ARTICLES).column("article_id").to_pylist()
    return found


def test_a_segment_is_called_by_its_run_and_number(segment: LogSegment) -> None:
    assert segment.name == "run-1-0001"
    assert (segment.position.segment, segment.position.run_id) == ("run-1-0001", "run-1")
    assert (segment.rows, dict(segment.position.positions)) == (0, {})


def test_the_position_is_the_length_of_what_was_appended(tmp_path: Path, log: LogPosition) -> None:
    assert dict(log.rows) == {"articles": 3, "observations": 1}
    sizes = {f"{name}.arrows": size for name, size in log.positions.items()}
    assert {name: (tmp_path / "run-1-0001" / name).stat().st_size for name in sizes} == sizes


def test_what_was_appended_comes_back_with_the_columns_of_its_table(tmp_path: Path, log: LogPosition) -> None:
    assert ids(tmp_path, log) == ["a", "b", "c"]
    assert read_log(tmp_path, log, ARTICLES).schema.equals(ARTICLES.schema)
    assert read_log(tmp_path, log, OBSERVATIONS).num_rows == 1


def test_a_table_without_rows_has_no_file_and_reads_as_empty(tmp_path: Path, log: LogPosition) -> None:
    assert files_below(tmp_path) == ["run-1-0001/articles.arrows", "run-1-0001/observations.arrows"]
    assert read_log(tmp_path, log, SIGHTINGS).equals(SIGHTINGS.schema.empty_table())


def test_an_earlier_position_reads_as_it_did_then(tmp_path: Path, segment: LogSegment) -> None:
    positions = []
    for name in "abc":
        segment.append({"articles": [revision(name)]}, BY_NAME)
        positions.append(segment.position)
    assert [ids(tmp_path, each) for each in positions] == [["a"], ["a", "b"], ["a", "b", "c"]]


@pytest.mark.parametrize("rest", [b"\0", b"garbage" * 999, b"\xff\xff\xff\xff\x10\0\0\0"])
def test_bytes_beyond_the_position_are_no_part_of_the_archive(tmp_path: Path, log: LogPosition, rest: bytes) -> None:
    with (tmp_path / "run-1-0001" / "articles.arrows").open("ab") as file:
        file.write(rest)
    assert ids(tmp_path, log) == ["a", "b", "c"]


def test_a_file_that_is_not_what_was_committed_is_told_by_name(tmp_path: Path, log: LogPosition) -> None:
    path = tmp_path / "run-1-0001" / "articles.arrows"
    damages = [damage for damage in damages_of(path.read_bytes(), seed="log", flips=50) if damage.content is not None]
    assert len(damages) > 50
    for damage in damages:
        with (
            damaged(path, damage),
            pytest.raises(ArchiveDamagedError, match=r"run-1-0001/articles\.arrows does not hold what was committed"),
        ):
            read_log(tmp_path, log, ARTICLES)
        assert ids(tmp_path, log) == ["a", "b", "c"]


def test_a_segment_that_is_gone_may_have_been_sealed_meanwhile(tmp_path: Path, log: LogPosition) -> None:
    with (
        damaged(tmp_path / "run-1-0001" / "articles.arrows", Damage("gone", None)),
        pytest.raises(FileNotFoundError),
    ):
        read_log(tmp_path, log, ARTICLES)


def test_bytes_that_are_no_stream_are_told_though_their_checksum_is_right(tmp_path: Path, log: LogPosition) -> None:
    path = tmp_path / "run-1-0001" / "articles.arrows"
    with damaged(path, Damage("other", bytes(8))):
        wrong = replace(log, positions={"articles": 8}, checksums={"articles": 0x6522DF69})
        with pytest.raises(ArchiveDamagedError, match="is not readable"):
            read_log(tmp_path, wrong, ARTICLES)


def test_without_a_ledger_a_segment_is_read_as_far_as_its_batches_are_whole(tmp_path: Path, log: LogPosition) -> None:
    assert readable_log(tmp_path, "run-1-0001", TABLES) == log
    path = tmp_path / "run-1-0001" / "articles.arrows"
    with damaged(path, Damage("cut", path.read_bytes()[:-1])):
        assert ids(tmp_path, readable_log(tmp_path, "run-1-0001", TABLES)) == ["a", "b"]
    with damaged(path, Damage("cut early", path.read_bytes()[:100])):
        assert dict(readable_log(tmp_path, "run-1-0001", TABLES).rows) == {"observations": 1}
