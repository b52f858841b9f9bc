"""How often the page says it was viewed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.fields.candidate import Candidate
from pipelines.fields.counts import Count, parse_count
from pipelines.page.page import Page
from pipelines.page.structured import json_ld_types

# "1,234 views" or "Views: 1,234" as a whole line: in running text such words count something else.
_NUMBER = r"(\d[\d.,'’ \u00a0\u2009\u202f]*\s?[KkMm]?)"
_WORDS = r"(?:page\s?)?views|visualizações|visualizaciones|vistas|vues|aufrufe|просмотр(?:ов|а|ы)?|перегляд(?:ів|и)?"
_LINES = (
    re.compile(rf"{_NUMBER}\s*(?:{_WORDS})", re.IGNORECASE),
    re.compile(rf"(?:{_WORDS})\s*:?\s*{_NUMBER}", re.IGNORECASE),
)
_VIEW_ACTIONS = ("ViewAction", "WatchAction", "ReadAction", "UserPageVisits")


def read_views(page: Page) -> Iterator[Candidate[Count]]:
    """The numbers of views ``page`` states: JSON-LD interactionStatistic, then a visible line that says so."""
    for counter in _counters(page.markup.article):
        stated = counter.get("userInteractionCount", "")
        count = None if isinstance(stated, float) else parse_count(str(stated))  # 12.345 would read as 12,345
        if count and any(action in _VIEW_ACTIONS for action in _actions(counter)):
            yield Candidate(count, "json-ld:interactionStatistic")
    for line in page.lines:
        for pattern in _LINES:
            match = pattern.fullmatch(line.text)
            count = parse_count(match[1]) if match else None
            if count:
                yield Candidate(count, "text:views")


def _counters(article: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    stated = article.get("interactionStatistic")
    return [counter for counter in (stated if isinstance(stated, list) else [stated]) if isinstance(counter, dict)]


def _actions(counter: Mapping[str, Any]) -> list[str]:
    action = counter.get("interactionType")
    names = json_ld_types(action) if isinstance(action, dict) else (str(action),)
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names]
