"""Rules added to a site file: the file stays its owner's, and is replaced only by a right one."""

import re
from pathlib import Path

import pytest

from archive.errors import SiteDefinitionError
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, TextRule
from spiders.site_edit import add_field_rules, replace_site_file
from spiders.site_file import read_site_file

TEXT = """# mine
name = "paper"
title = "Paper"
address = "https://paper.example/"

[listings]
start = ["/"]  # the front page

[[fields.views]]
css = ".old"

[expected]
title = 0.9
"""
RULES = (
    FieldRule(css=".readers", pattern=re.compile(r"(\d+)\s*'reads'")),
    FieldRule(xpath="//*[normalize-space()='Clicks']/following-sibling::*[1]"),
    FieldRule(text=TextRule(after=("Read by",), kind=LineKind.NUMBER, next_kind=LineKind.TITLE)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "paper.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("stands_first", [True, False])
def test_the_rules_read_back_are_the_rules_added(path: Path, stands_first: bool) -> None:
    added = [(rule, f"rule {number}") for number, rule in enumerate(RULES)]
    text = add_field_rules(path, FieldName.VIEWS, added, expected=0.8, stands_first=stands_first)
    replace_site_file(path, text)
    rules = list(read_site_file(path).rules.fields[FieldName.VIEWS])
    old = rules.pop() if stands_first else rules.pop(0)
    assert old.css == ".old"
    assert rules == list(RULES)
    assert all(f"# rule {number}" in text for number in range(len(RULES)))
    assert "# mine" in text
    assert "# the front page" in text


def test_what_the_owner_expects_stays(path: Path) -> None:
    text = add_field_rules(path, FieldName.TITLE, [(FieldRule(css="h2"), "x")], expected=0.5, stands_first=False)
    assert "title = 0.9" in text


def test_a_wrong_text_leaves_the_file_alone(path: Path) -> None:
    with pytest.raises(SiteDefinitionError, match=r"stays as it is.*colour"):
        replace_site_file(path, TEXT.replace("title =", "colour =", 1))
    assert path.read_text(encoding="utf-8") == TEXT
    assert list(path.parent.iterdir()) == [path]


def test_a_broken_file_is_not_edited(path: Path) -> None:
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(SiteDefinitionError, match="not valid TOML"):
        add_field_rules(path, FieldName.TITLE, [], expected=1.0, stands_first=False)
