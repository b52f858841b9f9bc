"""Exit statuses: which error and which run ends with which."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import errors
from archive.errors import NewsreelError, StorageError
from archive.outcomes import Outcome
from crawler.exits import ExitStatus, status_of_error, status_of_run
from pipelines.account import Account

STATUS: dict[type[NewsreelError], ExitStatus] = {
    errors.UsageError: ExitStatus.USAGE,
    errors.ArchiveNotFoundError: ExitStatus.USAGE,
    errors.NotKeptError: ExitStatus.USAGE,
    errors.QueryError: ExitStatus.USAGE,
    errors.LimitReachedError: ExitStatus.LIMIT_REACHED,
    errors.TooSlowError: ExitStatus.LIMIT_REACHED,
    errors.TooLittleMemoryError: ExitStatus.LIMIT_REACHED,
    errors.AnswerTooLargeError: ExitStatus.LIMIT_REACHED,
    errors.SandboxError: ExitStatus.CRASHED,
    errors.SiteDefinitionError: ExitStatus.SITE_DEFINITION,
    errors.ArchiveDamagedError: ExitStatus.ARCHIVE_DAMAGED,
    errors.ArchiveFormatError: ExitStatus.ARCHIVE_DAMAGED,
    errors.ArchiveBusyError: ExitStatus.ARCHIVE_BUSY,
    errors.StorageError: ExitStatus.STORAGE_FAILED,
    errors.LeaseLostError: ExitStatus.ARCHIVE_BUSY,
    errors.UnsavedError: ExitStatus.STORAGE_FAILED,
    errors.ForcedEndError: ExitStatus.INTERRUPTED,
    errors.UnreadablePageError: ExitStatus.CRASHED,
    errors.WorkersError: ExitStatus.CRASHED,
    errors.FetchError: ExitStatus.TOO_MANY_FAILURES,
    errors.ModelFileError: ExitStatus.CRASHED,
    errors.MixedPackagesError: ExitStatus.CRASHED,
}


def kinds_of(error: type[NewsreelError]) -> Iterator[type[NewsreelError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def an_error(kind: type[NewsreelError]) -> NewsreelError:
    arguments: tuple[Any, ...] = (Path("file"), OSError("full")) if kind is StorageError else ("why",)
    return kind(*arguments)


def account_of(**outcomes: int) -> Account:
    account = Account()
    for name, count in outcomes.items():
        for number in range(count):
            account.begin(f"{name}/{number}")
            account.end(f"{name}/{number}", Outcome(name))
    return account


def test_every_error_of_ours_ends_with_a_status_of_its_own_kind() -> None:
    assert {kind: status_of_error(an_error(kind)) for kind in kinds_of(NewsreelError)} == STATUS


def test_every_status_says_what_it_means() -> None:
    assert all(status.meaning.endswith(".") for status in ExitStatus)
    assert len({status.meaning for status in ExitStatus}) == len(ExitStatus)


def test_statuses_keep_their_numbers() -> None:
    assert {status.name: status.value for status in ExitStatus} == {
        "DONE": 0,
        "CRASHED": 1,
        "USAGE": 2,
        "SITE_DEFINITION": 3,
        "ARCHIVE_DAMAGED": 4,
        "ARCHIVE_BUSY": 5,
        "STORAGE_FAILED": 6,
        "TOO_MANY_FAILURES": 7,
        "SITE_CHANGED": 8,
        "LIMIT_REACHED": 9,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ({"new": 1}, ExitStatus.DONE),
        ({"unchanged": 9, "listing": 1}, ExitStatus.DONE),
        ({"duplicate": 1, "listing": 1}, ExitStatus.DONE),
        ({"new": 5, "http_error": 5}, ExitStatus.DONE),
        ({"new": 5, "http_error": 6}, ExitStatus.TOO_MANY_FAILURES),
        ({"new": 2, "timeout": 1, "unreachable": 1, "crashed": 1}, ExitStatus.TOO_MANY_FAILURES),
        ({"new": 2, "gone": 20, "robots": 20, "no_body": 20, "off_site": 20}, ExitStatus.DONE),
        ({"new": 2, "moved_away": 20}, ExitStatus.DONE),
        ({"new": 2, "robots_unknown": 3}, ExitStatus.TOO_MANY_FAILURES),
        ({"listing": 3}, ExitStatus.TOO_MANY_FAILURES),
        ({"listing": 3, "no_body": 10}, ExitStatus.TOO_MANY_FAILURES),
        ({"robots": 1}, ExitStatus.TOO_MANY_FAILURES),
        ({}, ExitStatus.TOO_MANY_FAILURES),
    ],
    ids=str,
)
def test_a_run_is_done_when_it_met_articles_and_no_more_than_half_failed(
    outcomes: dict[str, int], status: ExitStatus
) -> None:
    assert status_of_run(account_of(**outcomes), interrupted=False, resumed=False) is status


@pytest.mark.parametrize("outcomes", [{"new": 1}, {"http_error": 9}, {}], ids=str)
def test_an_interrupted_run_is_interrupted_whatever_it_met(outcomes: dict[str, int]) -> None:
    assert status_of_run(account_of(**outcomes), interrupted=True, resumed=False) is ExitStatus.INTERRUPTED


@pytest.mark.parametrize(
    ("outcomes", "interrupted", "status"),
    [
        ({"new": 9}, False, ExitStatus.SITE_CHANGED),
        ({"listing": 3, "no_body": 10}, False, ExitStatus.SITE_CHANGED),
        ({"new": 5, "http_error": 6}, False, ExitStatus.TOO_MANY_FAILURES),
        ({"new": 9}, True, ExitStatus.INTERRUPTED),
    ],
    ids=str,
)
def test_a_site_that_changed_says_so_unless_the_run_failed_or_was_stopped(
    outcomes: dict[str, int], interrupted: bool, status: ExitStatus
) -> None:
    account = account_of(**outcomes)
    assert status_of_run(account, interrupted=interrupted, resumed=False, changed=True) is status


@pytest.mark.parametrize(("share", "status"), [(0.0, 7), (0.09, 7), (0.1, 0), (1.0, 0)])
def test_the_share_that_may_fail_is_what_was_asked_for(share: float, status: int) -> None:
    account = account_of(new=9, http_error=1)
    assert status_of_run(account, interrupted=False, resumed=False, max_failed_share=share) == status
