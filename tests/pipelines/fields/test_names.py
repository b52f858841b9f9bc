"""Names of people, freed of what bylines put around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fields.names import AGENCIES, is_full_name, tidy_names

ADA = ("Ada Example",)
BOTH = ("Ada Example", "Bo Sample")


@pytest.mark.parametrize(
    "text",
    [
        "Written by Ada Example",
        "Texte: Ada Example",
        "Autorin: Ada Example",
        "Автор: Ada Example",
        "Ada Example, staff writer",
        "Ada Example Staff Reporter",
        "Ada Example – Chief Editor",
        "Ada Example, Redakteurin",
        "Ada Example (aex)",
        "Ada Example (Photo: archive)",
        "* Ada Example *",
    ],
)
def test_roles_brackets_and_words_for_by_are_cut_off(text: str) -> None:
    assert tidy_names([text]) == ADA


@pytest.mark.parametrize(
    "text",
    [
        "Von Ada Example und Bo Sample",
        "Ada Example et Bo Sample",
        "Ada Example og Bo Sample",
        "Ada Example и Bo Sample",
        "Ada Example;Bo Sample",
        "Ada Example | Bo Sample",
        "Ada Example, Senior Reporter, Bo Sample",
        "Ada Example, Bo Sample, Editor",
    ],
)
def test_a_line_of_names_is_parted_in_many_languages(text: str) -> None:
    assert tidy_names([text]) == BOTH


def test_three_names_are_told_by_commas_and_a_last_joining_word() -> None:
    assert tidy_names(["By Ada Example, Bo Sample and Cy Third"]) == (*BOTH, "Cy Third")


@pytest.mark.parametrize("name", ["Jo Dan Example", "Kim En Sample", "Lee Ja Third"])
def test_a_short_joining_word_with_a_capital_is_a_name(name: str) -> None:
    assert tidy_names([name]) == (name,)


@pytest.mark.parametrize(
    "text", ["Ada Example, Lisbon; Bo Sample", "Example, Ada; Sample, Bo", "Ada Example;Bo Sample, Rome"]
)
def test_semicolons_part_names_whose_commas_do_not(text: str) -> None:
    assert tidy_names([text]) == BOTH


@pytest.mark.parametrize("text", ["Ada Example, MS, RDN", "Interview: Ada Example", "Текст: Ada Example"])
def test_degrees_and_what_a_text_is_are_no_names(text: str) -> None:
    assert tidy_names([text]) == ADA


@pytest.mark.parametrize("text", ["admin", "Super User", "social.example/ada", "webmaster"])
def test_the_accounts_of_publishing_systems_are_nobody(text: str) -> None:
    assert tidy_names([text]) == ()


def test_a_surname_before_a_comma_is_turned_round_unless_it_is_an_agency() -> None:
    assert tidy_names(["Example, Ada"]) == ADA
    assert tidy_names(["Example, Ada M."]) == ("Ada M Example",)
    assert tidy_names(["Reuters, Lisbon"]) == ("Reuters", "Lisbon")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("홍길동 기자", ("홍길동",)),
        ("홍길동 선임기자", ("홍길동",)),
        ("記者王大文", ("王大文",)),
        ("記者王大文、李小明", ("王大文", "李小明")),
        ("王大文／台北報導", ("王大文",)),
        ("山田花子", ("山田花子",)),
    ],
)
def test_east_asian_names_are_freed_of_roles_written_beside_them(text: str, names: tuple[str, ...]) -> None:
    assert tidy_names([text]) == names


@pytest.mark.parametrize(
    "text", ["Editor", "Staff Writer", "the editorial team", "Updated today", "Getty Images", "By"]
)
def test_a_role_alone_is_nobody(text: str) -> None:
    assert tidy_names([text]) == ()


@pytest.mark.parametrize("text", ["Ada Example", "Ada van der Example", "Ada Maria de la Example", "山田花子"])
def test_a_whole_name_is_known_by_its_form(text: str) -> None:
    assert is_full_name(text)


@pytest.mark.parametrize(
    "text", ["Ada", "written with care", "Ada Example 2", "", "The baker who rings before he bakes"]
)
def test_what_has_no_form_of_a_name_is_none(text: str) -> None:
    assert not is_full_name(text)


def test_agencies_are_known_by_their_folded_names() -> None:
    assert all(name == name.casefold() for name in AGENCIES)


@given(st.lists(st.text()))
def test_any_texts_have_names_that_are_clean_and_told_once(texts: list[str]) -> None:
    names = tidy_names(texts)

    assert len({name.casefold() for name in names}) == len(names)
    assert all(name == name.strip() and 0 < len(name) <= 70 for name in names)
