"""Reading a page of a site: its entries or its record, and the addresses it leads to."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from archive.errors import UnreadablePageError
from archive.ledger import Found
from pipelines.content import Kind, PageContent, PageTask
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from spiders.reading import ReadHere, listing, read_content
from spiders.site import SiteDefinition
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED
from tests.archive.rows import NOON
from tests.spiders.coroutines import run_to_end

SITE = read_site_file(SHIPPED / "neuron.toml")
HOME = "https://neuron.expert/"
LISTING = f"{HOME}news/"
ARTICLE = f"{HOME}news/quiet-chips/101/en/"
OTHER = f"{HOME}news/loud-chips/102/en/"
BODY = f"""<html><body><h1>Quiet chips</h1>
  <a href="{ARTICLE}">Quiet chips</a> <a href="/news/loud-chips/102/en?utm_source=list">Loud chips</a>
  <a href="https://other.example/news/foreign/1/en/">Foreign</a>
  <a href="?page=2">Next</a> <a href="/archive/">All news</a>
</body></html>"""


def task(kind: Kind, data: Mapping[str, int | str], body: str = BODY) -> PageTask:
    address = LISTING if kind is Kind.LISTING else ARTICLE
    page = Page(body=body.encode(), address=address, fetched_at=NOON, content_type="text/html; charset=utf-8")
    return PageTask(kind=kind, address=address, data=data, page=page)


def read(kind: Kind, *, site: SiteDefinition = SITE, **data: int | str) -> PageContent:
    return read_content(task(kind, data), site)


def found_in(content: PageContent) -> list[tuple[str, str, dict[str, int | str]]]:
    assert all(found.host == host_of(found.address) for found in content.found)
    return [(found.address, found.kind, dict(found.data)) for found in content.found]


def test_a_listing_leads_to_articles_the_next_page_and_listings_and_is_no_article() -> None:
    content = read(Kind.LISTING, page_number=1)
    assert content.record is None
    assert found_in(content) == [
        (ARTICLE, "article", {"depth": 1}),
        (OTHER, "article", {"depth": 1}),
        (f"{LISTING}?page=2", "listing", {"page_number": 2}),
        (f"{HOME}archive/", "listing", {"page_number": 1}),
    ]


def test_a_listing_without_entries_of_its_rule_has_its_article_links_as_entries() -> None:
    content = read(Kind.LISTING, page_number=1)
    assert [(entry.position, entry.title, entry.address) for entry in content.entries] == [
        (1, "Quiet chips", ARTICLE),
        (2, "Loud chips", OTHER),
    ]


def test_the_entries_of_a_listing_can_be_stored() -> None:
    body = f'<a href="{ARTICLE.rstrip("/")}?utm_source=x">Qui\u0065\u0301t &#9;\x0bchips </a>'
    (entry,) = read_content(task(Kind.LISTING, {}, body), SITE).entries
    assert (entry.title, entry.address) == ("Qui\u00e9t chips", ARTICLE)


def test_the_last_page_of_a_listing_is_where_the_definition_says() -> None:
    last = SITE.listings.max_pages
    before, at_last = (
        [found.address for found in read(Kind.LISTING, page_number=number).found] for number in (last - 1, last)
    )
    assert f"{LISTING}?page=2" in before
    assert at_last == [address for address in before if address != f"{LISTING}?page=2"]


def test_a_listing_of_which_nothing_is_told_is_a_first_page() -> None:
    assert (f"{LISTING}?page=2", "listing", {"page_number": 2}) in found_in(read(Kind.LISTING))


def test_an_article_is_its_record_and_leads_to_the_articles_it_names() -> None:
    content = read(Kind.ARTICLE, depth=1)
    assert content.record is not None
    assert (content.record.title, content.record.address) == ("Quiet chips", ARTICLE)
    assert content.entries == content.record.entries
    assert found_in(content) == [(ARTICLE, "article", {"depth": 2}), (OTHER, "article", {"depth": 2})]


def test_an_article_leads_to_others_one_link_further_away_from_a_listing() -> None:
    assert [{found.data["depth"] for found in read(Kind.ARTICLE, depth=depth).found} for depth in (1, 2, 3)] == [
        {2},
        {3},
        {4},
    ]


def test_an_article_known_from_the_tables_alone_leads_as_far_as_one_of_a_listing() -> None:
    assert read(Kind.ARTICLE).found == read(Kind.ARTICLE, depth=1).found


def test_a_page_of_a_listing_tells_which_one_it_is() -> None:
    assert listing("http://127.0.0.1:8000/all/?page=3", 3) == Found(
        address="http://127.0.0.1:8000/all/?page=3", kind="listing", host="127.0.0.1:8000", data={"page_number": 3}
    )


def test_reading_in_the_crawls_own_process_gives_the_same() -> None:
    assert run_to_end(ReadHere(SITE)(task(Kind.ARTICLE, {"depth": 1}))) == read(Kind.ARTICLE, depth=1)


def test_a_page_for_which_there_is_no_memory_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> PageContent:
        raise MemoryError

    # The memory of the tests' own process cannot be made to run out.
    monkeypatch.setattr("spiders.reading.read_content", greedy)
    with pytest.raises(UnreadablePageError, match="not enough memory"):
        ReadHere(SITE)(task(Kind.ARTICLE, {})).send(None)


def test_a_site_without_rules_is_read_too() -> None:
    content = read(Kind.ARTICLE, site=replace(SITE, rules=replace(SITE.rules, fields={})))
    assert content.record is not None
