"""Where a link leads, in which form it is asked for."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.page.page import Page
from pipelines.rules.addresses import AddressRules, host_of
from spiders.links import (
    LinkKind,
    LinkSeen,
    Place,
    classify,
    links_to,
    looks_like_article,
    where_it_leads,
)
from spiders.site import SiteDefinition, site_at
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED

NEURON = read_site_file(SHIPPED / "neuron.toml")
DEMO = read_site_file(SHIPPED / "demo.toml").at("https://demo.example/")
UNKNOWN = site_at("https://news.example/")
HOME = "https://neuron.expert/"
ARTICLE = f"{HOME}news/quiet-chips/101/en/"


def page(body: str, address: str = HOME) -> Page:
    return Page(body=f"<html><body>{body}</body></html>".encode(), address=address, fetched_at=datetime.now(UTC))


def seen(address: str, text: str) -> LinkSeen:
    return LinkSeen(address=address, text=text, place=Place.TEXT)


@pytest.mark.parametrize(
    ("address", "text", "kind"),
    [
        (ARTICLE, "Quiet chips", LinkKind.ARTICLE),
        (f"{HOME}news/quiet-chips", "Quiet chips", LinkKind.ARTICLE),
        ("https://www.neuron.expert/news/quiet-chips/", "x", LinkKind.ARTICLE),
        (f"{ARTICLE}?utm_source=letter", "Quiet chips", LinkKind.ARTICLE),
        (f"{ARTICLE}#comments", "7 comments", LinkKind.ARTICLE),
        (f"{HOME}news/", "News", LinkKind.NEITHER),
        (f"{HOME}about/", "About us", LinkKind.NEITHER),
        (f"{HOME}about/?utm_content=/news/quiet-chips/101/en/", "About us", LinkKind.NEITHER),
        (f"{HOME}news/?page=2", "All news", LinkKind.LISTING),
        (f"{HOME}anything", "ALL NEWS:", LinkKind.LISTING),
        ("https://other.example/news/quiet-chips/101/en/", "Quiet chips", LinkKind.NEITHER),
        ("https://other.example/", "All news", LinkKind.NEITHER),
        ("https://neuron.expert:8443/news/quiet-chips/", "Quiet chips", LinkKind.NEITHER),
    ],
)
def test_a_link_is_judged_by_the_rules_of_its_site(address: str, text: str, kind: LinkKind) -> None:
    assert classify(seen(address, text), NEURON) is kind


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("/2026/01/05/chips", True),
        ("/2026/1/chips.html", True),
        ("/story/48213", True),
        ("/a-slug-of-four", True),
        ("/world/quiet-chips-win-the-day/", True),
        ("/", False),
        ("", False),
        ("/world/", False),
        ("/about-us", False),
        ("/slug-of-three", False),
        ("/2026/", False),
        ("/2026/01/05/picture.jpg", False),
        ("/files/annual-report-of-2026.PDF", False),
        ("/feed-of-all-the-news.xml", False),
    ],
)
def test_without_rules_the_shape_of_an_address_decides(path: str, is_article: bool) -> None:
    address = f"https://news.example{path}"
    assert looks_like_article(address) is is_article
    assert (classify(seen(address, "words"), UNKNOWN) is LinkKind.ARTICLE) is is_article


@pytest.mark.parametrize(
    "address",
    [
        ARTICLE,
        f"{HOME}news/quiet-chips/101/en",
        f"{HOME}news/quiet-chips/101/en/#comments",
        f"{HOME}news/quiet-chips/101/en?utm_source=letter",
        "https://neuron.expert:443/news/quiet-chips/101/en",
    ],
)
def test_all_forms_of_an_article_are_asked_for_as_one(address: str) -> None:
    assert NEURON.rules.addresses.visiting(address) == ARTICLE


def test_what_the_rules_cannot_complete_is_asked_for_as_it_stands() -> None:
    assert NEURON.rules.addresses.visiting(f"{HOME}news/quiet-chips?utm_source=x") == f"{HOME}news/quiet-chips"


TRACKED = ["utm_source=letter", "utm_campaign=a-slug-of-four", "fbclid=20260105", "gclid=12345&mc_eid=67890"]


@pytest.mark.parametrize("query", TRACKED)
def test_what_follows_a_reader_around_makes_no_other_article(query: str) -> None:
    found = page(f'<a href="/story/48213?{query}">Chips</a><a href="/story/48213">Chips</a>', UNKNOWN.address)
    assert [link.address for link in links_to(LinkKind.ARTICLE, found, UNKNOWN)] == ["https://news.example/story/48213"]


@pytest.mark.parametrize("query", TRACKED)
def test_what_follows_a_reader_around_makes_no_page_an_article(query: str) -> None:
    assert classify(seen(f"https://news.example/world/?{query}", "World"), UNKNOWN) is LinkKind.NEITHER


@pytest.mark.parametrize("query", TRACKED)
def test_what_follows_a_reader_around_hides_no_article_from_rules_that_name_a_query(query: str) -> None:
    addresses = AddressRules(article=re.compile(r"/story\?id=(?P<id>\d+)"), identity="{id}")
    site = replace(UNKNOWN, rules=replace(UNKNOWN.rules, addresses=addresses))
    found = page(f'<a href="/story?{query}&amp;id=7">Chips</a><a href="/story?{query}">None</a>', UNKNOWN.address)
    assert [link.address for link in links_to(LinkKind.ARTICLE, found, site)] == ["https://news.example/story?id=7"]


@pytest.mark.parametrize(
    ("asked", "final", "where"),
    [
        (ARTICLE, ARTICLE, None),
        (ARTICLE, ARTICLE.rstrip("/"), None),
        (f"{HOME}news/quiet-chips", ARTICLE, None),
        (ARTICLE, f"{HOME}news/loud-chips/102/en/", None),
        (ARTICLE, "https://www.neuron.expert/news/quiet-chips/101/en/", None),
        (ARTICLE, f"{ARTICLE}?from=old", None),
        (ARTICLE, HOME, "the front page"),
        (ARTICLE, f"{HOME}?from=old", "the front page"),
        (ARTICLE, "https://www.neuron.expert/", "the front page"),
        (ARTICLE, f"{HOME}news/", f"a listing: {HOME}news/"),
        (ARTICLE, f"{HOME}login/?next=/news/quiet-chips", f"no article: {HOME}login/?next=/news/quiet-chips"),
        (f"{HOME}pages/about", f"{HOME}pages/about-us", None),
        (f"{HOME}pages/about", HOME, "the front page"),
    ],
)
def test_an_article_that_answers_as_another_kind_of_page_leads_away(asked: str, final: str, where: str | None) -> None:
    assert where_it_leads(asked, final, NEURON) == where


def test_without_rules_only_the_front_page_and_the_listings_are_known_to_be_no_article() -> None:
    site = site_at("https://news.example/world?utm_source=x#top")
    story = "https://news.example/story/48213"
    assert where_it_leads(story, "https://news.example/", site) == "the front page"
    world = "https://news.example/world"
    assert where_it_leads(story, world, site) == f"a listing: {world}"
    assert where_it_leads(story, f"{world}/48213", site) is None
    assert where_it_leads(story, "https://news.example/login", site) is None


ADDRESS_PARTS = st.text(st.sampled_from("ab/1-%?&=#;:.~ é新[]{}'\""), max_size=30)
TAILS = st.builds(
    str.__add__, ADDRESS_PARTS | st.just("quiet-chips/101/en"), st.sampled_from(["", "?utm_source=x", "#top"])
)


@pytest.mark.parametrize("site", [NEURON, DEMO, UNKNOWN], ids=lambda site: site.name)
@given(tail=TAILS)
@example(tail="quiet-chips/101/en?utm_source=x#top")
def test_the_visiting_form_of_an_address_is_final(site: SiteDefinition, tail: str) -> None:
    visiting = site.rules.addresses.visiting
    once = visiting(f"{site.address}news/{tail}")
    assert visiting(once) == once


@pytest.mark.parametrize("site", [NEURON, DEMO, UNKNOWN], ids=lambda site: site.name)
@given(hrefs=st.lists(st.text(max_size=20) | ADDRESS_PARTS, max_size=4))
def test_no_link_a_page_can_hold_makes_reading_fail_or_leaves_the_site(site: SiteDefinition, hrefs: list[str]) -> None:
    anchors = "".join(f'<a href="{href.replace(chr(34), "&quot;")}">Older</a>' for href in hrefs)
    found = page(anchors, site.address)
    for kind in LinkKind:
        addresses = [link.address for link in links_to(kind, found, site)]
        assert len(addresses) == len(set(addresses))
        if kind is not LinkKind.NEITHER:
            assert {host_of(address) for address in addresses} <= site.hosts


def test_links_come_once_each_in_the_order_of_the_page() -> None:
    found = page(
        f'<a href="/news/b/2/en">B</a><a href="/news/a/1/en/">A</a><a href="{HOME}news/b/2/en/#top">B again</a>'
        '<a href="/about/">About</a><a>nowhere</a><a href="mailto:x@y.example">write</a>'
    )
    assert [link.address for link in links_to(LinkKind.ARTICLE, found, NEURON)] == [
        f"{HOME}news/b/2/en/",
        f"{HOME}news/a/1/en/",
    ]


def test_a_page_without_links_leads_nowhere() -> None:
    assert links_to(LinkKind.ARTICLE, page(""), NEURON) == []
