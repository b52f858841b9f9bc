"""Values side by side: whether what a rule reads is what somebody says it should."""

import re
from typing import Any

from pipelines.body.structure import Body
from pipelines.extract import FieldReader
from pipelines.fields.counts import Count
from pipelines.fields.moments import Moment
from pipelines.page.page import Page
from pipelines.page.text import fold
from pipelines.rules.site_rules import FieldName, SiteRules

_LIST_SIGNS = re.compile(r"\s*;\s*")


def told_texts(name: FieldName, told: str) -> list[str]:
    """The texts that ``told``, as somebody types it, stands for: of authors and tags several, parted by semicolons."""
    if name in (FieldName.AUTHORS, FieldName.TAGS):
        return [text for text in _LIST_SIGNS.split(told.strip()) if text]
    return [fold(told)]


def told_value(page: Page, rules: SiteRules, name: FieldName, told: str) -> Any:
    """What ``told`` means as field ``name`` of ``page``; None where it is no such value."""
    texts = told_texts(name, told)
    return essence(FieldReader(page, rules).value_of(name, texts)) if texts and texts[0] else None


def essence(value: Any) -> Any:
    """What is compared of a field's value: the number of a count, the instant of a date, the words of a text."""
    match value:
        case Count():
            return value.number
        case Moment():
            return value.at
        case Body():
            return fold(value.text).casefold()
        case tuple():
            return tuple(str(each).casefold() for each in value)
        case str():
            return fold(value).casefold()
        case _:
            return value
