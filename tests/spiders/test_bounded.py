"""Keeping what a page leads to within sections and dates."""

from datetime import UTC, datetime, timedelta

from archive.ledger import Found
from pipelines.bounds import Bound, Bounds
from pipelines.content import Kind, PageContent, PageTask
from pipelines.fields.moments import Moment, Precision
from pipelines.listing import Entry, Link
from pipelines.page.page import Page
from spiders.bounded import bounded, section_links
from tests.archive.rows import NOON

HOME = "https://news.example/"
POLITICS = Bounds(sections=("politics",))
DAY = timedelta(days=1)


def found(path: str, kind: Kind = Kind.ARTICLE, **data: int | str) -> Found:
    return Found(address=HOME + path, kind=kind, host="news.example", data=data)


def task(path: str = "", kind: Kind = Kind.LISTING, **data: int | str) -> PageTask:
    return PageTask(
        kind=kind, address=HOME + path, data=data, page=Page(body=b"", address=HOME + path, fetched_at=NOON)
    )


def entry(path: str, days: int) -> Entry:
    """An entry published so many days after the middle of January."""
    at = datetime(2026, 1, 15, tzinfo=UTC) + days * DAY
    published = Moment(at=at, text="", offset_minutes=None, precision=Precision.DAY)
    return Entry(box="listing", position=1, title=None, teaser=None, address=HOME + path, published=published)


def kept(content: PageContent, of: PageTask, bounds: Bounds) -> tuple[list[str], list[tuple[str, Bound]]]:
    """The paths that are still found, and those held back with their bound."""
    result = bounded(content, of, bounds)
    held = [(one.address.removeprefix(HOME), one.bound) for one in result.held_back]
    return [one.address.removeprefix(HOME) for one in result.found], held


FRONT = (
    found("a"), found("politics/b"), found("?page=2", Kind.LISTING, page_number=2),
    found("politics/", Kind.LISTING, page_number=1, in_section=1), found("sport/", Kind.LISTING, page_number=1),
)  # fmt: skip


def test_without_bounds_nothing_is_held_back() -> None:
    content = PageContent(record=None, entries=(entry("a", -900),), found=FRONT)
    assert bounded(content, task(), Bounds()) is content


def test_a_page_with_a_link_to_the_section_leads_there_and_to_what_its_address_says_is_of_it() -> None:
    paths, held = kept(PageContent(record=None, entries=(), found=FRONT), task(), POLITICS)
    assert paths == ["politics/b", "politics/"]
    assert held == [("a", Bound.SECTIONS), ("?page=2", Bound.SECTIONS), ("sport/", Bound.SECTIONS)]


def test_where_no_link_leads_to_the_section_every_article_may_be_of_it() -> None:
    content = PageContent(record=None, entries=(), found=(*FRONT[:3], FRONT[4]))
    assert kept(content, task(), POLITICS) == (["a", "politics/b", "?page=2"], [("sport/", Bound.SECTIONS)])


def test_all_that_the_listing_of_the_section_leads_to_is_of_it_but_for_other_listings() -> None:
    content = PageContent(record=None, entries=(), found=(FRONT[0], FRONT[2], FRONT[4]))
    for listing in (task("politics/"), task("p7", in_section=1)):
        result = bounded(content, listing, POLITICS)
        assert [(one.address, one.data.get("in_section")) for one in result.found] == [
            (HOME + "a", 1),
            (HOME + "?page=2", 1),
        ]
        assert [held.address for held in result.held_back] == [HOME + "sport/"]


def test_an_article_of_the_sections_listing_leads_to_no_others_beside_it() -> None:
    content = PageContent(record=None, entries=(), found=FRONT[:2])
    assert kept(content, task("x", Kind.ARTICLE, in_section=1), POLITICS)[0] == ["politics/b"]
    assert kept(content, task("x", Kind.ARTICLE), POLITICS)[0] == ["a", "politics/b"]


def test_links_to_a_section_are_known_by_their_words_or_the_end_of_their_address() -> None:
    links = [
        Link(HOME + path, text) for path, text in (("p1", "Politics"), ("news/politics/", "More"), ("politics/x", "X"))
    ]
    assert list(section_links(links, POLITICS)) == links[:2]
    assert list(section_links(links, Bounds())) == []


def test_entries_that_state_a_date_outside_are_not_asked_for_a_day_of_grace_given() -> None:
    content = PageContent(
        record=None,
        entries=(entry("early", -2), entry("near", -1), entry("in", 3), entry("late", 9)),
        found=(found("early"), found("near"), found("in"), found("late"), found("undated")),
    )
    bounds = Bounds(since=datetime(2026, 1, 15, tzinfo=UTC), until=datetime(2026, 1, 20, tzinfo=UTC))
    paths, held = kept(content, task(), bounds)
    assert paths == ["near", "in", "undated"]
    assert held == [("early", Bound.DATES), ("late", Bound.DATES)]


def test_a_list_from_new_to_old_that_has_passed_the_first_day_leads_to_no_further_page() -> None:
    since = Bounds(since=datetime(2026, 1, 15, tzinfo=UTC))
    further = found("?page=2", Kind.LISTING, page_number=2)
    passed = tuple(entry(f"a{days}", days) for days in (5, 0, -3, -4, -5))
    for entries, goes_on in ((passed, False), (passed[:4], True), (passed[::-1], True), (passed[:1], True), ((), True)):
        content = PageContent(record=None, entries=entries, found=(further,))
        assert (kept(content, task(), since)[0] == ["?page=2"]) is goes_on, entries
