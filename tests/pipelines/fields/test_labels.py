"""The short facts a page declares: summary, section, tags, language, picture."""

import pytest

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.labels import read_image, read_section, read_tags
from pipelines.fields.language import read_language
from pipelines.fields.summary import read_summary
from tests.pipelines.making import ld, page_of


def article(facts: str) -> str:
    return ld(f'{{"@type": "NewsArticle", {facts}}}')


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ('<meta property="og:description" content="Bread &amp;amp; bells">', "meta:og:description"),
        ('<meta name="description" content=" Bread  &amp; bells ">', "meta:description"),
        (article('"description": "Bread &amp; bells"'), "json-ld:description"),
    ],
)
def test_a_summary_is_the_pages_own(html: str, source: str) -> None:
    assert first(read_summary(page_of(html))) == Candidate("Bread & bells", source)


def test_a_page_that_describes_nothing_has_no_summary() -> None:
    assert first(read_summary(page_of('<meta name="description" content=" "><p>Bread'))) is None


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ('<meta property="article:section" content="Town">', "meta:article:section"),
        (article('"articleSection": "Town"'), "json-ld:articleSection"),
        ('<a itemprop="articleSection" href="/town"> Town </a>', "microdata:articleSection"),
        (article('"articleSection": ["Town", "Hill"]'), "json-ld:articleSection"),
    ],
)
def test_a_section_is_read(html: str, source: str) -> None:
    assert first(read_section(page_of(html))) == Candidate("Town", source)


@pytest.mark.parametrize("stated", ["null", "[]", "7", '""', '[{"name": "Town"}]'])
def test_a_section_that_is_no_text_is_passed_over(stated: str) -> None:
    assert first(read_section(page_of(article(f'"articleSection": {stated}')))) is None


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (
            '<meta property="article:tag" content="bread"><meta property="article:tag" content="bells">',
            "meta:article:tag",
        ),
        (article('"keywords": "bread, bells"'), "json-ld:keywords"),
        (article('"keywords": ["bread", "bells", 7, "bread"]'), "json-ld:keywords"),
        ('<meta name="keywords" content="bread,bells,,bread">', "meta:keywords"),
        ('<meta name="news_keywords" content="bread, bells">', "meta:news_keywords"),
    ],
)
def test_tags_are_listed_once_each_in_the_pages_order(html: str, source: str) -> None:
    assert first(read_tags(page_of(html))) == Candidate(("bread", "bells"), source)


def test_a_page_without_tags_has_none_rather_than_an_empty_list() -> None:
    assert first(read_tags(page_of(article('"keywords": []')))) is None


@pytest.mark.parametrize(
    ("html", "tag", "source"),
    [
        ('<html lang="en">', "en", "element:html"),
        ('<html lang="PT-br">', "pt-BR", "element:html"),
        ('<html xml:lang="de">', "de", "element:html"),
        ('<html lang="zh-Hant-tw">', "zh-Hant-TW", "element:html"),
        (article('"inLanguage": "fr"'), "fr", "json-ld:inLanguage"),
        ('<meta property="og:locale" content="pt_BR">', "pt-BR", "meta:og:locale"),
        (
            '<html lang="English please"><meta http-equiv="x" name="content-language" content="en">',
            "en",
            "meta:content-language",
        ),
    ],
)
def test_a_language_is_given_as_a_tag(html: str, tag: str, source: str) -> None:
    assert first(read_language(page_of(html))) == Candidate(tag, source)


@pytest.mark.parametrize("html", ["<html lang>", '<html lang="">', article('"inLanguage": {"name": "en"}'), "<p>bread"])
def test_a_page_that_states_no_language_has_none(html: str) -> None:
    assert first(read_language(page_of(html))) is None


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ('<meta property="og:image" content="/i/1.jpg">', "meta:og:image"),
        (article('"image": "/i/1.jpg"'), "json-ld:image"),
        (article('"image": {"url": "https://news.example/i/1.jpg"}'), "json-ld:image"),
        (article('"image": [{"url": "/i/1.jpg"}, "/i/2.jpg"]'), "json-ld:image"),
        ('<meta name="twitter:image" content="//news.example/i/1.jpg">', "meta:twitter:image"),
    ],
)
def test_a_picture_is_given_by_its_full_address(html: str, source: str) -> None:
    assert first(read_image(page_of(html))) == Candidate("https://news.example/i/1.jpg", source)


@pytest.mark.parametrize(
    "stated", ["data:image/png;base64,xx", "javascript:alert(1)", "file:///etc/hostname", "http://["]
)
def test_a_picture_that_is_not_on_the_web_is_none(stated: str) -> None:
    assert first(read_image(page_of(f'<meta property="og:image" content="{stated}">'))) is None


def test_the_step_below_the_front_page_is_the_section_where_no_other_is_named() -> None:
    steps = '[{"name": "Home"}, {"item": {"name": "Town"}}, {"name": "Bread"}]'
    trail = ld(f'{{"@type": "BreadcrumbList", "itemListElement": {steps}}}')

    assert first(read_section(page_of(trail))) == Candidate("Town", "json-ld:breadcrumb")
    assert first(read_section(page_of(f'<meta name="parsely-section" content="Hill">{trail}'))) == Candidate(
        "Hill", "meta:parsely-section"
    )


@pytest.mark.parametrize(
    "steps", ["null", "[]", '[{"name": "Home"}, {"name": "Bread"}]', "[1, 2, 3]", '["a", {}, {"item": 7}]']
)
def test_a_trail_without_a_step_between_names_no_section(steps: str) -> None:
    assert first(read_section(page_of(ld(f'{{"@type": "BreadcrumbList", "itemListElement": {steps}}}')))) is None
