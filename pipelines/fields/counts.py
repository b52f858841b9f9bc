"""Reading a count as people write it: 3742, 3,742, 3 742, 1,23,456, 3.7K, 3,4 тыс., 1.2万, ٣٧٤٢."""

import re
from dataclasses import dataclass

from pipelines.fields.count_units import UNIT, fraction_sign, size_of

SPACES = " \u00a0\u2007\u2008\u2009\u200a\u202f"
SEPARATORS = f"{SPACES},.'’ʼ٬،，．"
_MAX_DIGITS = 13
_THOUSAND_DIGITS = 3
_GROUPED = re.compile(rf"(?!0)\d{{1,3}}(?P<sep>[{SEPARATORS}])\d{{3}}(?:(?P=sep)\d{{3}})*")
_GROUPED_BY_TWO = re.compile(r"(?!0)\d{1,2}(?:,\d{2})+,\d{3}")  # India: 1,23,456
_PLAIN = re.compile(r"\d{1,13}")
_SHORT = re.compile(rf"(?P<number>\d[\d{SEPARATORS}٫]*?)[{SPACES}]?(?P<unit>{UNIT})", re.IGNORECASE)
_FRACTION = re.compile(r"(?P<whole>\d{1,4})(?P<sign>[.,٫])(?P<part>\d{1,3})")


@dataclass(frozen=True, slots=True)
class Count:
    """A count and its text as written. 3.7K is read as 3700: the page states no more than that.

    ``number`` is None where the page states something in a place for a count that is none, such as 1e9.
    """

    number: int | None
    text: str


def parse_count(text: str, language: str | None = None) -> Count | None:
    """The count that ``text`` as a whole states, or None. Digits of any script count as digits.

    Signs, fractions of one, exponents and numbers past 13 digits are no counts: None. ``language``, a BCP 47
    tag, settles what may be read in two ways (1,234K; 12 mil); without it such a text is None.
    """
    written = text.strip()
    number = _whole(written)
    if number is None:
        number = _shortened(written, language)
    return None if number is None or number >= 10**_MAX_DIGITS else Count(number, written)


def _whole(written: str) -> int | None:
    if _PLAIN.fullmatch(written):
        return int(written)
    if not (_GROUPED.fullmatch(written) or _GROUPED_BY_TWO.fullmatch(written)):
        return None
    digits = re.sub(rf"[{SEPARATORS}]", "", written)
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def _shortened(written: str, language: str | None) -> int | None:
    match = _SHORT.fullmatch(written)
    size = size_of(match["unit"], language) if match else None
    if match is None or size is None:
        return None
    fraction = _FRACTION.fullmatch(match["number"])
    if fraction is None:
        number = _whole(match["number"])
        return None if number is None else number * size
    whole, sign, part = fraction.group("whole", "sign", "part")
    if len(part) == _THOUSAND_DIGITS and sign != "٫":
        own = fraction_sign(language)
        if own is None:
            return None
        if sign != own:
            return _grouped_times(whole + sign + part, size)
    size_of_part: int = 10 ** len(part)
    return int(whole + part) * size // size_of_part


def _grouped_times(number: str, size: int) -> int | None:
    whole = _whole(number)
    return None if whole is None else whole * size
