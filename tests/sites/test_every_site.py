"""Every shipped site file loads, and has a saved page with the record expected of it: no site can skip its test.

A saved page is a folder `tests/sites/SITE/saved/NAME` with `page.html`, as the server sent it, and
`expected.json`: its address, the moment of the visit, and every field of the record as `newsreel read` prints it.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.read import as_json
from pipelines.page.page import Page
from pipelines.read import read, site_rules
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED

HERE = Path(__file__).parent
SITES = sorted(path.stem for path in SHIPPED.glob("*.toml"))
SAVED = sorted(path.parent for path in HERE.glob("*/saved/*/page.html"))
# Facts of the run, not of the page.
NOT_COMPARED = {"extractor_version", "fetched_at", "content_hash"}
# Its pages are rendered by the local news site itself: see demo/test_demo_pages.py.
RENDERED = {"demo"}

every_site = pytest.mark.parametrize("site", SITES)


@every_site
def test_a_shipped_site_file_loads(site: str) -> None:
    definition = read_site_file(SHIPPED / f"{site}.toml")

    assert definition.name == site
    assert definition.rules == site_rules(site)


@every_site
def test_a_shipped_site_has_a_saved_page(site: str) -> None:
    folder = HERE / site
    assert any(folder.glob("test_*.py")), f"tests/sites/{site} has no tests"
    if site not in RENDERED:
        assert any(path.parent.parent == folder for path in SAVED), f"tests/sites/{site}/saved has no page"


def test_no_folder_tests_a_site_that_is_not_shipped() -> None:
    tested = {path.parent.name for path in HERE.glob("*/test_*.py")} | {path.parent.parent.name for path in SAVED}

    assert tested == set(SITES)


@every_site
def test_the_fields_a_site_expects_are_fields_its_saved_pages_have(site: str) -> None:
    definition = read_site_file(SHIPPED / f"{site}.toml")
    for folder in SAVED:
        if folder.parent.parent.name == site:
            record = _expected(folder)["record"]
            assert all(record[field] is not None for field, share in definition.expected.items() if share == 1.0)


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: f"{folder.parent.parent.name}-{folder.name}")
def test_a_saved_page_reads_as_expected(folder: Path) -> None:
    expected = _expected(folder)
    page = Page(
        body=(folder / "page.html").read_bytes(),
        address=expected["address"],
        fetched_at=datetime.fromisoformat(expected["fetched_at"]),
        content_type=expected["content_type"],
    )
    record = as_json(read(page, site_rules(folder.parent.parent.name), address=page.address))

    assert {name: value for name, value in record.items() if name not in NOT_COMPARED} == expected["record"]
    assert re.fullmatch(r"[0-9a-f]{32}", record["content_hash"])


def _expected(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected
