"""Rules that would find a value by the lines of visible text around it, whatever the markup."""

from collections.abc import Iterator

from pipelines.page.page import Page
from pipelines.page.visible import Line
from pipelines.rules.anchors import is_label
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, TextRule
from pipelines.teaching.places import Says
from pipelines.teaching.proposals import Hold, Proposal

_KINDS = {
    FieldName.VIEWS: LineKind.NUMBER,
    FieldName.PUBLISHED_AT: LineKind.DATE,
    FieldName.MODIFIED_AT: LineKind.DATE,
}


def line_proposals(page: Page, name: FieldName, says: Says) -> Iterator[Proposal]:
    """Text rules that may find a line of ``page`` that ``says`` accepts as field ``name``."""
    kind = _KINDS.get(name)
    for number, line in enumerate(page.lines):
        above = page.lines[number - 1] if number else None
        if says(line.text) and above is not None and _is_words(above):
            yield Proposal(FieldRule(text=TextRule(after=(above.text,), kind=kind)), Hold.LABEL)
    if kind is not None:
        for next_kind in (LineKind.TITLE, LineKind.DATE, LineKind.NUMBER):
            yield Proposal(FieldRule(text=TextRule(kind=kind, next_kind=next_kind)), Hold.LABEL)


def _is_words(line: Line) -> bool:
    return is_label(line) and not any(map(str.isdigit, line.text))
