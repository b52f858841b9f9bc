"""The shapes of addresses, and which addresses are of a shape."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.links import matches, pattern_of, patterns_of
from spiders.links.patterns import PLACEHOLDERS, complaint_of

HOST = "https://news.example"


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/2026/01/quiet-chips/", "/{year}/{month}/{slug}/"),
        ("/2026/1/5/quiet-chips", "/{year}/{month}/{day}/{slug}"),
        ("/2026/jan/05/quiet-chips", "/{year}/{month}/{day}/{slug}"),
        ("/2026/99/quiet-chips", "/{year}/{number}/{slug}"),
        ("/news/quiet-chips-48213.html", "/news/{slug}-{number}.html"),
        ("/news/48213-quiet-chips", "/news/{number}-{slug}"),
        ("/news/quiet-chips-in-2026", "/news/{slug}"),
        ("/news/top-10", "/news/{slug}"),
        ("/news/quiet-chips-9f8e7d6c", "/news/{slug}-{id}"),
        ("/2026-01-05-quiet-chips", "/{year}-{month}-{day}-{slug}"),
        ("/20260105/quiet-chips", "/{date}/{slug}"),
        ("/world/", "/{word}/"),
        ("/quiet-chips", "/{slug}"),
        ("/a1b2c3", "/{id}"),
        ("/48213", "/{number}"),
        ("/about", "/about"),
        ("/About.html", "/About.html"),
        ("/tag/chips/", "/tag/{word}/"),
        ("/en/world", "/{language}/{word}"),
        ("/pt-br/mundo", "/{language}/{word}"),
        ("/news/quiet-chips/101/en/", "/news/{slug}/{number}/{language}/"),
        ("/world/us/quiet-chips", "/{word}/{word}/{slug}"),
        ("/новости/тихие-чипы", "/{word}/{slug}"),
        ("/%D0%BC%D0%B8%D1%80/%D1%82-%D1%87", "/{word}/{slug}"),
        ("/?p=12", "/?p={number}"),
        ("/view.php?id=12&lang=en", "/{word}.php?id={number}&lang={language}"),
        ("/index.php?option=com_content&view=article&id=5", "/{word}.php?option={slug}&view=article&id={number}"),
        ("/?a=1&b=2&c=3&d=4&e=5", "/?{query}"),
        ("/file.v2/x", "/{slug}/{word}"),
        ("/", "/"),
        ("", "/"),
        ("//world//", "//{word}//"),
    ],
)
def test_an_address_has_a_readable_shape(path: str, pattern: str) -> None:
    # A path of two slashes would be another host.
    address = f"{HOST}{path}"
    assert pattern_of(address) == pattern
    assert matches(pattern, address)


def test_a_name_of_any_length_is_told_by_its_end() -> None:
    assert pattern_of(f"https://a.example/{'bread' * 150}-48213.html") == "/{slug}-{number}.html"
    assert pattern_of(f"https://a.example/{'bread' * 150}/") == "/{slug}/"


def test_an_address_below_a_word_is_also_known_by_that_word() -> None:
    assert patterns_of(f"{HOST}/events/quiet-chips") == ("/events/{slug}", "/{word}/{slug}")
    assert patterns_of(f"{HOST}/de/politik/quiet-chips") == ("/{language}/politik/{slug}", "/{language}/{word}/{slug}")
    assert patterns_of(f"{HOST}/quiet-chips") == ("/{slug}",)
    assert patterns_of(f"{HOST}/news/quiet-chips") == ("/news/{slug}",)


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("/{slug}", "/world", True),
        ("/{slug}", "/world/", False),
        ("/{word}", "/quiet-chips", False),
        ("/{number}", "/12a", False),
        ("/blog/{slug}", "/news/quiet-chips", False),
        ("/{year}/{slug}", "/1234/quiet-chips", False),
        ("/a.b", "/axb", False),
        ("/{slug}?id={number}", "/view.php?id=3", True),
        ("/{slug}?id={number}", "/view.php", False),
        ("/shop/{query}", "/shop/a/b?c=d", True),
        ("/{nonsense}", "/{nonsense}", False),
    ],
)
def test_a_pattern_that_somebody_wrote_fits_what_it_says(pattern: str, path: str, is_match: bool) -> None:
    assert matches(pattern, f"{HOST}{path}") is is_match


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("news/{slug}", "slash"), ("/{slg}", "{slg}"), ("/{slug", "brace"), ("/slug}", "brace"), ("/{}", "{}")],
)
def test_a_pattern_that_cannot_work_is_complained_of(pattern: str, words: str) -> None:
    complaint = complaint_of(pattern)
    assert complaint is not None
    assert words in complaint


def test_every_placeholder_may_be_written() -> None:
    for name in PLACEHOLDERS:
        assert complaint_of(f"/x/{{{name}}}") is None


PARTS = st.text(st.sampled_from("abAZ/109-_.,~?&=%{}[]()*+|\\^$é新:;#@ "), max_size=40)


@given(path=PARTS | st.text(max_size=30))
@example(path="/2026/01/05/a")
@example(path="/{slug}/{")
@example(path="/?id=(.*)+")
@example(path="/" + "a-" * 400)
@example(path="/x" * 40)
def test_every_address_is_of_its_own_shapes_which_can_be_written_down(path: str) -> None:
    address = f"{HOST}/{path}"
    for pattern in patterns_of(address):
        assert matches(pattern, address)
        assert complaint_of(pattern) is None or pattern == "{query}"


@given(pattern=PARTS | st.text(max_size=30), address=PARTS | st.text(max_size=30))
@example(pattern="/{slug}", address="http://[")
def test_no_text_makes_matching_fail(pattern: str, address: str) -> None:
    assert isinstance(pattern_of(address), str)
    assert matches(pattern_of(address), address)
    assert matches(pattern, address) in (True, False)
