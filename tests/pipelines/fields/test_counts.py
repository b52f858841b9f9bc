"""Counts as people write them, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fields.counts import Count, parse_count

DIGITS_OF_OTHER_SCRIPTS = "0٠۰०０"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("3742", 3742),
        ("3,742", 3742),
        ("3.742", 3742),
        ("3'742", 3742),
        ("3’742", 3742),
        ("3 742", 3742),
        ("3\u00a0742", 3742),
        ("3\u2009742", 3742),
        ("3\u202f742", 3742),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("  12\n", 12),
        ("9999999999999", 9_999_999_999_999),
        ("1,23,456", 123_456),
        ("12,34,56,789", 123_456_789),
        ("1٬234", 1234),
        ("1\u2007234", 1234),
        ("１，２３４", 1234),
    ],
)
def test_a_count_is_read_with_any_sign_between_thousands(text: str, number: int) -> None:
    assert parse_count(text) == Count(number, text.strip())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3.7K", 3700),
        ("3,7k", 3700),
        ("3.7 K", 3700),
        ("12K", 12_000),
        ("1.25M", 1_250_000),
        ("2B", 2_000_000_000),
        ("0.5K", 500),
        ("1.2345K", None),
    ],
)
def test_a_shortened_count_is_read_as_far_as_it_states(text: str, number: int | None) -> None:
    count = parse_count(text)

    assert (count and count.number) == number
    assert count is None or count.text == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,4 тыс.", 3400),
        ("1,2 млн", 1_200_000),
        ("1.2万", 12_000),
        ("3.5만", 35_000),
        ("2億", 200_000_000),
        ("12 lakh", 1_200_000),
        ("1.5 crore", 15_000_000),
        ("12 हजार", 12_000),
        ("12 لاکھ", 1_200_000),
        ("٣٫٥ ألف", 3500),
        ("1,2 Mio.", 1_200_000),
        ("3 Tsd.", 3000),
        ("2,5rb", 2500),
        ("1.2 jt", 1_200_000),
        ("1,5 tys.", 1500),
        ("12 345 тыс.", 12_345_000),
        ("3 million", 3_000_000),
    ],
)
def test_a_count_is_shortened_in_many_languages(text: str, number: int) -> None:
    assert parse_count(text) == Count(number, text)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.234K", "en", 1234),
        ("1,234K", "en", 1_234_000),
        ("1,234K", "de", 1234),
        ("1.234 mil", "pt-BR", 1_234_000),
        ("1.234K", None, None),
        ("12 mil", "es", 12_000),
        ("12 mil", "cs", 12_000_000),
        ("12 mil", None, None),
        ("12 B", "tr", 12_000),
        ("12 B", "en", 12_000_000_000),
        ("12 N", "vi", 12_000),
        ("12 N", "en", None),
        ("1,2 tn", "sv", 1200),
    ],
)
def test_what_may_be_read_in_two_ways_is_settled_by_the_language_or_not_at_all(
    text: str, language: str | None, number: int | None
) -> None:
    assert parse_count(text, language) == (None if number is None else Count(number, text))


@pytest.mark.parametrize(("text", "number"), [("٣٧٤٢", 3742), ("１２３", 123), ("३७४२", 3742), ("۳۷۴۲", 3742)])
def test_digits_of_any_script_are_digits(text: str, number: int) -> None:
    assert parse_count(text) == Count(number, text)


@pytest.mark.parametrize("text", ["", " ", "²", "½", "Ⅷ", "三", "NaN", "inf", "many", "K", "twelve", "views"])
def test_what_has_no_digits_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", ["-1", "+1", "−1", "~12", "±3", "(12)", "#12", "12+", "12%", "$12"])
def test_a_count_with_a_sign_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", ["1e9", "1E9", "1_000", "0x10", "1e+3", "3.7e3"])
def test_a_number_for_programs_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", ["3.7", "3,7", "0.5", "37.42", "3742.0", "1,234.567", "1.234,5", "0.123", "0,500"])
def test_a_fraction_is_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize(
    "text",
    ["1,23,45", "1,23,4567", "1.23.456", "1,2345", "12,34", "1,234.567,890", "1,,234", "1 234,567", ",123", "123,"],
)
def test_thousands_set_apart_without_a_system_are_no_count(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", [str(2**63), str(10**30), "9" * 14, "9" * 5000, "9.999.999.999.999.999", "123456億"])
def test_a_number_too_large_to_be_a_count_is_none(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize("text", ["3742 views", "views 3742", "3742, 12", "on 9 Jan", "12:30", "3\n7"])
def test_a_count_is_the_whole_text(text: str) -> None:
    assert parse_count(text) is None


@given(st.text(), st.sampled_from([None, "", "en", "de-AT", "x", "tr"]))
def test_reading_a_count_never_fails_and_keeps_the_text(text: str, language: str | None) -> None:
    count = parse_count(text, language)

    assert count is None or count.text == text.strip()


@given(st.text(alphabet="0123456789 ,.'’\u00a0\u2009\u202fkKmMbB-+eE٣²"))
def test_a_count_fits_a_64_bit_column_and_is_never_negative(text: str) -> None:
    count = parse_count(text)

    assert count is None or (count.number is not None and 0 <= count.number < 2**63)


@given(st.integers(0, 10**13 - 1), st.sampled_from(["", ",", ".", " ", "'", "\u00a0", "\u2009", "\u202f"]))
def test_a_count_written_with_any_separator_is_read_back(number: int, separator: str) -> None:
    count = parse_count(f"{number:,}".replace(",", separator))

    assert count is not None
    assert count.number == number


@given(st.integers(0, 10**13 - 1), st.sampled_from(DIGITS_OF_OTHER_SCRIPTS))
def test_a_count_written_in_any_script_is_read_back(number: int, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    count = parse_count(written)

    assert count == Count(number, written)
