"""The entries of listings and boxes of headlines, and the links of any page."""

from datetime import UTC, datetime

import pytest

from pipelines.listing import LISTING_BOX, Entry, Link, read_entries, read_links
from pipelines.rules.site_rules import ListingRule
from tests.pipelines.making import HINTS, page_of

BOXES = ListingRule(boxes=("Hot news",), until=("All news",))
TEASER = "A teaser is a whole sentence that says what the story is about."
JAN_2 = datetime(2026, 1, 2, tzinfo=UTC)


def entries_of(html: str, rule: ListingRule = BOXES) -> tuple[Entry, ...]:
    return read_entries(page_of(html), rule, HINTS, box=LISTING_BOX)


def told(html: str, rule: ListingRule = BOXES) -> list[tuple[str, int, str | None, str | None]]:
    return [(entry.box, entry.position, entry.title, entry.teaser) for entry in entries_of(html, rule)]


def entry(title: str, teaser: str = "") -> str:
    lines = ["Jan. 2, 2026", f'<a href="/{title}">{title}</a>', teaser]
    return "".join(f"<div>{line}</div>" for line in lines if line)


def test_a_date_a_title_and_a_teaser_are_an_entry() -> None:
    (found,) = entries_of(f"<p>Menu</p>{entry('Bread', TEASER)}")

    assert (found.title, found.teaser, found.address) == ("Bread", TEASER, "https://news.example/Bread")
    assert found.published is not None
    assert (found.published.at, found.published.text) == (JAN_2, "Jan. 2, 2026")


def test_entries_with_and_without_a_teaser_stand_side_by_side() -> None:
    html = entry("One", TEASER) + entry("Two") + entry("Three", TEASER) + "<p>Imprint</p>"

    assert told(html) == [("listing", 1, "One", TEASER), ("listing", 2, "Two", None), ("listing", 3, "Three", TEASER)]


def test_the_last_entry_of_a_page_needs_no_teaser() -> None:
    assert told(entry("One") + entry("Two")) == [("listing", 1, "One", None), ("listing", 2, "Two", None)]


def test_a_short_link_below_the_last_entry_is_no_teaser() -> None:
    assert told(f'{entry("One")}<a href="/more">Read more</a>') == [("listing", 1, "One", None)]
    assert told(f'{entry("One", TEASER)}<a href="/more">Read more</a>') == [("listing", 1, "One", TEASER)]


def test_a_heading_begins_a_box_that_counts_from_one() -> None:
    html = entry("One", TEASER) + "<h2>HOT NEWS</h2>" + entry("Two", TEASER) + entry("Three", TEASER)

    assert told(html) == [
        ("listing", 1, "One", TEASER),
        ("Hot news", 1, "Two", TEASER),
        ("Hot news", 2, "Three", TEASER),
    ]


def test_a_line_that_ends_a_box_is_no_teaser_and_ends_the_box() -> None:
    html = f"<h2>Hot news</h2>{entry('One')}<p>All news</p>{entry('Two', TEASER)}"

    assert told(html) == [("Hot news", 1, "One", None), ("listing", 1, "Two", TEASER)]


def test_a_heading_below_an_entry_is_no_teaser() -> None:
    assert told(f"{entry('One')}<h2>Hot news</h2>{entry('Two', TEASER)}")[0] == ("listing", 1, "One", None)


def test_two_dates_in_a_row_are_one_entry() -> None:
    assert told(f"<p>Jan. 4, 2026</p>{entry('One', TEASER)}") == [("listing", 1, "One", TEASER)]


def test_a_date_alone_is_no_entry() -> None:
    assert told("<p>Menu</p><p>Jan. 2, 2026</p>") == []
    assert told("<p>Jan. 2, 2026</p><p>All news</p>") == []
    assert told("<p>No dates here</p>") == []


def test_an_entry_without_a_link_has_no_address() -> None:
    (found,) = entries_of(f"<p>Jan. 2, 2026</p><p>Bread</p><p>{TEASER}</p>")

    assert (found.title, found.address) == ("Bread", None)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_link_on_any_line_of_an_entry_is_its_address(place: int) -> None:
    texts = ["Jan. 2, 2026", "Bread", TEASER]
    texts[place] = f'<a href="/bread">{texts[place]}</a>'
    (found,) = entries_of("".join(f"<p>{text}</p>" for text in texts) + "<p>Imprint</p>")

    assert found.address == "https://news.example/bread"


def test_a_date_and_a_count_side_by_side_are_an_entry_of_no_title() -> None:
    html = f"<p><b>Jan. 2, 2026</b> <i>300</i></p><p><a href='/b'>Bread</a></p><p>{TEASER}</p>"
    found = entries_of(html)

    assert [entry.published and entry.published.at for entry in found] == [JAN_2]


SELECTED = ListingRule(entry="li", title="h3", link="h3 a::attr(href)", date="time::attr(datetime)", teaser="p::text")


def test_entries_are_read_by_selectors_where_the_site_names_them() -> None:
    html = """<ul><li><h3><a href="/one">One <b>loaf</b></a></h3><time datetime="2026-01-02">today</time><p> Warm. </p>
    <li><h3><a href="javascript:x">Two</a></h3><time datetime="soon">soon</time><li></ul>"""
    one, two, three = entries_of(html, SELECTED)

    assert (one.position, one.title, one.teaser, one.address) == (1, "One loaf", "Warm.", "https://news.example/one")
    assert one.published is not None
    assert one.published.at == JAN_2
    assert (two.position, two.title, two.teaser, two.address, two.published) == (2, "Two", None, None, None)
    assert (three.title, three.address) == (None, None)


def test_a_rule_that_names_only_the_entry_still_finds_its_link() -> None:
    (found,) = entries_of('<li><a href="/one">One</a></li>', ListingRule(entry="li"))

    assert (found.title, found.address) == (None, "https://news.example/one")


def test_every_address_is_linked_once_with_its_longest_words() -> None:
    html = """<a href="/a">One</a><a href="/b">Two</a><a href="/a">One and more</a><a>none</a><a href="http://[">x</a>
    <a href="mailto:ada@news.example">mail</a><a href="/c"><img></a>"""

    assert read_links(page_of(html)) == (
        Link("https://news.example/a", "One and more"),
        Link("https://news.example/b", "Two"),
        Link("https://news.example/c", ""),
    )
