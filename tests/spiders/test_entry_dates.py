"""The dates beside the entries of a listing without a rule: each its own, never a neighbour's."""

from datetime import UTC, datetime

import pytest

from pipelines.fields.moments import DateHints
from pipelines.page.page import Page
from spiders.entry_dates import entry_dates
from tests.archive.rows import NOON

HOME = "https://news.example/"


def dates(body: str, *paths: str) -> dict[str, datetime]:
    page = Page(body=f"<html><body>{body}</body></html>".encode(), address=HOME, fetched_at=NOON)
    found = entry_dates(page, {HOME + path: HOME + path for path in paths}, DateHints(fetched_at=NOON, language="en"))
    return {address.removeprefix(HOME): moment.at for address, moment in found.items()}


FIFTH, SIXTH = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "entry",
    [
        '<article><a href="/{0}">Title</a><time datetime="{1}">some time ago</time></article>',
        '<li><span class="d">{1}</span> <a href="/{0}">Title</a></li>',
        '<tr><td>{1}</td><td><a href="/{0}">Title</a></td></tr>',
        '<div><p><a href="/{0}">Title</a></p><div><small>{1}</small><a href="/{0}">12 comments</a></div></div>',
        '<dl><dt><a href="/{0}">Title</a></dt><dd>Teaser of 2026 · <i>{1}</i></dd></dl>',
    ],
)
def test_each_entry_has_the_date_of_its_own_block(entry: str) -> None:
    body = "<div>" + entry.format("a", "2026-01-05") + entry.format("b", "2026-01-06") + "</div>"
    assert dates(body, "a", "b") == {"a": FIFTH, "b": SIXTH}


def test_an_entry_without_a_date_has_none_and_no_neighbours() -> None:
    body = '<ul><li><a href="/a">A</a></li><li><a href="/b">B</a> 2026-01-06</li></ul>'
    assert dates(body, "a", "b") == {"b": SIXTH}


def test_the_date_in_an_address_stands_in_where_nothing_else_is_stated() -> None:
    body = '<a href="/2026/01/05/a">A</a><a href="/2026/01/b">B</a><p><a href="/2026/01/05/c">C</a> 2026-01-06</p>'
    assert dates(body, "2026/01/05/a", "2026/01/b", "2026/01/05/c") == {"2026/01/05/a": FIFTH, "2026/01/05/c": SIXTH}


def test_links_that_are_no_entries_part_nothing() -> None:
    body = '<div><p><a href="/a">A</a></p><p><a href="/tag">Tag</a> 2026-01-05</p></div>'
    assert dates(body, "a") == {"a": FIFTH}
