"""Addresses: their plain form, an article's canonical address, and what all its addresses share."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.rules.addresses import AddressRules, host_of, plain_address

RULES = AddressRules(
    article=re.compile(r"/news/(?P<slug>[^/?]+)(?:/(?P<id>\d+)/(?P<language>[a-z]{2}))?/?"),
    identity="{slug}",
    canonical="/news/{slug}/{id}/{language}/",
)
LONG = "https://news.example/news/warm-bread/101/en/"
SHORT = "https://news.example/news/warm-bread/"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&utm_medium=y", "https://news.example/a"),
        ("https://news.example/a?fbclid=x&b=2&gclid=y&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/a?tag=b&tag=a&utm_source=x", "https://news.example/a?tag=a&tag=b"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example:80/a", "https://news.example:80/a"),
        ("HTTPS://News.Example/Ä b", "https://news.example/%C3%84%20b"),
        ("https://news.example", "https://news.example/"),
    ],
)
def test_an_address_is_made_plain(address: str, plain: str) -> None:
    assert plain_address(address) == plain


@pytest.mark.parametrize("query", ["page=2", "id=7&lang=pt", "q=utm_source", "tag=a&tag=b"])
def test_a_parameter_that_may_choose_a_page_is_kept(query: str) -> None:
    assert plain_address(f"https://news.example/a?{query}") == f"https://news.example/a?{query}"


# What hosts, paths and queries of real and broken links are made of.
_PARTS = st.sampled_from(
    [
        "/",
        "?",
        "&",
        "=",
        "#",
        ":",
        "@",
        "%",
        "%2F",
        "%c3",
        "..",
        "news",
        "utm_source=x",
        "fbclid",
        ":80",
        ":443",
        "ä",
        " ",
    ]
)
_WEB = st.one_of(
    st.lists(_PARTS).map("".join),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=30),
).map(lambda path: f"https://news.example/{path}")
_ANY = st.one_of(st.text(), st.text().map("http://".__add__), st.lists(_PARTS).map("".join), _WEB)


@given(_WEB)
@example("https://news.example/?a=%23&b=%26")
@example("https://news.example/%25%32%46")
def test_a_plain_address_is_its_own_plain_form(address: str) -> None:
    plain = plain_address(address)

    assert plain_address(plain) == plain
    assert plain.isascii()
    assert "#" not in plain


@given(_ANY)
@example("http://[")
@example("http://news.example:99999/")
@example("https://news.example/\ud800")
def test_any_text_has_a_plain_form_and_a_host(text: str) -> None:
    plain = plain_address(text)

    assert plain_address(plain) == plain
    assert isinstance(host_of(text), str)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (LONG, "news.example"),
        ("HTTP://User:word@News.Example:80/a", "news.example"),
        ("https://news.example:8443/", "news.example:8443"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("mailto:ada@news.example", ""),
        ("/news/", ""),
        ("http://[", ""),
        ("http://news.example:99999/", ""),
        ("", ""),
    ],
)
def test_a_host_carries_its_port_only_where_that_is_unusual(address: str, host: str) -> None:
    assert host_of(address) == host


def test_an_address_tells_its_parts_and_what_its_articles_share() -> None:
    assert RULES.parts(LONG) == {"slug": "warm-bread", "id": "101", "language": "en"}
    assert RULES.parts(SHORT) == {"slug": "warm-bread"}
    assert RULES.identity_of(LONG) == RULES.identity_of(SHORT) == "warm-bread"
    assert RULES.canonical_of(LONG.rstrip("/")) == LONG
    assert RULES.canonical_of(SHORT) is None


@pytest.mark.parametrize(
    "address", ["https://news.example/", "https://news.example/news/a/b/", LONG + "comments/?page=2", "http://["]
)
def test_an_address_of_another_shape_is_no_article(address: str) -> None:
    assert not RULES.is_article(address)
    assert RULES.parts(address) == {}
    assert RULES.identity_of(address) is None
    assert RULES.canonical_of(address) is None


def test_a_canonical_address_is_read_off_what_the_page_names() -> None:
    named = ["https://other.example/news/warm-bread/1/en/", "https://news.example/news/cold-bread/2/en/", LONG]

    assert RULES.canonical_among(SHORT, named) == LONG
    assert RULES.canonical_among(SHORT, named[:2]) is None


def test_without_rules_no_address_is_told_from_another() -> None:
    rules = AddressRules()

    assert not rules.is_article(LONG)
    assert rules.parts(LONG) == {}
    assert rules.identity_of(LONG) is None
    assert rules.canonical_among(SHORT, [LONG]) is None


@pytest.mark.parametrize("query", ["page=2", "utm_source=letter", "from=front-page"])
def test_a_query_the_rules_do_not_name_leaves_an_article_what_it_is(query: str) -> None:
    assert RULES.is_article(f"{LONG}?{query}")
    assert RULES.parts(f"{LONG}?{query}") == RULES.parts(LONG)
    assert RULES.visiting(f"{LONG}?{query}") == LONG


def test_a_query_may_be_what_names_the_article() -> None:
    rules = AddressRules(article=re.compile(r"/story\?id=(?P<id>\d+)"), identity="{id}", canonical="/story?id={id}")
    named = "https://news.example/story?id=7"

    assert rules.identity_of(named) == "7"
    assert rules.visiting(f"{named}&utm_source=x#top") == named
    assert not rules.is_article("https://news.example/story")
    assert not rules.is_article("https://news.example/story?page=7")


def test_what_the_rules_cannot_complete_is_asked_for_in_its_plain_form() -> None:
    assert RULES.visiting(f"{SHORT}?utm_source=x#top") == SHORT
    assert AddressRules().visiting(f"{LONG}?fbclid=x") == LONG


@given(_ANY)
@example("http://[")
@example("https://news.example/news/%61/1/en")
def test_the_form_in_which_an_address_is_asked_for_is_final(text: str) -> None:
    once = RULES.visiting(text)

    assert RULES.visiting(once) == once
