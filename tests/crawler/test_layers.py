"""Imports run the way the data runs: a wrong one is found by the same check that every change must pass."""

import shutil
import sys
from pathlib import Path

import pytest

from crawler.packages import PACKAGES
from tests.crawler.commandline import ROOT, Ended, ended

LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def lint_with(folder: Path, file: str, line: str) -> Ended:
    """Check a copy of the packages in which ``file`` has one more ``line``."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    with (folder / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    return ended(LINT, cwd=folder, PYTHONPATH=str(folder))


def test_no_import_of_ours_runs_against_the_data() -> None:
    done = ended(LINT, cwd=ROOT)
    assert done.status == 0, done.out


def test_a_copy_without_a_wrong_import_passes(tmp_path: Path) -> None:
    done = lint_with(tmp_path, "archive/errors.py", "import json")
    assert done.status == 0, done.out


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("archive/errors.py", "import crawler.cli", "archive is not allowed to import crawler"),
        ("archive/known.py", "import pipelines.account", "archive is not allowed to import pipelines"),
        ("pipelines/read.py", "import spiders.site", "pipelines is not allowed to import spiders"),
        ("archive/writer.py", "import scrapy", "archive is not allowed to import scrapy"),
    ],
)
def test_a_wrong_import_is_named(tmp_path: Path, file: str, line: str, words: str) -> None:
    done = lint_with(tmp_path, file, line)
    assert done.status == 1
    assert words in " ".join(done.out.split())
