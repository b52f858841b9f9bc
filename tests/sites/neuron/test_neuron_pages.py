"""The neuron site reads the same record from one article in whatever markup it stands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines import PageRecord
from pipelines.page.page import Page
from pipelines.read import read
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED
from tests.sites.neuron.articles import ENGLISH, GERMAN, PORTUGUESE, TEASER_INSTANTS, Article, path_in
from tests.sites.neuron.markups import MARKUPS, ORIGIN, TITLED, Shown

RULES = read_site_file(SHIPPED / "neuron.toml").rules
VISIT = datetime(2025, 11, 16, 9, 30, tzinfo=UTC)
SIX_FIFTY_FIVE = datetime(2025, 1, 9, 6, 55, tzinfo=UTC)

every_markup = pytest.mark.parametrize("markup", MARKUPS)
with_and_without_summary = pytest.mark.parametrize("has_summary", [True, False], ids=["summary", "no-summary"])


def record_of(article: Article, markup: str, shown: Shown) -> PageRecord:
    address = ORIGIN + path_in(article.language)
    page = Page(body=MARKUPS[markup](article, shown).encode(), address=address, fetched_at=VISIT)
    return read(page, RULES, address=address)


def assert_words_are_those_of(record: PageRecord, article: Article, *, has_summary: bool = True) -> None:
    assert record.refused is None
    assert record.language == article.language
    assert record.title == article.title
    assert record.summary == (article.summary if has_summary else None)
    assert record.body == "\n\n".join(article.paragraphs)
    shown = [(entry.position, entry.title, entry.teaser, entry.address) for entry in record.entries]
    assert shown == [
        (position, teaser.title, teaser.text, ORIGIN + teaser.path)
        for position, teaser in enumerate(article.teasers, 1)
    ]
    assert {entry.box for entry in record.entries} == {article.box}
    dates = [entry.published for entry in record.entries]
    assert [date and date.at.isoformat() for date in dates] == list(TEASER_INSTANTS)


def assert_date_is(record: PageRecord, at: datetime, text: str) -> None:
    assert (record.published_at, record.published_text) == (at, text)
    assert (record.published_offset_minutes, record.published_precision) == (None, "minute")
    assert record.sources["published_at"] == "site:text"


@every_markup
@with_and_without_summary
@pytest.mark.parametrize("article", [ENGLISH, PORTUGUESE, GERMAN], ids=lambda article: article.language)
def test_the_record_is_exact_in_every_markup_and_language(markup: str, article: Article, has_summary: bool) -> None:
    record = record_of(article, markup, Shown(date=article.date, has_summary=has_summary))

    assert_words_are_those_of(record, article, has_summary=has_summary)
    assert_date_is(record, SIX_FIFTY_FIVE, article.date)
    assert (record.views, record.views_text) == (3742, "3742")
    assert {record.sources[name] for name in ("title", "body", "views")} == {"site:text"}
    assert ("summary" in record.sources) is has_summary


@every_markup
@pytest.mark.parametrize(
    ("views", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("3,742", 3742),
        ("3 742", 3742),
        ("3\u00a0742", 3742),
        ("3\u2009742", 3742),
        ("3\u202f742", 3742),
        ("3.742", 3742),
        ("1,203,742", 1_203_742),
        ("3.7K", 3700),
    ],
)
def test_views_are_read_however_the_number_is_written(markup: str, views: str, number: int) -> None:
    record = record_of(ENGLISH, markup, Shown(date=ENGLISH.date, views=views))

    assert (record.views, record.views_text) == (number, " ".join(views.split()))
    assert_date_is(record, SIX_FIFTY_FIVE, ENGLISH.date)
    assert_words_are_those_of(record, ENGLISH)


@every_markup
@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Jan. 9, 2025, noon", datetime(2025, 1, 9, 12, tzinfo=UTC)),
        ("Jan. 9, 2025, midnight", datetime(2025, 1, 9, tzinfo=UTC)),
        ("March 31, 2025, 4 p.m.", datetime(2025, 3, 31, 16, tzinfo=UTC)),
        ("Sept. 3, 2024, 9 a.m.", datetime(2024, 9, 3, 9, tzinfo=UTC)),
        ("May 1, 2025, 12:30 a.m.", datetime(2025, 5, 1, 0, 30, tzinfo=UTC)),
        ("Dec. 31, 2024, 11:59 p.m.", datetime(2024, 12, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_every_form_of_the_sites_dates_is_read(markup: str, date: str, at: datetime) -> None:
    record = record_of(ENGLISH, markup, Shown(date=date))

    assert_date_is(record, at, date)
    assert record.views == 3742
    assert_words_are_those_of(record, ENGLISH)


@every_markup
def test_an_english_date_on_a_portuguese_page_is_read(markup: str) -> None:
    record = record_of(PORTUGUESE, markup, Shown(date=ENGLISH.date))

    assert_date_is(record, SIX_FIFTY_FIVE, ENGLISH.date)
    assert_words_are_those_of(record, PORTUGUESE)


@every_markup
@with_and_without_summary
def test_labels_in_a_language_the_site_file_does_not_know_are_passed_over(markup: str, has_summary: bool) -> None:
    french = replace(
        ENGLISH,
        language="fr",
        switch="lang icon Français",
        summary_label="En bref",
        watch_label="La vidéo sur le sujet",
        hot_label="À la une",
        all_label="Toutes les actualités",
        box="related",
    )
    record = record_of(french, markup, Shown(date="9 janvier 2025 06:55", has_summary=has_summary))

    assert_date_is(record, SIX_FIFTY_FIVE, "9 janvier 2025 06:55")
    assert_words_are_those_of(record, french, has_summary=has_summary)


@pytest.mark.parametrize("markup", TITLED)
@with_and_without_summary
def test_a_page_without_views_is_read_by_the_title_it_declares(markup: str, has_summary: bool) -> None:
    teasers = tuple(teaser for teaser in ENGLISH.teasers if teaser.title != "1999")
    article = replace(ENGLISH, teasers=teasers)
    record = record_of(article, markup, Shown(date=article.date, views=None, has_summary=has_summary))

    assert_date_is(record, SIX_FIFTY_FIVE, article.date)
    assert (record.title, record.body) == (article.title, "\n\n".join(article.paragraphs))
    assert record.summary == (article.summary if has_summary else None)
    assert [entry.title for entry in record.entries] == [teaser.title for teaser in teasers]


@pytest.mark.parametrize("markup", [markup for markup in TITLED if markup != "full"])
def test_a_page_without_views_has_none_rather_than_zero(markup: str) -> None:
    record = record_of(replace(ENGLISH, teasers=ENGLISH.teasers[:3]), markup, Shown(date=ENGLISH.date, views=None))

    assert (record.views, record.views_text) == (None, None)
    assert "views" not in record.sources


def test_an_unknown_layout_is_read_generically_and_the_sources_say_so() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    html = f"""<html lang="en"><head><title>{ENGLISH.title} | neuron.expert</title>
    <meta property="article:published_time" content="2025-01-09T06:55:00+01:00">
    <meta name="description" content="{ENGLISH.paragraphs[0]}"></head>
    <body><article><h1>{ENGLISH.title}</h1><p>3,742 views</p>{paragraphs}</article></body></html>"""
    address = ORIGIN + path_in("en")
    record = read(Page(body=html.encode(), address=address, fetched_at=VISIT), RULES, address=address)

    assert record.sources == {
        "language": "address",
        "title": "element:h1",
        "published_at": "meta:article:published_time",
        "views": "text:views",
        "body": "blocks",
    }
    assert record.title == ENGLISH.title
    assert (record.published_at, record.published_offset_minutes) == (datetime(2025, 1, 9, 5, 55, tzinfo=UTC), 60)
    assert (record.views, record.summary, record.entries) == (3742, None, ())
    assert record.body is not None
    assert all(paragraph in record.body for paragraph in ENGLISH.paragraphs)


@pytest.mark.parametrize("markup", ["semantic", "tables", "br_separated", "noisy"])
def test_an_article_without_text_is_refused_rather_than_filled_with_promotion(markup: str) -> None:
    record = record_of(replace(ENGLISH, paragraphs=()), markup, Shown(date=ENGLISH.date, has_summary=False))

    assert record.title == ENGLISH.title
    assert (record.summary, record.body, record.refused) == (None, None, "no_body")


@pytest.mark.parametrize("article", [PORTUGUESE, GERMAN], ids=lambda article: article.language)
def test_the_label_above_the_repeated_title_is_no_text_of_the_article(article: Article) -> None:
    record = record_of(replace(article, paragraphs=()), "semantic", Shown(date=article.date, has_summary=False))

    assert record.title == article.title
    assert (record.summary, record.body, record.refused) == (None, None, "no_body")


@pytest.mark.parametrize("markup", ["semantic", "tables", "noisy"])
def test_the_articles_own_headline_is_never_an_entry_of_its_own_page(markup: str) -> None:
    record = record_of(replace(ENGLISH, paragraphs=()), markup, Shown(date=ENGLISH.date, has_summary=False))

    assert [entry.title for entry in record.entries] == [teaser.title for teaser in ENGLISH.teasers]
