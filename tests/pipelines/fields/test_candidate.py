"""How the best of several readings is picked."""

from collections.abc import Iterator

from pipelines.fields.candidate import BELIEVED, Candidate, best, first


def test_the_first_reading_that_is_believed_is_picked() -> None:
    readings = [Candidate("a", "x", BELIEVED / 2), Candidate("b", "y", BELIEVED), Candidate("c", "z", 1.0)]

    assert best(readings) is readings[1]


def test_of_doubtful_readings_the_surest_is_picked_of_equals_the_first() -> None:
    readings = [Candidate("a", "x", 0.1), Candidate("b", "y", 0.2), Candidate("c", "z", 0.2)]

    assert best(readings) is readings[1]


def test_nothing_is_picked_of_nothing() -> None:
    assert best([]) is None
    assert first([]) is None


def test_no_reader_works_further_than_asked() -> None:
    def readings() -> Iterator[Candidate[str]]:
        yield Candidate("a", "x")
        raise AssertionError

    assert best(readings()) == first(readings()) == Candidate("a", "x")


def test_how_far_a_reading_is_believed_is_no_part_of_what_was_read() -> None:
    assert Candidate("a", "x", 0.3) == Candidate("a", "x", 0.9)
