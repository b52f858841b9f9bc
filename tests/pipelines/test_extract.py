"""From a page to one reading per field: the site's rules first, then what any page tells."""

import re
from dataclasses import replace

import pytest

from pipelines.extract import date_hints, extract
from pipelines.rules.addresses import AddressRules
from pipelines.rules.site_rules import FieldName, FieldRule, SiteRules, TextRule
from tests.pipelines.making import page_of

HTML = """<html lang="en"><title>Warm bread at the door | Hill News</title>
<meta name="description" content="From the head."><meta property="article:section" content="Town">
<h1>Warm bread at the door</h1><p class="count">1,234 readers</p><p class="lead">From the page.</p>
<p class="when">12/11/2025</p><p class="who">By Ada Example and Bo Sample</p>"""
PATH = re.compile(r"/news/[^/]+/\d+/(?P<language>[a-z]{2})/")


def rules(*, rules_only: tuple[FieldName, ...] = (), **fields: FieldRule) -> SiteRules:
    named = {FieldName(name): (rule,) for name, rule in fields.items()}
    return SiteRules(site="hill", fields=named, rules_only=frozenset(rules_only))


def test_a_site_without_rules_is_read_by_what_any_page_tells() -> None:
    readings = extract(page_of(HTML), SiteRules())

    assert readings.sources() == {
        "language": "element:html",
        "title": "element:h1",
        "summary": "meta:description",
        "section": "meta:article:section",
        "body": "blocks",
    }
    assert (readings.views, readings.published_at, readings.entries) == (None, None, ())


def test_a_sites_rule_stands_before_what_any_page_tells() -> None:
    readings = extract(page_of(HTML), rules(summary=FieldRule(css="p.lead")))

    assert readings.summary is not None
    assert (readings.summary.value, readings.summary.source) == ("From the page.", "site:css")


def test_a_rule_that_finds_nothing_gives_way() -> None:
    readings = extract(page_of(HTML), rules(summary=FieldRule(css="p.summary"), section=FieldRule(xpath="//h2")))

    assert readings.summary is not None
    assert readings.summary.source == "meta:description"
    assert readings.section is not None


def test_a_field_that_only_rules_read_stays_none_without_them() -> None:
    readings = extract(page_of(HTML), rules(rules_only=(FieldName.SUMMARY,), summary=FieldRule(css="p.summary")))

    assert readings.summary is None


def test_a_rule_whose_text_is_no_count_gives_way_to_the_next() -> None:
    whole, cut = FieldRule(css="p.count"), FieldRule(css="p.count", pattern=re.compile(r"([\d,]+) readers"))
    readings = extract(page_of(HTML), SiteRules(fields={FieldName.VIEWS: (whole, cut)}))

    assert readings.views is not None
    assert (readings.views.value.number, readings.views.value.text) == (1234, "1,234")


def test_zero_views_are_a_reading() -> None:
    readings = extract(page_of("<b class=views>0</b><p>12 views</p>"), rules(views=FieldRule(css="b.views")))

    assert readings.views is not None
    assert (readings.views.value.number, readings.views.source) == (0, "site:css")


def test_the_sites_order_and_zone_read_its_dates() -> None:
    site = rules(published_at=FieldRule(css="p.when"))
    assert extract(page_of(HTML), site).published_at is None

    known = extract(page_of(HTML), replace(site, date_order="DMY", time_zone="Asia/Tokyo")).published_at
    assert known is not None
    assert (known.value.at.isoformat(), known.value.offset_minutes) == ("2025-11-11T15:00:00+00:00", 540)


def test_names_found_by_a_rule_are_tidied_like_all_others() -> None:
    readings = extract(page_of(HTML), rules(authors=FieldRule(css="p.who"), tags=FieldRule(css="p.lead, h1")))

    assert readings.authors is not None
    assert readings.authors.value == ("Ada Example", "Bo Sample")
    assert readings.tags is not None
    assert readings.tags.value == ("Warm bread at the door", "From the page.")


def test_a_rules_values_translate_what_it_finds() -> None:
    switch = FieldRule(text=TextRule(pattern=re.compile(r"^Lingua: (\w+)")), values={"Italiano": "it"})

    language = extract(page_of("<p>Lingua: Italiano"), rules(language=switch)).language
    assert language is not None
    assert (language.value, language.source) == ("it", "site:text")


@pytest.mark.parametrize(
    ("address", "html", "language", "source"),
    [
        ("https://hill.example/news/a/1/pt/", '<html lang="en"><p>x', "pt", "address"),
        ("https://hill.example/about/", '<html lang="en"><p>x', "en", "element:html"),
        ("https://hill.example/about/", "<p>x", "de", "site:default"),
    ],
)
def test_the_language_is_told_by_address_then_page_then_site(
    address: str, html: str, language: str, source: str
) -> None:
    site = SiteRules(language="de", addresses=AddressRules(article=PATH))
    found = extract(page_of(html, address), site).language

    assert found is not None
    assert (found.value, found.source) == (language, source)


def test_nothing_tells_the_language_of_a_page_that_is_silent() -> None:
    assert extract(page_of("<p>x"), SiteRules()).language is None


def test_dates_are_read_in_the_language_of_the_address() -> None:
    hints = date_hints(page_of('<html lang="en"><p>x', "https://hill.example/news/a/1/pt/"), SiteRules())
    known = SiteRules(addresses=AddressRules(article=PATH), time_zone="Europe/Lisbon", date_order="DMY")
    told = date_hints(page_of('<html lang="en"><p>x', "https://hill.example/news/a/1/pt/"), known)

    assert (hints.language, hints.time_zone, hints.order) == ("en", None, None)
    assert (told.language, told.time_zone, told.order) == ("pt", "Europe/Lisbon", "DMY")


def test_the_page_is_left_as_it_was() -> None:
    page = page_of(HTML)
    before = page.selector.get()
    extract(page, rules(title=FieldRule(text=TextRule(label=("Hill",)))))

    assert page.selector.get() == before
