"""Text from a page before it goes to a terminal."""

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.harmless import HarmlessFile, harmless, harmless_json

OBEYED = ["\x1b[2J", "\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\u2028"]


@pytest.mark.parametrize("text", OBEYED)
def test_what_a_terminal_would_obey_becomes_a_space(text: str) -> None:
    assert harmless(f"a{text}b") == f"a {text[1:]}b"


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🌾", "क्‍ष", "naïve 東京 ½", "مرحبا\u200f!"])
def test_words_of_any_script_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_text_is_as_long_as_it_was_and_in_one_line(text: str) -> None:
    assert len(harmless(text)) == len(text)
    assert len(harmless(text).splitlines()) <= 1


@given(st.dictionaries(st.text(), st.text()))
def test_json_says_the_same(values: dict[str, str]) -> None:
    shown = harmless_json(json.dumps(values, ensure_ascii=False, indent=2))
    assert json.loads(shown) == values
    assert harmless(shown.replace("\n", "")) == shown.replace("\n", "")


@given(st.text())
def test_a_terminal_is_written_the_same_letter_by_letter(text: str) -> None:
    out = BytesIO()
    HarmlessFile(out).writelines([text.encode("utf-8", "surrogatepass")])
    kept = "".join(char if char in "\t\n\r" else harmless(char) for char in text)
    assert out.getvalue() == kept.encode("utf-8", "surrogatepass")
