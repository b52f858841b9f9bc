"""The demo site's definition reads what a perfect reader of the local news site would."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.localsite.markup import article_page, count_pages, front_page, listing_page
from crawler.localsite.newsroom import Newsroom
from crawler.localsite.truth import Reading, tell_truth
from pipelines import PageRecord
from pipelines.extract import date_hints
from pipelines.listing import LISTING_BOX, Entry, read_entries
from pipelines.page.page import Page
from pipelines.read import read
from spiders.pagination import next_pages
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED

DEMO = read_site_file(SHIPPED / "demo.toml")
RULES = DEMO.rules
BASE = "http://127.0.0.1:8000"
NEWSROOM = Newsroom(stories=60)
TRUTH = {reading["address"]: reading for reading in tell_truth(NEWSROOM, BASE)}


def page_at(address: str, html: str) -> Page:
    return Page(body=html.encode(), address=address, fetched_at=NEWSROOM.now + timedelta(minutes=5))


def record_at(address: str) -> PageRecord:
    reading = TRUTH[address]
    story = next(story for story in NEWSROOM.stories if story.number == reading["id"])
    version = story.version(reading["language"])
    assert version is not None
    return read(page_at(address, article_page(NEWSROOM, story, version, BASE)), RULES, address=address)


def with_body() -> list[str]:
    return [address for address, reading in TRUTH.items() if reading["has_body"]]


@pytest.mark.parametrize("address", with_body())
def test_an_article_of_the_local_site_reads_as_it_was_written(address: str) -> None:
    reading, record = TRUTH[address], record_at(address)

    assert record.refused is None
    assert record.title == reading["title"]
    assert record.language == reading["language"]
    assert record.views == reading["views"]
    assert record.summary == reading["summary"]
    assert record.body == reading["body"]
    assert record.published_at == datetime.fromisoformat(reading["published_at"])
    assert record.published_offset_minutes == 0
    assert record.canonical_address == address
    assert record.article_id == f"demo/{reading['id']}/{reading['language']}"


@pytest.mark.parametrize("address", with_body())
def test_what_only_the_markup_tells_is_read_where_there_is_markup(address: str) -> None:
    reading, record = TRUTH[address], record_at(address)

    assert list(record.authors or ()) == reading["authors"]
    assert record.section == reading["section"]
    assert list(record.tags or ()) == reading["tags"]
    assert (record.modified_at and record.modified_at.isoformat()) == reading["modified_at"]
    assert (record.image is None) is reading["bare_markup"]


def test_an_article_that_is_only_a_video_is_refused() -> None:
    videos = [address for address, reading in TRUTH.items() if not reading["has_body"]]

    assert videos
    assert {record_at(address).refused for address in videos} == {"no_body"}


@pytest.mark.parametrize(("language", "box"), [("en", "Hot news"), ("pt", "Notícias em destaque")])
def test_an_article_names_the_seven_headlines_below_it_and_no_others(language: str, box: str) -> None:
    for address in (address for address, reading in TRUTH.items() if reading["language"] == language):
        entries = record_at(address).entries
        assert [(entry.box, entry.position) for entry in entries] == [(box, place) for place in range(1, 8)]
        assert all(entry.published and entry.title and entry.teaser for entry in entries)


def test_the_headlines_below_an_article_lead_to_other_articles() -> None:
    for address in list(TRUTH)[:10]:
        led_to = [entry.address for entry in record_at(address).entries if entry.box != "related"]
        assert set(led_to) <= set(TRUTH) - {address}


def test_the_front_page_gives_its_box_of_headlines() -> None:
    entries = entries_of(page_at(BASE + "/", front_page(NEWSROOM)))

    assert [(entry.box, entry.position) for entry in entries] == [("Hot news", place) for place in range(1, 8)]


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_listings_give_every_article_once_in_order(language: str) -> None:
    pages = [
        page_at(f"{BASE}/all/{language}/?page={number}", listing_page(NEWSROOM, language, number))
        for number in range(1, count_pages(NEWSROOM, language) + 1)
    ]
    entries = [entry for page in pages for entry in entries_of(page)]
    expected: list[Reading] = [reading for reading in TRUTH.values() if reading["language"] == language]

    assert [entry.address for entry in entries] == [reading["address"] for reading in expected]
    assert {entry.box for entry in entries} == {LISTING_BOX}
    assert [entry.published and entry.published.at for entry in entries] == [
        datetime.fromisoformat(reading["published_at"]).astimezone(UTC) for reading in expected
    ]
    following = [[one.address for one in next_pages(page, DEMO)] for page in pages]
    assert following == [*([page.address] for page in pages[1:]), []]


def entries_of(page: Page) -> tuple[Entry, ...]:
    assert RULES.listing is not None
    return read_entries(page, RULES.listing, date_hints(page, RULES), box=LISTING_BOX)
