"""The plain form of an address: what is one for every server becomes one, and nothing else does."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.addresses import plain
from archive.addresses.parameters import ParameterRules, is_idle
from archive.addresses.plain import plain_address
from crawler.localsite.newsroom import Newsroom

DIGEST = "9f86d081884c7d659a2feaa0c55ad015"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example./a", "https://news.example/a"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("https://XN--MNCHEN-3YA.example/stra%c3%9fe", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("https://news.example/%7Eada/%61", "https://news.example/~ada/a"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example//a///b", "https://news.example/a/b"),
        ("https://news.example/see/https://other.example/b", "https://news.example/see/https://other.example/b"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example/a#!/story/7", "https://news.example/a"),
    ],
)
def test_what_every_server_reads_alike_is_one_address(address: str, expected: str) -> None:
    assert plain_address(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"https://news.example/a;jsessionid={DIGEST}?id=7", "https://news.example/a?id=7"),
        (f"https://news.example/a?PHPSESSID={DIGEST}&id=7", "https://news.example/a?id=7"),
        (f"https://news.example/a?sid={DIGEST}", "https://news.example/a"),
        ("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a", "https://news.example/a"),
        ("https://news.example/a?ASPSESSIONIDQQ=ABCD", "https://news.example/a"),
    ],
)
def test_a_session_is_no_part_of_an_address(address: str, expected: str) -> None:
    assert plain_address(address) == expected


@pytest.mark.parametrize("query", ["amp", "amp=1", "outputType=amp", "print=1", "view=print", "printable=true"])
def test_another_dress_of_a_page_is_the_same_page(query: str) -> None:
    assert plain_address(f"https://news.example/a?{query}&id=7") == "https://news.example/a?id=7"


@pytest.mark.parametrize(
    "query", ["sid=1234", "s=weather", "session=morning", "format=long", "view=list", "print=letters", "ref=x", "cid=7"]
)
def test_a_word_that_may_mean_more_is_kept(query: str) -> None:
    assert plain_address(f"https://news.example/a?{query}") == f"https://news.example/a?{query}"


def test_a_site_says_which_of_its_parameters_choose_a_page() -> None:
    rules = ParameterRules(keep=frozenset({"utm_id"}), drop=frozenset({"ref"}))

    assert plain_address("https://news.example/a?utm_id=7&utm_source=x&ref=front", rules) == (
        "https://news.example/a?utm_id=7"
    )


_WORDS = st.text("abcdefgh0123456789-_~.,@!*", min_size=1, max_size=8)
_LETTERS = st.sampled_from(["%D0%BD", "%C3%9F", "%FF", "%41", "%2e", "%c3%9f", "%20", "%"])
_SEGMENTS = st.lists(st.one_of(_WORDS, _LETTERS), min_size=1, max_size=3).map("".join)
_PATHS = st.lists(_SEGMENTS, max_size=4).map("/".join)
_NAMES = st.one_of(_SEGMENTS, st.sampled_from(["utm_source", "fbclid", "amp", "page", "id", "PHPSESSID"]))
_QUERIES = st.lists(st.tuples(_NAMES, st.one_of(st.just(""), _SEGMENTS)), max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
_HOSTS = st.sampled_from(
    [
        "news.example",
        "127.0.0.1:8000",
        "xn--mnchen-3ya.example",
        "news.example:80",
        "news.example:443",
        "a-b.example:81",
    ]
)
_ADDRESSES = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}" + (f"?{query}" if query else ""),
    st.sampled_from(["http", "https"]),
    _HOSTS,
    _PATHS,
    _QUERIES,
)


@given(_ADDRESSES)
def test_the_short_way_to_the_plain_form_leads_where_the_long_one_does(address: str) -> None:
    assert plain_address(address) == plain._settled(address, ParameterRules())  # noqa: SLF001 - both ways, side by side


@given(_ADDRESSES)
@example("https://news.example/a?id=%2525%37")
def test_a_plain_form_is_final(address: str) -> None:
    once = plain_address(address)

    assert plain_address(once) == once


@given(
    st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
    st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
    _QUERIES,
)
def test_two_addresses_that_differ_in_an_unknown_parameter_are_never_one(
    name: str, value: str, other: str, query: str
) -> None:
    if value == other or is_idle(name, value) or is_idle(name, other):
        return
    first, second = (plain_address(f"https://news.example/a?{query}&{name}={each}") for each in (value, other))

    assert first != second
    assert (name, value) in parse_qsl(urlsplit(first).query)


def test_no_two_pages_of_the_local_site_have_one_plain_form() -> None:
    newsroom = Newsroom(stories=60, seed=1)
    base = "http://127.0.0.1:8000"
    paths = {story.path(language) for story in newsroom.stories for language in ("en", "pt")}
    paths |= {f"/all/en/?page={number}" for number in range(1, 40)}

    assert len({plain_address(base + path) for path in paths}) == len(paths)
    assert all(plain_address(base + path) == base + path for path in paths)
