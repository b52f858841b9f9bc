"""Laws of reading that hold for any page: it never fails, and what is not seen changes nothing."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines import PageRecord, read_page
from pipelines.changes.differences import differences
from pipelines.changes.fingerprint import Fingerprint
from pipelines.changes.noise import NO_NOISE
from pipelines.read import read, site_rules
from tests.pipelines.making import page_of
from tests.sites.neuron.articles import ENGLISH, path_in
from tests.sites.neuron.markups import MARKUPS, ORIGIN, Shown

SITES = st.sampled_from([None, "neuron", "demo"])
ADDRESS = ORIGIN + path_in("en")
NUMBER_OF_5000_DIGITS = "9" * 5_000

# What pages are made of, whole and broken, in any order.
_SHREDS = [
    *(
        "<p>",
        "</p>",
        "<h1>Bread",
        "<a href='/news/a/1/en/'>",
        "<a href='http://['>",
        "<td>",
        "<br>",
        "<div hidden>",
        "<",
    ),
    *(
        "<title>",
        "</title>",
        "<script type='application/ld+json'>",
        "</script>",
        "<!--",
        "-->",
        "<?x?>",
        "<svg>",
        "<b>",
    ),
    *(
        '{"@type": "NewsArticle", "headline": "x"}',
        '{"@type": ["Report"], "author": [{"name": {}}]}',
        "[[",
        '"\\ud800"',
    ),
    *("Jan. 9, 2025, 6:55 a.m.", "3742", "Hot news", "Brief news summary", "Watch video about", "\x00", "\x1b", "&#0;"),
    *(
        "<base href='//['>",
        "<link rel=canonical href='/news/a/'>",
        "<meta property='og:title' content='Bread'>",
        "&amp",
    ),
    *("<time datetime='9999-12-31T23:59:59-14:00'>", "<html lang=x>", "<meta charset=utf-16>", "\ufeff", "é", "\u202e"),
    *("<meta name='date' content='2025-11-20T10:00:00+99:00'>", NUMBER_OF_5000_DIGITS, "<p itemprop=author>", "\u2028"),
]
PAGES = st.one_of(
    st.binary(),
    st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(_SHREDS)).map(lambda shreds: "".join(shreds).encode("utf-8", "surrogatepass")),
)


def assert_can_be_stored(record: PageRecord) -> None:
    texts = [record.title, record.summary, record.body, record.section, record.published_text, record.views_text]
    texts += [record.canonical_address, record.article_id, record.image, *(record.authors or ()), *(record.tags or ())]
    texts += [text for entry in record.entries for text in (entry.title, entry.teaser, entry.address)]
    assert all(text is None or text.encode("utf-8") is not None for text in texts)
    assert record.views is None or 0 <= record.views < 2**63
    assert (record.refused is None) is (record.body not in (None, "", record.title))


@given(PAGES, SITES)
@example(b"", None)
@example(b'<meta charset="hex"><p>bread', None)
@example(b'<meta charset="idna"><p>bread', None)
@example(b'<meta charset="unicode_escape"><p>\\ud800', None)
@example(b"<p>Jan. 9, 2025</p><p><a href='http://a:99999/'>Bread</a></p><p>x</p>", "neuron")
def test_any_bytes_are_a_page_that_is_read_and_can_be_stored(html: bytes, site: str | None) -> None:
    record = read_page(html, ADDRESS, site=site)

    assert_can_be_stored(record)
    assert read_page(html, ADDRESS, site=site).content_hash == record.content_hash


@given(
    st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("https://neuron.expert/news/".__add__)), SITES
)
@example("", None)
@example("http://[", None)
@example("http://news.example:99999/", "neuron")
@example("https://news.example/\ud800", None)
def test_any_text_for_an_address_is_read(url: str, site: str | None) -> None:
    record = read_page(b"<h1>Bread</h1><p><a href='next'>Bells</a>", url, site=site)

    assert record.title == "Bread"
    assert_can_be_stored(record)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "bread",
        "<b>" * 20_000 + "bread" + "</b>" * 20_000,
        "<table><tr><td>" * 2_000 + "bread",
        "<p>" + "bread " * 200_000,
        '<script type="application/ld+json">{"a": ' + NUMBER_OF_5000_DIGITS + "}</script><h1>Bread</h1>",
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><h1>Bread</h1>",
        "<p>" + NUMBER_OF_5000_DIGITS + "</p><p>Jan. 9, " + NUMBER_OF_5000_DIGITS + "</p>",
        '<b lang="' + "x" * 100_000 + '">bread</b>',
    ],
    ids=["divs", "inline", "tables", "words", "digits", "brackets", "number", "attribute"],
)
@pytest.mark.parametrize("site", [None, "neuron"])
def test_a_page_blown_up_in_one_way_is_read(html: str, site: str | None) -> None:
    assert_can_be_stored(read_page(html.encode(), ADDRESS, site=site))


_UNSEEN = st.sampled_from(
    [
        "<!-- Jan. 1, 2020, noon -->",
        "<script>document.write('<p>1 view</p>')</script>",
        "<style>p { content: 'Hot news' }</style>",
        "<noscript>Watch video about</noscript>",
        "<span hidden>All news</span>",
        "<!-- -->",
    ]
)


def visible_text_places(html: str) -> list[int]:
    """The places within ``html`` that stand in visible text, outside tags and silent elements."""
    silent = [
        range(*match.span()) for match in re.finditer(r"(?s)<(title|script|style|noscript|svg)\b.*?</\1>|<!.*?>", html)
    ]
    places = [place for tag in re.finditer(r">([^<>]+)<", html) for place in range(tag.start(1), tag.end(1) + 1)]
    start = html.index("<body>")
    return [place for place in places if place > start and not any(place in span for span in silent)]


@pytest.mark.parametrize("markup", MARKUPS)
@given(st.data())
def test_what_is_not_seen_changes_nothing_that_a_sites_rules_read(markup: str, data: st.DataObject) -> None:
    html = MARKUPS[markup](replace(ENGLISH, teasers=ENGLISH.teasers[:2]), Shown(date=ENGLISH.date))
    place, unseen = data.draw(st.sampled_from(visible_text_places(html))), data.draw(_UNSEEN)
    changed = html[:place] + unseen + html[place:]
    plain, disturbed = (read(page_of(text, ADDRESS), site_rules("neuron"), address=ADDRESS) for text in (html, changed))

    assert replace(disturbed, fingerprint=plain.fingerprint) == plain
    before, now = (Fingerprint.unpacked(record.fingerprint) for record in (plain, disturbed))
    assert before is not None
    assert now is not None
    assert differences(before, now, NO_NOISE) == ()
