"""Sitemaps of every form are read, to their end or to a bound, in little memory, and never raise."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.sources.sitemap import MOST_ADDRESSES, Reach, Sitemap, read_sitemap
from tests.archive.rows import NOON
from tests.spiders.sources.sitemaps import BASE, SITEMAP, index, news, sitemap, story, url, zipped

MEGABYTE = 1024 * 1024


def read(body: bytes, reach: Reach | None = None) -> Sitemap:
    return read_sitemap(body, SITEMAP, "application/xml", NOON, reach)


def addresses(listed: Sitemap) -> list[str]:
    return [entry.address for entry in listed.entries]


def test_a_sitemap_lists_pages_and_when_they_changed() -> None:
    listed = read(sitemap(url(story(1), "2026-01-04T06:30:00+01:00"), url(story(2), "2026-01-03"), url(story(3))))
    assert addresses(listed) == [story(1), story(2), story(3)]
    first, second, third = (entry.modified for entry in listed.entries)
    assert first is not None
    assert second is not None
    assert (first.at, second.at) == (datetime(2026, 1, 4, 5, 30, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC))
    assert third is None
    assert (listed.children, listed.problem, listed.following, listed.without_address) == ((), None, None, 0)


def test_a_news_sitemap_tells_titles_and_dates_each_entrys_own() -> None:
    listed = read(sitemap(news(story(1), "Bread &amp; bells", "2026-01-04T06:30:00Z"), url(story(2))))
    first, second = listed.entries
    assert (first.is_news, first.title, second.is_news, second.title) == (True, "Bread & bells", False, None)
    assert first.published is not None
    assert (first.published.at, second.published) == (datetime(2026, 1, 4, 6, 30, tzinfo=UTC), None)


def test_an_index_lists_sitemaps_those_changed_last_first() -> None:
    children = [("old", "2024-05-01"), ("undated", None), ("new", "2026-01-05T07:00:00Z"), ("middle", "2025-12-31")]
    listed = read(index((f"{BASE}{name}.xml", date) for name, date in children))
    assert [child.address.removeprefix(BASE) for child in listed.children] == [
        "new.xml", "middle.xml", "old.xml", "undated.xml",
    ]  # fmt: skip
    assert listed.entries == ()


def test_a_text_of_addresses_is_a_sitemap() -> None:
    listed = read(f"\ufeff{story(1)}\r\n\n  {story(2)}\nno address\n{story(3)}".encode())
    assert (addresses(listed), listed.without_address) == ([story(1), story(2), story(3)], 1)


@pytest.mark.parametrize("body", [sitemap(url(story(1))), index([(story(1), None)]), story(1).encode()])
def test_a_gzipped_sitemap_says_what_it_says_unzipped(body: bytes) -> None:
    assert read(zipped(body)) == read(body)


@pytest.mark.parametrize("names", ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="nonsense"'])
def test_a_sitemap_of_another_name_space_is_one(names: str) -> None:
    assert addresses(read(sitemap(url(story(1)), names=names))) == [story(1)]


@pytest.mark.parametrize(
    "broken",
    [
        url(f"{BASE}?a=1&b=2"), "<url><loc>https://bread.example/a", "<url>", url(""), "<url><loc/></url>",
        "<url><loc>nonsense:7</loc></url>", "<url>\x00</url>", "<url><loc>&nothing;</loc></url>",
    ],
)  # fmt: skip
def test_one_broken_entry_costs_no_other(broken: str) -> None:
    urls = [url(story(number)) if number != 8 else broken for number in range(1, 31)]
    assert [story(number) for number in range(1, 31) if number != 8] == [
        address for address in addresses(read(sitemap(*urls))) if "story" in address
    ]


def test_a_sitemap_that_breaks_off_gives_what_comes_before() -> None:
    body = sitemap(*(url(story(number)) for number in range(1, 1001)))
    for cut in (body[: len(body) // 2], zipped(body)[:-200]):
        listed = read(cut)
        assert len(listed.entries) > 400
        assert addresses(listed) == [story(number) for number in range(1, len(listed.entries) + 1)]
    assert "gzip" in (read(zipped(body)[:-200]).problem or "")


@pytest.mark.parametrize("ending", ["<", "<u", "</", "</ur", "<url", "<url><", "<url><loc", "<url></l"])
def test_a_sitemap_that_breaks_off_within_a_tag_says_so(ending: str) -> None:
    listed = read(sitemap(url(story(1))).replace(b"</urlset>", ending.encode()))
    assert (addresses(listed), listed.problem) == ([story(1)], "it breaks off before its end")


@pytest.mark.parametrize("ending", ["", "\n\n", "<!-- made by hand -->", "rubbish"])
def test_what_comes_after_the_end_of_a_sitemap_breaks_nothing_off(ending: str) -> None:
    assert read(sitemap(url(story(1))) + ending.encode()).problem is None


def test_a_gzip_stream_that_is_no_gzip_is_no_sitemap() -> None:
    assert read(b"\x1f\x8b" + b"nonsense" * 50) == Sitemap(problem="it is no sitemap")


@pytest.mark.parametrize("pack", [bytes, zipped])
def test_what_one_reading_does_not_take_is_left_for_the_next(pack: type[bytes]) -> None:
    body = pack(sitemap(*(url(story(number)) for number in range(1, 8))))
    first = read(body, Reach(addresses=3))
    second = read(body, Reach(skip=3, addresses=3))
    third = read(body, Reach(skip=6, addresses=3))
    assert [len(one.entries) for one in (first, second, third)] == [3, 3, 1]
    assert [one.following for one in (first, second, third)] == [3, 6, None]
    assert addresses(first) + addresses(second) + addresses(third) == [story(number) for number in range(1, 8)]


def test_a_sitemap_is_read_up_to_a_size_and_says_so() -> None:
    body = sitemap(*(url(story(number)) for number in range(40_000)))
    listed = read(zipped(body), Reach(body_bytes=MEGABYTE))
    assert listed.problem == "it is larger than 1 MiB, and was read up to there"
    assert 10_000 < len(listed.entries) < 20_000


def test_a_gzip_bomb_takes_neither_memory_nor_addresses() -> None:
    bomb = zipped(b"<urlset>" + b" " * (100 * MEGABYTE))
    tracemalloc.start()
    listed = read(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (listed.entries, listed.problem) == ((), "it is larger than 64 MiB, and was read up to there")
    assert peak < 20 * MEGABYTE


def test_a_sitemap_of_fifty_megabytes_is_read_in_flat_memory() -> None:
    padding = f"<image>{'x' * 2000}</image>"
    body = zipped(sitemap(*(url(story(number), None, padding) for number in range(MOST_ADDRESSES))))
    tracemalloc.start()
    held = sum(len(read(body, Reach(skip=skip, addresses=500)).entries) for skip in (0, 20_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held == 1000
    assert peak < 10 * MEGABYTE


def test_entities_are_not_expanded_and_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE urlset [<!ENTITY a0 "ha"><!ENTITY file SYSTEM "{secret.as_uri()}">{laughs}]><urlset'
    body = sitemap(url(f"{BASE}&a9;"), url(f"{BASE}&file;"), url(story(1))).replace(b"<urlset", doctype.encode(), 1)
    listed = addresses(read(body))
    assert all(len(address) < 1000 and "secret" not in address for address in listed)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{}", b"%PDF-1.7", b"User-agent: *\nDisallow: /"])
def test_what_is_no_sitemap_has_a_problem_and_lists_nothing(body: bytes) -> None:
    assert read(body) == Sitemap(problem="it is no sitemap")


_PIECES = st.sampled_from(
    [
        "<urlset>", "</urlset>", "<sitemapindex>", "<sitemap>", "</sitemap>", "<url>", "</url>", "<loc>", "</loc>",
        "https://bread.example/a", "<lastmod>", "</lastmod>", "2026-01-04", "&amp;", "&x;", "<!DOCTYPE urlset [", "]>",
        "<news:news>", "</news:news>", "<title>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0'?>", "\n",
        "\x00", "<?x", "?>", "xmlns:news='a'",
    ]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_reading_a_sitemap_never_raises_on_any_text(text: str) -> None:
    for body in (text.encode("utf-8", "ignore"), zipped(text.encode("utf-8", "ignore"))):
        for listed in (read(body), read(b"<urlset>" + body)):
            assert all(entry.address.startswith("http") for entry in (*listed.entries, *listed.children))


@given(st.binary(max_size=300))
def test_reading_a_sitemap_never_raises_on_any_bytes(body: bytes) -> None:
    for start in (b"", b"<urlset>", b"\x1f\x8b", b"https://bread.example/\n"):
        read(start + body)
    read(zipped(b"<urlset><url><loc>" + body))
