"""The docs say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.column import Column
from archive.tables import TABLES
from crawler import settings
from pipelines.rules.site_rules import FieldName
from spiders import site_tables
from spiders.site_folders import OWN_FOLDER, OWN_FOLDER_VARIABLE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]+\]\(([^)#:]+)\)")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_a_table_is_described(table: object) -> None:
    columns: dict[str, Column] = table.columns  # type: ignore[attr-defined]
    for name, column in columns.items():
        assert column.description.endswith("."), name
        assert f"`{name}`" in page("columns.md")


def test_every_setting_of_ours_has_a_line() -> None:
    ours = [name for name in vars(settings) if name.startswith("NEWSREEL_")]
    assert ours
    for name in [*ours, "NEWSREEL_PROGRESS", OWN_FOLDER_VARIABLE]:
        assert f"`{name}`" in page("settings.md"), name
    assert OWN_FOLDER in page("sites.md")


def test_every_key_of_a_site_file_has_a_line() -> None:
    text = page("sites.md")
    tables = [kind for kind in vars(site_tables).values() if hasattr(kind, "__struct_encode_fields__")]
    keys = {key for kind in tables for key in kind.__struct_encode_fields__}
    assert {"linked_as", "next_is", "delay_seconds"} <= keys
    for key in keys | set(FieldName):
        assert f"`{key}`" in text or f"`{key} = " in text, key


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.name)
def test_every_link_between_pages_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
