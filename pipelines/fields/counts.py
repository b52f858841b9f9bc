"""Reading a count as people write it: 3742, 3,742, 3 742, 3.742, 3.7K."""

import re
from dataclasses import dataclass

_SEPARATORS = " ,.'’\u00a0\u2009\u202f"
_GROUPED = re.compile(rf"(?P<head>(?!0)\d{{1,3}})(?P<groups>(?P<sep>[{_SEPARATORS}])\d{{3}}(?:(?P=sep)\d{{3}})*)")
_SHORT = re.compile(r"(?P<whole>\d{1,4})(?:[.,](?P<part>\d{1,3}))?\s?(?P<unit>[KkMmBb])")
_PLAIN = re.compile(r"\d{1,13}")
_UNITS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Count:
    """A count and its text as written. 3.7K is read as 3700: the page states no more than that."""

    number: int
    text: str


def parse_count(text: str) -> Count | None:
    """The count that ``text`` as a whole states, or None. Digits of any script count as digits.

    Signs, fractions, exponents and numbers past 13 digits are no counts: None.
    """
    written = text.strip()
    if _PLAIN.fullmatch(written):
        return Count(int(written), written)
    if _GROUPED.fullmatch(written):
        digits = re.sub(rf"[{_SEPARATORS}]", "", written)
        return Count(int(digits), written) if len(digits) <= 13 else None  # noqa: PLR2004 - as documented
    short = _SHORT.fullmatch(written)
    if short:
        part = short["part"] or ""
        return Count(int(short["whole"] + part) * _UNITS[short["unit"].lower()] // 10 ** len(part), written)
    return None
