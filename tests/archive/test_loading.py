"""Asking loads what it needs and nothing else: a query is answered before a large package would be there."""

import json
import subprocess
import sys

import pytest

from archive import Archive

LOADED = "import json, sys; print(json.dumps(sorted(name for name, module in sys.modules.items() if module)))"
ASK = """
import sys
from archive import Archive
for query in ("SELECT title FROM articles", "SELECT title FROM articles WHERE false", "FROM observations"):
    answer = Archive(sys.argv[1]).sql(query)
    answer.arrow(), list(answer.batches())
answer.arrow().select(["address", "views"]).to_pylist()  # of instants pyarrow would ask pandas
"""
LARGE = {"pandas", "polars", "scrapy", "twisted", "lxml", "parsel"}


def loaded(code: str, *arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_opening_an_archive_and_asking_it_loads_no_large_package(archive: Archive) -> None:
    assert not loaded(ASK + LOADED, str(archive.folder.path)) & LARGE


def test_what_needs_only_an_error_or_the_version_loads_no_engine() -> None:
    assert not loaded("import archive, archive.errors\n" + LOADED) & {*LARGE, "pyarrow", "duckdb"}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_command_that_asks_loads_no_large_package(archive: Archive, form: str) -> None:
    ask = (
        "from crawler.cli import main\ntry:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        + LOADED
    )
    asked = ("query", "--archive", str(archive.folder.path), "--format", form, "SELECT title FROM articles")
    assert not loaded(ask, *asked) & LARGE


def test_the_large_packages_are_there_to_be_loaded() -> None:
    for name in LARGE:
        assert loaded(f"import {name}\n{LOADED}") >= {name}
