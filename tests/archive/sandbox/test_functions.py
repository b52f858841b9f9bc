"""What DuckDB's functions a stranger may use is looked at anew when a newer DuckDB brings others."""

from pathlib import Path

from archive.query.views import QUESTIONS
from archive.sandbox.database import new_database
from archive.sandbox.statements import FUNCTIONS_OF_ROWS, NOT_OF_VALUES

KNOWN = frozenset((Path(__file__).parent / "functions.txt").read_text(encoding="utf-8").split()) | {
    "is distinct from", "is not distinct from",
}  # fmt: skip
OF_ROWS = {
    "unnest", "range", "generate_series", "repeat", "repeat_row", "json_each", "json_tree", "icu_calendar_names",
    "pg_timezone_names",
}  # fmt: skip
OF_FILES = ("read", "scan", "glob", "sniff", "csv", "parquet", "file", "path", "copy", "query", "attach", "load")
LOOKED_AT = {
    "parse_dirpath", "parse_path", "parse_filename", "path_join",  # of a text, no file
    "json_extract_path", "json_extract_path_text", "__internal_json_copy_to_geojson", "__internal_json_copy_to_json",
    "formatreadablesize", "formatreadabledecimalsize", "in_search_path", "pg_conf_load_time",  # words within words
    "json_copy_strftime_if_date", "json_copy_strftime_if_timestamp", "variant_to_parquet_variant",
}  # fmt: skip


def functions(*kinds: str) -> set[str]:
    """The functions that this DuckDB has, in small letters."""
    with new_database() as database:
        found = database.execute(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE list_contains(?, function_type)",
            [list(kinds)],
        )
        return {name for (name,) in found.fetchall()}


def test_every_function_over_values_that_is_allowed_has_been_looked_at() -> None:
    new = functions("scalar", "aggregate", "macro", "window") - NOT_OF_VALUES - KNOWN
    assert not new, (
        f"this DuckDB has functions that nobody has looked at: {sorted(new)}; put those that look at more than their "
        "arguments into archive.sandbox.statements.NOT_OF_VALUES, the others into functions.txt"
    )


def test_the_functions_that_give_rows_are_those_that_have_been_looked_at() -> None:
    assert OF_ROWS | set(QUESTIONS) == FUNCTIONS_OF_ROWS


def test_no_function_that_is_allowed_is_called_as_one_of_files_is() -> None:
    allowed = (KNOWN | FUNCTIONS_OF_ROWS) - LOOKED_AT
    assert not {name for name in allowed if any(word in name for word in OF_FILES)}


def test_of_duckdbs_functions_of_rows_none_but_those_listed_is_allowed() -> None:
    of_rows = functions("table", "table_macro", "pragma")
    assert of_rows & FUNCTIONS_OF_ROWS <= OF_ROWS
    assert {
        "read_text",
        "read_blob",
        "read_csv",
        "read_parquet",
        "glob",
        "sniff_csv",
        "query",
        "query_table",
    } <= of_rows
