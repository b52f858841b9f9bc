"""Editing a site file: rules are added in place, comments and everything else stay as the owner wrote them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Table

from archive.errors import SiteDefinitionError, StorageError
from pipelines.rules.site_rules import FieldName, FieldRule, TextRule
from spiders.site_file import read_site_file


def add_field_rules(
    path: Path, name: FieldName, rules: Sequence[tuple[FieldRule, str]], *, expected: float, stands_first: bool
) -> str:
    """The text of the site file ``path`` with ``rules``, each with a comment, for field ``name``.

    They stand before the rules there are if ``stands_first``, else behind them. ``expected`` is the share of articles
    that carry the field, noted where the file expects none yet. Raises SiteDefinitionError where the file is broken.
    """
    read_site_file(path)
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    fields = document.setdefault("fields", tomlkit.table(is_super_table=True))
    before = list(fields.get(name, ()))
    written = [_as_table(rule, comment) for rule, comment in rules]
    fields[name] = _as_array([*written, *before] if stands_first else [*before, *written])
    shares = document.setdefault("expected", tomlkit.table())
    shares.setdefault(str(name), expected)
    return tomlkit.dumps(document)


def replace_site_file(path: Path, text: str) -> None:
    """Put ``text`` in place of the site file ``path``, at once, after it was read without complaint.

    Raises SiteDefinitionError and leaves the file alone where ``text`` is no right site file; StorageError.
    """
    aside = path.parent / ".new" / path.name  # a site file has to bear its own name
    try:
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        try:
            read_site_file(aside)
        except SiteDefinitionError as problem:
            raise SiteDefinitionError(f"{path} stays as it is: {problem}") from problem
        os.replace(aside, path)  # noqa: PTH105 - a Path's replace does the same
    except OSError as problem:
        raise StorageError(path, problem) from problem
    finally:
        aside.unlink(missing_ok=True)
        aside.parent.rmdir()


def _as_array(tables: Sequence[Table]) -> AoT:
    array = tomlkit.aot()
    for table in tables:
        array.append(table)
    return array


def _as_table(rule: FieldRule, comment: str) -> Table:
    table = tomlkit.table()
    table.add(tomlkit.comment(comment))
    if rule.css:
        table["css"] = _text(rule.css)
    if rule.xpath:
        table["xpath"] = _text(rule.xpath)
    if rule.text:
        table["text"] = _text_rule(rule.text)
    if rule.pattern:
        table["pattern"] = _text(rule.pattern.pattern)
    return table


def _text_rule(rule: TextRule) -> InlineTable:
    table = tomlkit.inline_table()
    values: dict[str, Any] = {
        "after": list(rule.after),
        "label": list(rule.label),
        "until": list(rule.until),
        "is": str(rule.kind) if rule.kind else None,
        "next_is": str(rule.next_kind) if rule.next_kind else None,
        "pattern": rule.pattern.pattern if rule.pattern else None,
    }
    for key, value in values.items():
        if value:
            table[key] = value
    return table


def _text(text: str) -> Any:
    """``text`` as TOML has it without escapes, where that can be."""
    return tomlkit.string(text, literal=True) if "'" not in text and "\n" not in text else tomlkit.string(text)
