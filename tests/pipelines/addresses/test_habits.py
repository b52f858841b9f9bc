"""What a site tells of its spellings: believed once three pages told it and none spoke against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.addresses.habits import Habits

HOSTS = frozenset({"news.example", "www.news.example", "mirror.example"})
BASE = "https://news.example"


def habits_after(*told: tuple[str, str], how: str = "declared") -> Habits:
    habits = Habits(HOSTS)
    for address, other in told:
        getattr(habits, how)(address, other)
    return habits


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{n}", "{n}/"),
        ("{n}/", "{n}"),
        ("{n}/amp/", "{n}/"),
        ("amp/{n}", "{n}"),
        ("{n}/index.html", "{n}/"),
        ("{n}?ref=front", "{n}"),
        ("N{n}", "n{n}"),
    ],
)
def test_what_three_articles_say_of_their_spelling_holds_for_the_site(old: str, new: str) -> None:
    pairs = [(f"{BASE}/{old.format(n=n)}", f"{BASE}/{new.format(n=n)}") for n in ("story-1", "story-2", "story-3")]
    asked, expected = f"{BASE}/{old.format(n='story-4')}", f"{BASE}/{new.format(n='story-4')}"

    assert habits_after(*pairs[:2]).preferred(asked) == asked
    assert habits_after(*pairs).preferred(asked) == expected
    assert habits_after(*pairs).preferred(expected) == expected


def test_one_article_that_says_it_thrice_is_not_enough() -> None:
    pair = (f"{BASE}/story-1?ref=a", f"{BASE}/story-1")

    assert habits_after(pair, pair, pair).preferred(f"{BASE}/story-2?ref=a") == f"{BASE}/story-2?ref=a"


@pytest.mark.parametrize("first", [True, False])
def test_an_article_that_stands_by_its_own_spelling_speaks_against_it(*, first: bool) -> None:
    own = (f"{BASE}/story-9?ref=a", f"{BASE}/story-9?ref=a")
    others = [(f"{BASE}/story-{n}?ref=a", f"{BASE}/story-{n}") for n in range(3)]
    habits = habits_after(*([own, *others] if first else [*others, own]))

    assert habits.preferred(f"{BASE}/story-4?ref=a") == f"{BASE}/story-4?ref=a"


@pytest.mark.parametrize("name", ["id", "page", "p"])
def test_what_is_called_a_number_is_never_left_out(name: str) -> None:
    habits = habits_after(*[(f"{BASE}/story-{n}?{name}={n}", f"{BASE}/story-{n}") for n in range(5)])

    assert habits.preferred(f"{BASE}/story-7?{name}=2") == f"{BASE}/story-7?{name}=2"


@pytest.mark.parametrize(
    ("address", "final", "asked", "expected"),
    [
        ("http://news.example/", f"{BASE}/", "http://news.example/a", f"{BASE}/a"),
        ("https://www.news.example/", f"{BASE}/", "https://www.news.example/a", f"{BASE}/a"),
        ("https://www.news.example/", "https://other.example/", "https://www.news.example/a", None),
        (f"{BASE}/a", f"{BASE}/a/", f"{BASE}/b", None),
    ],
)
def test_one_redirect_tells_scheme_and_host_of_all_and_nothing_else(
    address: str, final: str, asked: str, expected: str | None
) -> None:
    habits = habits_after((address, final), how="redirected")

    assert habits.preferred(asked) == (expected or asked)


def test_a_host_that_sends_to_another_and_back_is_left_alone() -> None:
    habits = habits_after(
        ("https://www.news.example/a", f"{BASE}/a"), (f"{BASE}/b", "https://www.news.example/b"), how="redirected"
    )
    address = "https://www.news.example/c"

    assert habits.preferred(habits.preferred(address)) == habits.preferred(address)


def test_copies_that_differ_in_a_parameter_show_that_it_chooses_nothing() -> None:
    pairs = [(f"{BASE}/story-{n}?visit=b{n}", f"{BASE}/story-{n}?visit=a{n}") for n in range(3)]

    assert habits_after(*pairs, how="copied").preferred(f"{BASE}/story-9?visit=c") == f"{BASE}/story-9"


def test_copies_on_a_second_host_of_the_site_show_that_it_is_a_mirror() -> None:
    pairs = [(f"https://mirror.example/story-{n}", f"{BASE}/story-{n}") for n in range(3)]

    assert habits_after(*pairs, how="copied").preferred("https://mirror.example/story-9") == f"{BASE}/story-9"


_ADDRESSES = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}{query}",
    st.sampled_from(["http", "https"]),
    st.sampled_from(sorted(HOSTS)),
    st.sampled_from(["a", "a/", "A/b", "a/amp", "amp/a/", "a/index.html", "a/print/", "x.html"]),
    st.sampled_from(["", "?r=1", "?r=2&s=1", "?page=2"]),
)
_HOW = st.sampled_from(["declared", "redirected", "copied"])


@given(st.lists(st.tuples(_HOW, _ADDRESSES, _ADDRESSES), max_size=30), _ADDRESSES)
def test_whatever_a_site_told_the_preferred_spelling_is_final(told: list[tuple[str, str, str]], address: str) -> None:
    habits = Habits(HOSTS)
    for how, one, other in told:
        getattr(habits, how)(one, other)
    once = habits.preferred(address)

    assert habits.preferred(once) == once
