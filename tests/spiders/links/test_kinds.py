"""What a page is, once it is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.page import Page
from spiders.links import FoundAs, LinkKind, PageKind, Place, page_kind
from tests.spiders.links.pages import TITLES, page, prose, record_of, slug

TEASER = FoundAs(place=Place.TEASER)
DATED_TEASER = FoundAs(place=Place.TEASER, is_dated=True)
NAVIGATION = FoundAs(place=Place.NAVIGATION)
NOBODY_KNOWS = FoundAs()


def kind(one: Page, found_as: FoundAs = NOBODY_KNOWS) -> PageKind:
    return page_kind(one, record_of(one), found_as).kind


def json_ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def article(sentences: int, before: str = "", after: str = "") -> str:
    return f"<main><h1>Rain on market day</h1>{before}{prose('rain', sentences)}</main>{after}"


def teasers(excerpt: str = "What there is to say of it in a line or two, before anybody has read it.") -> str:
    return "".join(f'<div class="t"><h2><a href="/{slug(one)}">{one}</a></h2><p>{excerpt}</p></div>' for one in TITLES)


DECLARED = json_ld(**{"@type": "NewsArticle", "headline": "Rain on market day", "datePublished": "2026-01-05"})
PUBLISHED = '<meta property="article:published_time" content="2026-01-05T08:00:00Z">'
TIME = '<time datetime="2026-01-05T08:00:00Z">January 5</time>'


@pytest.mark.parametrize(
    ("body", "head", "found_as"),
    [
        (article(3), DECLARED, NOBODY_KNOWS),
        (article(1), DECLARED, NOBODY_KNOWS),
        (article(3), PUBLISHED, NOBODY_KNOWS),
        (article(6, TIME), "", NOBODY_KNOWS),
        (article(2), "", DATED_TEASER),
        (article(2), "", TEASER),
        (article(3, after=f"<aside>{teasers()}</aside>"), DECLARED, NOBODY_KNOWS),
        (article(3, after=teasers()), DECLARED, NOBODY_KNOWS),
        (article(6, TIME, after=teasers()), "", TEASER),
        (article(3, '<a rel="author" href="/author/mia">Mia Moll</a>'), PUBLISHED, NAVIGATION),
    ],
    ids=str,
)
def test_a_page_reads_as_an_article(body: str, head: str, found_as: FoundAs) -> None:
    assert kind(page(body, "rain-on-market-day", head), found_as) is PageKind.ARTICLE


@pytest.mark.parametrize(
    ("path", "head", "found_as"),
    [
        ("about", "", NAVIGATION),
        ("about", "", TEASER),
        ("about", '<meta property="og:type" content="article">', NOBODY_KNOWS),
        ("en/contact.html", "", NOBODY_KNOWS),
        ("impressum", PUBLISHED, NAVIGATION),
        ("datenschutz/", "", NOBODY_KNOWS),
        ("who-we-are", "", NAVIGATION),
        ("who-we-are", "", NOBODY_KNOWS),
        ("who-we-are", json_ld(**{"@type": "AboutPage"}) + PUBLISHED, NAVIGATION),
        ("search?q=rain", "", NOBODY_KNOWS),
        ("?search=rain", "", NOBODY_KNOWS),
        ("tag/rain", "", NOBODY_KNOWS),
        ("author/mia-moll", json_ld(**{"@type": "ProfilePage"}), NOBODY_KNOWS),
        ("", PUBLISHED, NOBODY_KNOWS),
    ],
)
def test_a_page_with_a_text_is_no_article_where_all_else_speaks_against_it(
    path: str, head: str, found_as: FoundAs
) -> None:
    assert kind(page(article(6), path, head), found_as) is PageKind.OTHER


@pytest.mark.parametrize("path", ["world", "tag/rain", "author/mia", "2026/01/", ""])
@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="website">'])
def test_a_page_of_teasers_reads_as_a_listing(path: str, head: str) -> None:
    assert kind(page(f"<h1>World</h1>{teasers()}", path, head)) is PageKind.LISTING


def test_a_list_whose_excerpts_read_as_one_long_text_is_a_listing_even_when_a_teaser_led_to_it() -> None:
    excerpts = [prose(one, 1) for one in TITLES]
    rows = "".join(
        f'<div class="t"><h2><a href="/{slug(one)}">{one}</a></h2>{excerpt}</div>'
        for one, excerpt in zip(TITLES, excerpts, strict=True)
    )
    assert kind(page(f"<h1>World</h1>{TIME}{rows}", "world"), DATED_TEASER) is PageKind.LISTING


def test_a_list_that_declares_each_of_its_articles_is_none_itself() -> None:
    declared = "".join(json_ld(**{"@type": "NewsArticle", "headline": one}) for one in TITLES)
    assert kind(page(f"<h1>World</h1>{teasers()}", "world", declared)) is PageKind.LISTING


@pytest.mark.parametrize("found_as", [NAVIGATION, DATED_TEASER])
def test_a_list_of_one_entry_is_no_article(found_as: FoundAs) -> None:
    row = f'<div><h2><a href="/rain">Rain on market day</a></h2><p>It rained again, and nobody came.</p>{TIME}</div>'
    assert kind(page(f"<h1>World</h1>{row}", "world"), found_as) is not PageKind.ARTICLE


def test_a_calendar_and_a_gallery_without_text_are_neither() -> None:
    days = "".join(f'<td><a href="/calendar/2026/01/{day}">{day}</a></td>' for day in range(1, 32))
    assert kind(page(f"<h1>January</h1><table><tr>{days}</tr></table>", "calendar/2026/01")) is PageKind.OTHER
    pictures = "".join(f'<a href="/p/{n}.jpg"><img src="/p/{n}.jpg"></a>' for n in range(20))
    assert kind(page(f"<h1>Pictures of rain</h1>{pictures}", "pictures-of-rain"), TEASER) is not PageKind.ARTICLE


def test_what_its_like_turned_out_to_be_tips_the_scales() -> None:
    one = page(article(6), "rain-on-market-day")
    before = page_kind(one, record_of(one), NOBODY_KNOWS)
    after = page_kind(one, record_of(one), FoundAs(pattern_leads_to=LinkKind.ARTICLE))
    assert (before.kind, after.kind) == (PageKind.OTHER, PageKind.ARTICLE)


def test_the_reason_is_told_in_words_that_add_up() -> None:
    one = page(article(6), "about", PUBLISHED)
    verdict = page_kind(one, record_of(one), NAVIGATION)
    assert verdict.reason == (
        "a declared date (+3); a long text (+2); its address says about (-6); found in the navigation (-2)"
    )


@given(html=st.text(st.sampled_from("<>/ =\"'ahrefnvulip12.h{}:,@é"), max_size=120), path=st.text(max_size=12))
def test_no_page_makes_judging_fail(html: str, path: str) -> None:
    one = page(html, path)
    assert kind(one) in PageKind
