"""Texts that a spreadsheet would run as a formula, made plain (OWASP, CSV injection).

A spreadsheet runs a cell that begins with one of SIGNS. It may look behind white space and quotes; and one that is set
to another separator than the comma begins cells within our texts: behind a semicolon, a tab, a line break. Wherever a
formula could begin, an apostrophe is put before it. `restored` is the way back, for every text.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

SIGNS = "=+\\-@" + "＝＋－＠" + "﹦﹢﹣﹫"  # as in a character class; full-width and small forms too
_BREAKS = ";\t\r\n"
# Quotes, and what shows as nothing or as room: controls, spaces, marks of direction, the byte order mark.
_AHEAD = (
    "'\"\\x00-\\x08\\x0b\\x0c\\x0e- \x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
_WITHIN = f"([{_BREAKS}])([{_AHEAD}]*[{SIGNS}])"
_AT_START = f"^([{_AHEAD}]*[{SIGNS}\t\r\n])"
_RESTORE = re.compile(f"(^|[{_BREAKS}])'(?=[{_AHEAD}]*[{SIGNS}])|^'(?=[{_AHEAD}]*[\t\r\n])")


def neutralised(column: pa.Array) -> pa.Array:
    """The texts of ``column`` with an apostrophe wherever a formula could begin, and before a leading tab or break."""
    column = pc.replace_substring_regex(column, _WITHIN, r"\1'\2")
    return pc.replace_substring_regex(column, _AT_START, r"'\1")


def restored(text: str) -> str:
    """``text`` as it was before `neutralised`."""
    return _RESTORE.sub(r"\1", text)
