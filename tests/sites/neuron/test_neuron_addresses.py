"""One article stands under several addresses of the neuron site; its record knows that it is one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines import PageRecord
from pipelines.page.page import Page
from pipelines.read import read
from pipelines.rules.addresses import host_of
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED
from tests.sites.neuron.articles import ENGLISH, PORTUGUESE, SLUG, Article, path_in
from tests.sites.neuron.markups import MARKUPS, ORIGIN, Markup, Shown, div_soup, full, semantic

SITE = read_site_file(SHIPPED / "neuron.toml")
VISIT = datetime(2025, 11, 16, 9, 30, tzinfo=UTC)
LONG = ORIGIN + path_in("en")
SHORT = f"{ORIGIN}/news/{SLUG}/"


def record_at(address: str, html: str) -> PageRecord:
    return read(Page(body=html.encode(), address=address, fetched_at=VISIT), SITE.rules, address=address)


def shown(article: Article) -> Shown:
    return Shown(date=article.date)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "address",
    [LONG, LONG.rstrip("/"), LONG + "#comments", LONG + "?utm_source=letter&utm_medium=mail", SHORT, SHORT.rstrip("/")],
)
def test_all_addresses_of_an_article_give_one_id_and_one_canonical_address(markup: str, address: str) -> None:
    record = record_at(address, MARKUPS[markup](ENGLISH, shown(ENGLISH)))

    assert record.article_id == f"neuron/{SLUG}/en"
    assert record.canonical_address == LONG
    assert record.address == address
    assert record.language == "en"


def test_a_short_address_on_a_page_that_names_no_full_one_stands_for_itself() -> None:
    html = div_soup(ENGLISH, shown(ENGLISH)).replace(path_in("en"), "/").replace(path_in("pt"), "/")
    record = record_at(SHORT, html)

    assert record.article_id == f"neuron/{SLUG}/en"
    assert record.canonical_address == SHORT


def test_the_full_address_of_another_article_is_not_taken_for_the_pages_own() -> None:
    html = div_soup(ENGLISH, shown(ENGLISH)).replace(f"/news/{SLUG}/", "/news/quite-another-story/")

    assert record_at(SHORT, html).canonical_address == SHORT


def test_the_full_address_on_another_host_is_not_taken_for_the_pages_own() -> None:
    html = div_soup(ENGLISH, shown(ENGLISH)).replace('href="/', 'href="https://mirror.example/')

    assert record_at(SHORT, html).canonical_address == SHORT


@pytest.mark.parametrize("markup", [semantic, full])
def test_the_portuguese_version_is_an_article_of_its_own(markup: Markup) -> None:
    english = record_at(LONG, markup(ENGLISH, shown(ENGLISH)))
    portuguese = record_at(ORIGIN + path_in("pt"), markup(PORTUGUESE, shown(PORTUGUESE)))

    assert portuguese.article_id == f"neuron/{SLUG}/pt"
    assert portuguese.article_id != english.article_id
    assert portuguese.canonical_address == ORIGIN + path_in("pt")
    assert portuguese.content_hash != english.content_hash


def test_a_short_address_takes_the_full_address_of_the_pages_own_language() -> None:
    html = div_soup(PORTUGUESE, shown(PORTUGUESE))
    record = record_at(SHORT, html)

    assert record.language == "pt"
    assert record.article_id == f"neuron/{SLUG}/pt"
    assert record.canonical_address == ORIGIN + path_in("pt")


def test_a_language_switch_the_site_file_does_not_know_yields_to_the_declared_language() -> None:
    dutch = replace(ENGLISH, language="nl", switch="lang icon Nederlands")
    record = record_at(SHORT, semantic(dutch, shown(ENGLISH)))

    assert record.language == "nl"
    assert record.article_id == f"neuron/{SLUG}/nl"


def test_every_markup_tells_the_same_content() -> None:
    hashes = {record_at(LONG, markup(ENGLISH, shown(ENGLISH))).content_hash for markup in MARKUPS.values()}

    assert len(hashes) == 1


def test_the_articles_of_the_site_are_told_from_its_other_pages() -> None:
    addresses = SITE.rules.addresses

    assert all(addresses.is_article(address) for address in (LONG, LONG.rstrip("/"), SHORT, SHORT.rstrip("/")))
    others = ("/", "/news/", "/news", f"/news/{SLUG}/20417/", f"/news/{SLUG}/x/en/", f"/pricing/{SLUG}/20417/en/")
    assert not any(addresses.is_article(ORIGIN + path) for path in others)
    assert host_of(LONG) in SITE.hosts
