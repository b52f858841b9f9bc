"""Traps as addresses show them: calendars, loops, series; and no address of an ordinary site among them."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.localsite.newsroom import Newsroom
from spiders.traps import MAX_CHARACTERS, MAX_PARAMETERS, Reason, calendar_date, has_loop, shape_of, trap_of

TODAY = date(2026, 11, 24)
BASE = "https://news.example"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/calendar/2026/11/", date(2026, 11, 1)),
        ("/calendar/2026/11/24", date(2026, 11, 24)),
        ("/archive/2026-11/", date(2026, 11, 1)),
        ("/2026/11/page/3", date(2026, 11, 1)),
        ("/events/2026-11-24/list/", date(2026, 11, 24)),
        ("/events?month=2026-11", date(2026, 11, 1)),
        ("/?m=202611", date(2026, 11, 1)),
        ("/events?tribe-bar-date=2026-11-24", date(2026, 11, 24)),
        ("/events?year=2026&month=11", date(2026, 11, 1)),
        ("/2026/11/24/warm-bread-at-dawn/", None),
        ("/news/2026/", None),
        ("/2026/13/", None),
        ("/2026/02/30/", None),
        ("/story?id=202611", None),
        ("/story/20261124", None),
    ],
)
def test_a_page_of_a_calendar_names_its_month_or_day_and_nothing_else(path: str, shown: date | None) -> None:
    parts = urlsplit(path)

    assert calendar_date(parts.path, parts.query) == shown


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f"{BASE}/calendar/2027/02/", Reason.FUTURE),
        (f"{BASE}/events?month=2031-05", Reason.FUTURE),
        (f"{BASE}/calendar/1604/12/", Reason.PAST),
        (f"{BASE}/a/b/a/b/a/b/", Reason.PATH_LOOP),
        (f"{BASE}/news/news/news/x", Reason.PATH_LOOP),
        (f"{BASE}/a/x/a/y/a/z/a", Reason.PATH_LOOP),
        (f"{BASE}/" + "a" * MAX_CHARACTERS, Reason.TOO_LONG),
        (f"{BASE}/?" + "&".join(f"p{n}=1" for n in range(MAX_PARAMETERS + 1)), Reason.PARAMETERS),
        (f"{BASE}/calendar/2026/12/", None),
        (f"{BASE}/archive/1851/09/18/", None),
        (f"{BASE}/11/11/11/", None),
        (f"{BASE}/en/news/news/", None),
        (f"{BASE}/?" + "&".join(f"p{n}=1" for n in range(MAX_PARAMETERS)), None),
        ("http://[", None),
    ],
)
def test_a_trap_is_known_by_its_address(address: str, reason: Reason | None) -> None:
    assert trap_of(address, TODAY) is reason


def test_nothing_on_the_local_site_is_taken_for_a_trap() -> None:
    newsroom = Newsroom(stories=60, seed=2)
    paths = [story.path(language) for story in newsroom.stories for language in ("en", "pt")]
    paths += [f"/all/en/?page={number}" for number in range(1, 100)]

    assert {trap_of(f"http://127.0.0.1:8000{path}", TODAY) for path in paths} == {None}


@given(st.dates(min_value=date(1700, 1, 1), max_value=TODAY + timedelta(days=31)))
def test_the_archive_of_any_day_that_was_is_no_trap(day: date) -> None:
    assert trap_of(f"{BASE}/archive/{day:%Y/%m/%d}/", TODAY) is None


@given(st.text())
def test_any_text_is_a_trap_or_not(text: str) -> None:
    trap_of(text, TODAY)
    trap_of(f"{BASE}/{text}", TODAY)
    has_loop(text)
    shape_of(f"http://{text}")


@pytest.mark.parametrize(
    ("address", "other", "is_one"),
    [
        ("/calendar/2026/11/", "/calendar/2025/3/", True),
        ("/list?colour=red&size=1", "/list?size=2", False),
        ("/list?colour=red&size=1", "/list?brand=x&size=2", True),
        ("/list?page=1", "/list?page=22", True),
        ("/list?section=sport", "/list?section=town", False),
        ("/news/warm-bread-at-dawn/", "/news/cold-bread-at-noon/", True),
        ("/sport/", "/town/", False),
    ],
)
def test_a_series_is_what_numbers_names_or_choices_tell_apart(address: str, other: str, *, is_one: bool) -> None:
    assert (shape_of(f"{BASE}{address}") == shape_of(f"{BASE}{other}")) is is_one


@pytest.mark.parametrize(("path", "is_series"), [("/calendar/2026/11/", True), ("/sport/", False), ("/?a=b&c=d", True)])
def test_only_a_series_can_be_barren(path: str, *, is_series: bool) -> None:
    assert shape_of(f"{BASE}{path}").is_series is is_series


def test_every_reason_says_what_it_means() -> None:
    assert all(reason.meaning for reason in Reason)
    assert {reason for reason in Reason if reason.is_budget} == {Reason.DEPTH, Reason.HOST, Reason.LISTINGS}
