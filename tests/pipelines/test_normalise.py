"""From readings to a record: clean text, one canonical address, one content hash."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.listing import Entry
from pipelines.normalise import article_id, canonical_address, clean_entry, clean_text, content_hash
from pipelines.read import read
from pipelines.rules.addresses import AddressRules
from pipelines.rules.site_rules import ListingRule, SiteRules
from tests.pipelines.making import ld, page_of, record_of

HOME = "https://hill.example/"
HILL = SiteRules(
    site="hill",
    addresses=AddressRules(article=re.compile(r"/bread/(?P<id>\d+)/?"), identity="{id}", canonical="/bread/{id}/"),
    listing=ListingRule(),
)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  bread \n", "bread"),
        ("br\x00ea\x1b[2Jd\x7f", "brea[2Jd"),
        ("one\n\ntwo\tthree", "one\n\ntwo\tthree"),
        ("cafe\u0301", "café"),
        ("bread\ud800 and\udfff bells", "bread and bells"),
        ("\x01 bread \x02", "bread"),
        ("\r\n", ""),
        ("👩🏽‍🍳 bäckt", "👩🏽‍🍳 bäckt"),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("e\u0301\x00 \n\ud800\u200b\u1100\u1161"))))
@example("e\x00\u0301")
def test_clean_text_stays_the_same_when_cleaned_again_and_fits_any_file(text: str) -> None:
    clean = clean_text(text)

    assert clean_text(clean) == clean
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert unicodedata.is_normalized("NFC", clean)


CONTENT = ("language", "title", "published_at", "summary", "body", "authors", "section", "tags")
OTHERS: dict[str, Any] = {
    "article_id": "bread/102/en",
    "site": "hill",
    "address": HOME,
    "final_address": HOME,
    "canonical_address": HOME,
    "published_text": "4 January 2026, 06:30",
    "modified_at": datetime(2026, 1, 5, tzinfo=UTC),
    "views": 13,
    "views_text": "13",
    "fetched_at": datetime(2027, 1, 5, tzinfo=UTC),
    "extractor_version": "9.9.9",
    "image": "https://cdn.hill.example/101.jpg?width=300",
    "sources": {"title": "element:h1"},
    "entries": (Entry(box="x", position=1, title="x", teaser=None, address=None, published=None),),
}


@pytest.mark.parametrize("field", CONTENT)
def test_the_hash_sees_every_field_of_the_content(field: str) -> None:
    changed: Any = {"published_at": datetime(2026, 1, 4, 6, 31, tzinfo=UTC), "authors": ("Bo",), "tags": ("bells",)}

    hashes = {content_hash(record_of(**{field: value})) for value in (changed.get(field, "other"), None)}
    assert len(hashes | {content_hash(record_of())}) == 3


@pytest.mark.parametrize("field", ["title", "summary", "section", "authors", "tags"])
def test_the_hash_tells_what_is_missing_from_what_is_empty(field: str) -> None:
    empty: Any = () if field in ("authors", "tags") else ""

    assert content_hash(record_of(**{field: None})) != content_hash(record_of(**{field: empty}))


@pytest.mark.parametrize(("field", "value"), OTHERS.items(), ids=list(OTHERS))
def test_the_hash_is_blind_to_addresses_views_and_visits(field: str, value: object) -> None:
    assert content_hash(record_of(**{field: value})) == content_hash(record_of())


@given(st.integers(0, 2**40) | st.none(), st.text(), st.text())
def test_the_hash_is_blind_to_any_views_and_addresses(views: int | None, views_text: str, address: str) -> None:
    seen = record_of(
        views=views, views_text=views_text, address=address, final_address=address, canonical_address=address
    )

    assert content_hash(seen) == content_hash(record_of())


@given(
    st.sampled_from([field for field in CONTENT if field not in ("published_at", "authors", "tags")]),
    st.text(),
    st.text(),
)
def test_two_contents_have_two_hashes(field: str, one: str, other: str) -> None:
    same = content_hash(record_of(**{field: one})) == content_hash(record_of(**{field: other}))

    assert same is (one == other)


def test_the_hash_keeps_neighbouring_fields_apart() -> None:
    assert content_hash(record_of(summary="ab", body="c")) != content_hash(record_of(summary="a", body="bc"))
    assert content_hash(record_of(tags=("a", "b"))) != content_hash(record_of(tags=("a, b",)))
    assert content_hash(record_of(tags=("a",), authors=())) != content_hash(record_of(tags=(), authors=("a",)))


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ('<link rel="canonical" href="/bread#top">', "https://hill.example/bread"),
        ('<link rel="canonical" href="https://hill.example/bread?utm_source=x">', "https://hill.example/bread"),
        ('<link rel="canonical" href="https://mirror.example/bread">', "https://hill.example/a?page=2"),
        ('<link rel="canonical" href="javascript:x">', "https://hill.example/a?page=2"),
        ('<link rel="canonical" href="/">', "https://hill.example/a?page=2"),
        ('<link rel="canonical" href="https://hill.example">', "https://hill.example/a?page=2"),
        ('<link rel="canonical" href="/?utm_source=x">', "https://hill.example/a?page=2"),
        ("<p>bread", "https://hill.example/a?page=2"),
    ],
)
def test_without_address_rules_the_declared_address_of_the_same_host_is_canonical(html: str, canonical: str) -> None:
    assert canonical_address(page_of(html, "https://hill.example/a?page=2"), SiteRules(), None) == canonical


def test_an_article_without_an_identity_rule_is_known_by_its_own_address_whatever_it_declares() -> None:
    assert article_id(page_of("", f"{HOME}a"), f"{HOME}bread", "en", SiteRules(site="hill")) == f"hill/{HOME}a"


@pytest.mark.parametrize(
    ("language", "part"), [("pt", "pt"), ("pt-BR", "pt"), ("zh-Hans-TW", "zh"), ("en-GB", "en"), (None, "und")]
)
def test_the_id_of_an_article_tells_its_language_but_not_where_that_is_spoken(language: str | None, part: str) -> None:
    assert article_id(page_of("", HOME), f"{HOME}bread/7", language, HILL) == f"hill/7/{part}"


def test_what_the_identity_rule_does_not_name_is_known_by_its_own_address() -> None:
    assert article_id(page_of("", f"{HOME}about"), f"{HOME}about-us", "en", HILL) == f"hill/{HOME}about"


def test_a_record_holds_no_control_character_or_surrogate_anywhere() -> None:
    html = ld(
        r'{"@type": "NewsArticle", "headline": "Warm \u0000bread\ud800", "author": "Ada \u001bExample", '
        r'"keywords": ["be\udfffll"], "articleSection": "To\u0007wn", "articleBody": "One\u0000.\n\nTwo\ud83d."}'
    )
    record = read(page_of(html), SiteRules(), address=HOME)

    assert record.title == "Warm bread"
    assert (record.authors, record.tags, record.section) == (("Ada Example",), ("bell",), "Town")
    assert record.body == "One.\n\nTwo."


@pytest.mark.parametrize(
    "href", ["http://hill.example:99999/x", "//hill.example:port/x", "http://[", "/ä b?utm_source=x"]
)
def test_a_broken_address_of_an_entry_never_costs_the_article(href: str) -> None:
    entry = f'<p>Jan. 2, 2026</p><p><a href="{href}">Bells</a></p><p>A teaser that is long enough to be one.</p>'
    record = read(page_of(f"<h1>Bread</h1>{entry}"), SiteRules(listing=ListingRule()), address=HOME)

    assert [entry.title for entry in record.entries] == ["Bells"]


@pytest.mark.parametrize("href", ["http://news.example:99999/x", "http://news.example:port/", "http://["])
def test_a_broken_canonical_link_never_costs_the_article(href: str) -> None:
    record = read(page_of(f'<link rel="canonical" href="{href}"><h1>Bread</h1>'), SiteRules(), address=HOME)

    assert record.canonical_address == record.final_address


def test_what_a_page_does_not_say_is_none_and_never_empty() -> None:
    record = read(page_of("<html></html>"), SiteRules(), address=HOME)

    unsaid = ["language", "title", "published_at", "published_text", "published_offset_minutes", "published_precision"]
    unsaid += ["modified_at", "views", "views_text", "summary", "body", "authors", "section", "tags", "image"]
    assert {getattr(record, name) for name in unsaid} == {None}
    assert (record.sources, record.entries) == ({}, ())


def test_entries_lead_where_their_articles_are_asked_for() -> None:
    entry = '<p>Jan. 2, 2026</p><p><a href="/bread/7?utm_source=box#top">Bells</a></p><p>A teaser, long enough.</p>'
    record = read(page_of(f"<h1>Bread</h1>{entry}", f"{HOME}bread/8/"), HILL, address=HOME)

    assert [entry.address for entry in record.entries] == [f"{HOME}bread/7/"]


def test_an_entry_is_cleaned_and_leads_where_its_article_is_asked_for() -> None:
    entry = Entry(
        box="x", position=1, title="Be\x00lls ", teaser=" Why? ", address=f"{HOME}bread/7?utm_source=x", published=None
    )
    untold = replace(entry, title=None, teaser=None, address=None)

    assert clean_entry(entry, HILL) == replace(entry, title="Bells", teaser="Why?", address=f"{HOME}bread/7/")
    assert clean_entry(untold, HILL) == untold
