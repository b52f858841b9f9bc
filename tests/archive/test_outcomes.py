"""Outcomes and errors: each has its family, its meaning and its place in the one tree."""

import errno
from pathlib import Path

import pytest

from archive import errors
from archive.errors import (
    AnswerTooLargeError,
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveFormatError,
    ArchiveNotFoundError,
    FetchError,
    ForcedEndError,
    LeaseLostError,
    LimitReachedError,
    MixedPackagesError,
    NewsreelError,
    QueryError,
    SandboxError,
    SiteDefinitionError,
    StorageError,
    TooLittleMemoryError,
    TooSlowError,
    UnreadablePageError,
    UnsavedError,
    UsageError,
    WorkersError,
)
from archive.outcomes import OUTCOMES, Family, Outcome


def test_every_outcome_has_a_family_and_a_sentence_of_its_own() -> None:
    assert list(OUTCOMES) == list(Outcome)
    assert all(outcome.meaning.endswith(".") for outcome in Outcome)
    assert len({outcome.meaning for outcome in Outcome}) == len(Outcome)
    assert {outcome.family for outcome in Outcome} == set(Family)


def test_an_outcome_is_stored_as_the_word_it_is_called_by() -> None:
    assert all(outcome.value == outcome.name.lower() == str(outcome) for outcome in Outcome)


@pytest.mark.parametrize("outcome", [Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.DUPLICATE])
def test_what_brought_an_article_is_of_the_article_family(outcome: Outcome) -> None:
    assert outcome.family is Family.ARTICLE


@pytest.mark.parametrize(
    "outcome", [Outcome.GONE, Outcome.MOVED_AWAY, Outcome.NO_BODY, Outcome.ROBOTS, Outcome.OFF_SITE]
)
def test_a_site_that_says_no_is_no_failure(outcome: Outcome) -> None:
    assert outcome.family is not Family.FAILED


def test_a_robots_txt_that_cannot_be_read_is_a_failure_that_is_tried_again() -> None:
    assert Outcome.ROBOTS_UNKNOWN.family is Family.FAILED
    assert "tried again" in Outcome.ROBOTS_UNKNOWN.meaning


@pytest.mark.parametrize(
    ("error", "parent"),
    [
        (UsageError, NewsreelError),
        (ArchiveNotFoundError, UsageError),
        (QueryError, UsageError),
        (SiteDefinitionError, NewsreelError),
        (ArchiveDamagedError, NewsreelError),
        (ArchiveFormatError, NewsreelError),
        (ArchiveBusyError, NewsreelError),
        (LeaseLostError, NewsreelError),
        (StorageError, NewsreelError),
        (UnsavedError, NewsreelError),
        (UnreadablePageError, NewsreelError),
        (WorkersError, NewsreelError),
        (FetchError, NewsreelError),
        (ForcedEndError, NewsreelError),
        (MixedPackagesError, NewsreelError),
        (SandboxError, NewsreelError),
        (AnswerTooLargeError, LimitReachedError),
        (TooLittleMemoryError, LimitReachedError),
        (TooSlowError, LimitReachedError),
        (LimitReachedError, UsageError),
    ],
)
def test_errors_stand_where_the_tree_shows_them(error: type[NewsreelError], parent: type[NewsreelError]) -> None:
    assert error.__base__ is parent
    assert error.__doc__


def test_a_storage_error_names_the_file_the_cause_and_the_way_out() -> None:
    error = StorageError(Path("a/b.parquet"), OSError(errno.ENOSPC, "No space left on device"))
    assert str(error) == "cannot write a/b.parquet: No space left on device; check the disk and its permissions"
    assert error.path == Path("a/b.parquet")


def test_a_storage_error_without_a_number_still_says_why() -> None:
    assert "the pipe broke" in str(StorageError(Path("x"), OSError("the pipe broke")))


def test_the_tree_in_the_description_names_every_error() -> None:
    assert errors.__doc__ is not None
    described = {word.removesuffix("Error") for word in errors.__doc__.split()}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, NewsreelError)]
    assert {kind.__name__.removesuffix("Error") for kind in kinds} <= described
