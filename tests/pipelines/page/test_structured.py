"""What a page declares about itself; a broken declaration never loses a good one."""

import json

import pytest

from pipelines.page.structured import Markup, json_ld_objects, json_ld_types
from tests.pipelines.making import ADDRESS, ld, page_of

BLOCK = '<script type="application/ld+json">{}</script>'


def markup_of(html: str) -> Markup:
    return page_of(html).markup


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        '{"@type": "NewsArticle", "headline": "cut',
        "// comment\n{}",
        "{'@type': 'NewsArticle'}",
        '{"a": ' + "9" * 5_000 + "}",
        "[" * 100_000 + "]" * 100_000,
        '{"a": 1} {"b": 2}',
        "not json at all",
    ],
    ids=["empty", "open", "cut", "comment", "quotes", "digits", "nesting", "two", "words"],
)
def test_a_broken_block_among_good_ones_loses_only_itself(broken: str) -> None:
    good = '{"@type": "NewsArticle", "headline": "Warm bread"}', '{"@type": "WebSite", "name": "Hill News"}'
    markup = markup_of("".join(BLOCK.format(block) for block in (good[0], broken, good[1])))

    assert markup.article["headline"] == "Warm bread"
    assert [json_ld_types(node) for node in markup.objects if "@type" in node] == [("NewsArticle",), ("WebSite",)]


def test_raw_line_breaks_in_a_text_are_forgiven() -> None:
    assert json_ld_objects('\n {"headline": "Warm\nbread\t"} \n') == [{"headline": "Warm\nbread\t"}]


def test_objects_come_outer_before_inner() -> None:
    graph = {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "author": {"name": "Ada"}}], "n": 7}

    assert json_ld_objects(json.dumps(graph)) == [graph, *graph["@graph"], {"name": "Ada"}]  # type: ignore[misc]


@pytest.mark.parametrize("data", ["7", '"text"', "null", "true", "[]", "[7, [null]]", "NaN", "1e999"])
def test_json_that_holds_no_object_declares_nothing(data: str) -> None:
    assert json_ld_objects(data) == []


def test_objects_nested_deeper_than_any_real_page_are_not_followed() -> None:
    nested: dict[str, object] = {"level": 40}
    for level in range(39, -1, -1):
        nested = {"level": level, "inner": nested}

    levels = [node["level"] for node in json_ld_objects(json.dumps(nested))]
    assert levels == list(range(len(levels)))
    assert 5 < len(levels) < 40


@pytest.mark.parametrize(
    ("kind", "names"),
    [('"NewsArticle"', ("NewsArticle",)), ('["Thing", 7, "Report"]', ("Thing", "Report")), ("7", ()), ("null", ())],
)
def test_a_type_is_a_tuple_of_names(kind: str, names: tuple[str, ...]) -> None:
    assert json_ld_types(json.loads(f'{{"@type": {kind}}}')) == names
    assert json_ld_types({}) == ()


@pytest.mark.parametrize("kind", ["NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "Report"])
def test_the_article_is_known_by_its_type(kind: str) -> None:
    markup = markup_of(ld(f'[{{"@type": "Organization", "name": "H"}}, {{"@type": "{kind}", "headline": "Bread"}}]'))

    assert markup.article["headline"] == "Bread"


def test_of_several_articles_the_one_that_tells_most_is_the_pages() -> None:
    teaser = {"@type": "NewsArticle", "headline": "Elsewhere"}
    whole = {"@type": "NewsArticle", "headline": "Here", "datePublished": "2026-01-02", "author": "Ada"}

    assert markup_of(ld(json.dumps([teaser, whole, teaser]))).article["headline"] == "Here"


def test_meta_elements_are_found_by_property_name_or_itemprop_in_any_case() -> None:
    html = """<meta property="OG:Title" content=" One "><meta name="og:title" content="Two">
    <meta itemprop="description" content="Three"><meta name="empty" content=""><meta content="nameless">"""
    markup = markup_of(html)

    assert markup.metas == {"og:title": ("One", "Two"), "description": ("Three",)}
    assert list(markup.meta("description", "missing", "og:title")) == [("description", "Three"), ("og:title", "One")]


def test_link_elements_are_made_absolute_and_alternates_told_by_language() -> None:
    html = """<base href="/town/"><link rel="Canonical shortlink" href="bread"><link rel="alternate" hreflang="pt"
    href="/pt/bread"><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="icon" href="data:,">
    <link rel="canonical" href="http://["><link href="/lost"><link rel="next">"""

    assert markup_of(html).links == {
        "canonical": ("https://news.example/town/bread",),
        "shortlink": ("https://news.example/town/bread",),
        "alternate:pt": ("https://news.example/pt/bread",),
        "alternate": ("https://news.example/feed",),
    }


def test_a_page_that_declares_nothing_has_an_empty_article() -> None:
    markup = markup_of("<p>bread")

    assert (markup.objects, markup.article, markup.metas, markup.titles, markup.links) == ((), {}, {}, (), {})


def test_of_several_articles_the_one_whose_headline_the_page_declares_is_its_own() -> None:
    told = {"@type": "NewsArticle", "headline": "Cold soup", "datePublished": "2026-01-02", "author": "Bo"}
    own = {"@type": "NewsArticle", "headline": "Warm bread at the door"}
    html = '<meta property="og:title" content="Warm bread at the door | Hill News">'

    assert markup_of(html + BLOCK.format(json.dumps([told, own]))).article == own


@pytest.mark.parametrize(
    "place",
    [{"url": ADDRESS}, {"@id": ADDRESS + "#article"}, {"mainEntityOfPage": {"@id": ADDRESS}}, {"url": ADDRESS[:-1]}],
)
def test_of_several_articles_the_one_at_the_pages_address_is_its_own(place: dict[str, object]) -> None:
    told = {"@type": "NewsArticle", "headline": "Cold soup", "datePublished": "2026-01-02", "url": "http://["}
    own = {"@type": "NewsArticle", "headline": "Warm bread"} | place

    assert markup_of(BLOCK.format(json.dumps([told, own, told]))).article == own


def test_a_live_blog_is_the_article_and_its_updates_are_not() -> None:
    update = {
        "@type": "BlogPosting",
        "headline": "11:20",
        "datePublished": "2026-01-02",
        "articleBody": "x",
        "author": "A",
    }
    blog = {"@type": "LiveBlogPosting", "headline": "As it happened", "liveBlogUpdate": [update, update]}

    assert markup_of(BLOCK.format(json.dumps(blog))).article["headline"] == "As it happened"


def test_objects_are_named_by_their_id_and_told_by_type() -> None:
    graph = [{"@id": "#a"}, {"@id": "#a", "@type": ["Person"], "name": "Ada Example"}, {"@id": "#b", "name": 7}]
    markup = markup_of(BLOCK.format(json.dumps(graph)))

    assert (markup.named("#a"), markup.named("#b"), markup.named("#c")) == ("Ada Example", None, None)
    assert list(markup.of_types("Person", "WebPage")) == [graph[1]]
    assert list(markup.pages) == []


def test_times_below_the_heading_come_before_those_above_it() -> None:
    markup = markup_of("<time>one</time><h1>a</h1><time>two</time><h1>b</h1><time>three</time>")

    assert [element.text for element in markup.times] == ["two", "three", "one"]
    assert [element.text for element in markup.headings] == ["a", "b"]
