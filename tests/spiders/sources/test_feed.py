"""Feeds of every kind say the same; an entry says what is its own, whatever is wrong with its neighbours."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fields.moments import Precision
from spiders.sources.feed import MAX_TEASER_CHARACTERS, Feed, read_feed
from spiders.sources.feed_xml import MOST_ALONE
from tests.archive.rows import NOON
from tests.spiders.sources import feeds
from tests.spiders.sources.feeds import ABOUT, BASE, FEED, address, atom, atom_entry, rss, rss_item

TITLES = [title for title, _, _ in ABOUT]
DATES = [datetime.fromisoformat(date) for _, date, _ in ABOUT]


def read(body: bytes, content_type: str | None = None, **options: str) -> Feed:
    return read_feed(body, FEED, content_type, NOON, **options)


def addresses(feed: Feed) -> list[str]:
    return [entry.address for entry in feed.entries]


@pytest.mark.parametrize(
    "body",
    [
        rss(*feeds.all_items()), rss(*feeds.all_items(), version="0.91"), rss(*feeds.all_items(), version="0.92"),
        feeds.rdf(), atom(*map(atom_entry, (1, 2, 3))), feeds.json_feed(),
    ],
    ids=["rss 2.0", "rss 0.91", "rss 0.92", "rdf", "atom", "json"],
)  # fmt: skip
def test_a_feed_of_any_kind_tells_title_address_date_and_teaser_of_each_entry(body: bytes) -> None:
    feed = read(body)
    assert (feed.title, feed.problem, feed.without_address) == ("Bread", None, 0)
    assert [entry.title for entry in feed.entries] == TITLES
    assert addresses(feed) == [address(1), address(2), address(3)]
    assert [entry.published.at for entry in feed.entries if entry.published] == DATES
    assert [entry.teaser for entry in feed.entries] == [f"Teaser of story {number}." for number in (1, 2, 3)]
    assert [entry.position for entry in feed.entries] == [1, 2, 3]


def test_a_feed_of_the_oldest_kind_tells_titles_and_addresses() -> None:
    feed = read(feeds.netscape_rdf())
    assert [(entry.title, entry.address, entry.published) for entry in feed.entries] == [
        (title, address(number), None) for number, title in enumerate(TITLES, 1)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        rss_item(8, title="<title>Bread & butter &nbsp; <b></title>"),
        rss_item(8, title="<title>Bread", link=""),
        rss_item(8).replace("</item>", ""),
        rss_item(8, description="<description><![CDATA[<p>no end</description>"),
        rss_item(8, link="<link>https://bread.example/news/story-8/"),
        "<item><title>Bread</item>",
        "<item",
        "<item></channel></rss>",
        rss_item(8, title="<title>\x00\x08Bread\x1f</title>"),
    ],
)
def test_one_broken_entry_among_thirty_costs_at_most_that_entry(broken: str) -> None:
    items = [rss_item(number) if number != 8 else broken for number in range(1, 31)]
    feed = read(rss(*items))
    good = [number for number in range(1, 31) if number != 8]
    by_address = {entry.address: entry for entry in feed.entries}
    for number in good:
        entry = by_address[address(number)]
        title, date, _ = ABOUT[(number - 1) % len(ABOUT)]
        assert (entry.title, entry.teaser) == (title, f"Teaser of story {number}.")
        assert entry.published is not None
        assert entry.published.at == datetime.fromisoformat(date)
    assert len(feed.entries) in (29, 30)


def test_an_entry_takes_nothing_from_its_neighbours() -> None:
    bare = f"<item><link>{address(2)}</link></item>"
    for items in ((rss_item(1), bare, rss_item(3)), (rss_item(1), bare, rss_item(3).replace("</item>", ""))):
        entry = read(rss(*items)).entries[1]
        assert (entry.address, entry.title, entry.teaser, entry.published, entry.authors) == (
            address(2), None, None, None, None,
        )  # fmt: skip


def test_a_feed_that_breaks_off_gives_the_entries_before() -> None:
    body = rss(*[rss_item(number) for number in range(1, 31)])
    feed = read(body[: len(body) // 2])
    assert feed.problem is not None
    assert feed.problem.startswith("not well-formed")
    assert len(feed.entries) >= 13
    assert addresses(feed)[:13] == [address(number) for number in range(1, 14)]


def test_of_a_broken_feed_without_end_so_many_entries_are_read_and_it_says_so() -> None:
    feed = read(b"<rss><channel>" + b"<item>" * (MOST_ALONE + 7))
    assert feed.without_address == MOST_ALONE
    assert feed.problem is not None
    assert feed.problem.endswith("; its last 7 entries were not read")


def test_entries_without_an_address_are_counted() -> None:
    feed = read(rss(rss_item(1), rss_item(2, link=""), rss_item(3, link="<link> </link>")))
    assert (addresses(feed), feed.without_address) == ([address(1)], 2)


@pytest.mark.parametrize(
    ("guid", "leads_to"),
    [
        (f"<guid>{address(9)}</guid>", address(9)),
        (f'<guid isPermaLink="true">{address(9)}</guid>', address(9)),
        (f'<guid isPermaLink="false">{address(9)}</guid>', None),
        ("<guid>12345</guid>", None),
        ("<guid>tag:bread.example,2026:9</guid>", None),
        ("", None),
    ],
)
def test_a_guid_stands_for_a_missing_link_where_it_is_a_permanent_one(guid: str, leads_to: str | None) -> None:
    feed = read(rss(rss_item(9, link="", guid=guid)))
    assert addresses(feed) == ([leads_to] if leads_to else [])


@pytest.mark.parametrize("order", [("guid", "link"), ("link", "guid")])
def test_a_link_stands_before_a_guid(order: tuple[str, ...]) -> None:
    parts = {"guid": "<guid>https://bread.example/?p=9</guid>", "link": f"<link>{address(9)}</link>"}
    item = f"<item>{''.join(parts[name] for name in order)}</item>"
    assert addresses(read(rss(item))) == [address(9)]


def test_an_article_is_at_its_own_address_not_at_that_of_a_feed_service() -> None:
    original = f"<feedburner:origLink>{address(4)}</feedburner:origLink>"
    item = rss_item(4, link="<link>https://feeds.example/~r/bread/4</link>", more=original)
    assert addresses(read(rss(item))) == [address(4)]


def test_relative_links_are_relative_to_the_feed_or_to_the_base_it_names() -> None:
    assert addresses(read(rss(rss_item(1, link="<link>/news/story-1/</link>")))) == [address(1)]
    entry = atom_entry(1).replace(address(1), "story-1/")
    assert addresses(read(atom(entry, attributes=f'xml:base="{BASE}news/"'))) == [address(1)]
    assert addresses(read(atom(entry, attributes='xml:base="/news/"'))) == [address(1)]


def test_of_several_links_the_one_to_the_page_is_taken() -> None:
    links = '<link rel="self" href="/api/1"/><link rel="enclosure" href="/a.mp3" type="audio/mpeg"/>'
    links += '<link rel="alternate" type="application/json" href="/1.json"/>'
    entry = atom_entry(1).replace(f'<link href="{address(1)}"/>', f'{links}<link rel="alternate" href="{address(1)}"/>')
    assert addresses(read(atom(entry))) == [address(1)]


def test_the_id_of_an_atom_entry_is_no_address() -> None:
    entry = f"<entry><title>Bread</title><id>{address(1)}</id></entry>"
    assert read(atom(entry)).without_address == 1


def test_when_an_atom_entry_changed_is_not_when_it_was_published() -> None:
    entry = atom_entry(1)
    published, modified = read(atom(entry)).entries[0].published, read(atom(entry)).entries[0].modified
    assert published is not None
    assert modified is not None
    assert (published.at, modified.at) == (DATES[0], datetime(2026, 1, 5, 7, tzinfo=UTC))
    unpublished = entry.replace(f"<published>{ABOUT[0][1]}</published>", "")
    assert read(atom(unpublished)).entries[0].published is None


@pytest.mark.parametrize(
    ("date", "at", "offset", "precision"),
    [
        ("Sun, 04 Jan 2026 06:30:00 +0100", datetime(2026, 1, 4, 5, 30, tzinfo=UTC), 60, Precision.SECOND),
        ("04 Jan 26 06:30 EST", datetime(2026, 1, 4, 11, 30, tzinfo=UTC), -300, Precision.MINUTE),
        ("2026-01-04T06:30Z", datetime(2026, 1, 4, 6, 30, tzinfo=UTC), 0, Precision.MINUTE),
        ("2026-01-04", datetime(2026, 1, 4, tzinfo=UTC), None, Precision.DAY),
        ("January 4, 2026, 6:30 a.m.", datetime(2026, 1, 4, 6, 30, tzinfo=UTC), None, Precision.MINUTE),
    ],
)
def test_a_date_is_read_with_its_zone_and_as_exactly_as_it_is_written(
    date: str, at: datetime, offset: int | None, precision: Precision
) -> None:
    (entry,) = read(rss(rss_item(1, date=f"<pubDate>{date}</pubDate>"))).entries
    assert entry.published is not None
    assert entry.published.text == date
    assert (entry.published.at, entry.published.offset_minutes, entry.published.precision) == (at, offset, precision)


def test_a_date_without_a_zone_is_in_that_of_the_site() -> None:
    (entry,) = read(rss(rss_item(1, date="<pubDate>2026-01-04 06:30</pubDate>")), time_zone="Europe/Vienna").entries
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 1, 4, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("date", ["2099-01-01T00:00:00Z", "yesterday", "Sun, 32 Jan 2026 06:30:00 GMT", "0", "-"])
def test_a_date_that_cannot_be_is_none(date: str) -> None:
    assert read(rss(rss_item(1, date=f"<pubDate>{date}</pubDate>"))).entries[0].published is None


def test_authors_and_the_one_category_are_told() -> None:
    more = "<dc:creator>Ada Example</dc:creator><category>Town</category>"
    (entry,) = read(rss(rss_item(1, more=more))).entries
    assert (entry.authors, entry.section) == (("Ada Example",), "Town")
    (entry,) = read(rss(rss_item(1, more=f"{more}<category>Bells</category>"))).entries
    assert entry.section is None
    (entry,) = read(atom(atom_entry(1, "<author><name>Ada Example</name></author>"))).entries
    assert entry.authors == ("Ada Example",)


def test_titles_and_teasers_are_plain_text() -> None:
    title = "<title>Bread &amp;amp; &lt;i&gt;butter&lt;/i&gt;</title>"
    description = "<description><![CDATA[<p>One.</p><p>Two <b>bold</b>.</p><script>x()</script>]]></description>"
    (entry,) = read(rss(rss_item(1, title=title, description=description))).entries
    assert (entry.title, entry.teaser) == ("Bread & butter", "One. Two bold.")


def test_a_whole_article_is_no_teaser() -> None:
    whole = "<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>"
    assert read(rss(rss_item(1, description="", more=whole))).entries[0].teaser is None
    assert read(rss(rss_item(1, more=whole))).entries[0].teaser == "Teaser of story 1."
    long = "word " * MAX_TEASER_CHARACTERS
    assert read(rss(rss_item(1, description=f"<description>{long}</description>"))).entries[0].teaser is None


def test_the_next_page_of_a_feed_is_told() -> None:
    head = '<atom:link rel="next" href="/feeds/all?paged=2"/>'
    assert read(rss(rss_item(1), head=head)).next_address == f"{FEED}?paged=2"
    following = feeds.json_feed().replace(b'"items"', b'"next_url": "https://bread.example/2.json", "items"')
    assert read(following).next_address == "https://bread.example/2.json"


def test_a_json_feed_that_breaks_off_or_is_broken_gives_its_whole_items() -> None:
    body = feeds.json_feed()
    assert addresses(read(body[:-40])) == [address(1), address(2)]
    broken = body.replace(TITLES[1].encode() + b'"', TITLES[1].encode())
    feed = read(broken)
    assert addresses(feed) == [address(1), address(3)]
    assert feed.problem is not None
    assert feed.problem.startswith("not valid JSON")


def test_items_of_a_json_feed_that_are_something_else_lead_nowhere() -> None:
    items: list[Any] = [
        None,
        7,
        "x",
        [],
        {},
        {"url": 7},
        {"url": None, "id": address(1)},
        {"url": address(2), "authors": [None]},
    ]
    feed = read(json.dumps({"items": items}).encode())
    assert addresses(feed) == [address(1), address(2)]
    assert feed.without_address == 6


def test_a_feed_is_read_in_the_encoding_of_its_bytes() -> None:
    item = rss_item(1, title="<title>Br\u00f6t f\u00fcr alle</title>")
    text = rss(item).decode()
    latin = text.replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"', 1).encode("iso-8859-1")
    assert read(latin).entries[0].title == "Br\u00f6t f\u00fcr alle"
    assert read(text.encode("utf-16")).entries[0].title == "Br\u00f6t f\u00fcr alle"
    mistaken = text.replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"', 1).encode()
    assert read(mistaken, "text/xml; charset=us-ascii").entries[0].title == "Br\u00f6t f\u00fcr alle"


def test_what_stands_before_the_feed_is_passed_over() -> None:
    feed = read(b"\n\n <br />\n" + rss(rss_item(1)))
    assert addresses(feed) == [address(1)]


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"<html><body>Hello</body></html>", b"{}", b"[1]", b"%PDF-1.7", b"\x00\xff"]
)
def test_what_is_no_feed_has_a_problem_and_no_entries(body: bytes) -> None:
    feed = read(body)
    assert feed.entries == ()
    assert feed.problem


def test_entities_are_not_expanded_and_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "ha"><!ENTITY file SYSTEM "{secret.as_uri()}">{laughs}]>'
    body = rss(rss_item(1, title="<title>&a9;&file;</title>"), rss_item(2)).replace(b"<rss", f"{doctype}<rss".encode())
    feed = read(body)
    assert address(2) in addresses(feed)
    assert all(len(entry.title or "") < 1000 for entry in feed.entries)
    assert all("secret" not in (entry.title or "") for entry in feed.entries)


def test_a_feed_that_looks_like_the_path_of_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(rss_item(1)))
    assert read(str(path).encode()).entries == ()


_PIECES = st.sampled_from(
    [
        "<item>", "</item>", "<rss>", "<channel>", "</channel>", "<entry>", "<link>", "</link>", "<title>", "</title>",
        "<![CDATA[", "]]>", "&amp;", "&#x110000;", "&#99999999999;", "&bad", "<!DOCTYPE rss [", "<!ENTITY a 'b'>", "]>",
        '<link href="', '"/>', "https://bread.example/a", "<guid>", "</guid>", "<?xml version='1.0'?>", "<feed>",
        "<pubDate>", "Sun, 04 Jan 2026", "2026-01-04T", "{", '"items": [', "}", "]", ",", '"url":', "\x00", "\ud800",
        "<svg>", "<content type='xhtml'>", "<author>", "<image>", "<source url='", "xml:base='http://['",
    ]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_reading_a_feed_never_raises_on_any_text(text: str) -> None:
    for entry in read(text.encode("utf-8", "surrogatepass")).entries:
        assert entry.address.startswith("http")


@given(st.binary(max_size=300))
def test_reading_a_feed_never_raises_on_any_bytes(body: bytes) -> None:
    read(body)
    read(b"<rss><channel>" + body)
