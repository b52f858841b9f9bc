"""Reading texts by CSS and XPath."""

import re

import pytest

from pipelines.rules.selectors import select_texts
from pipelines.rules.site_rules import FieldRule
from tests.pipelines.making import page_of

HTML = """<h1> Warm <b>bread</b>\n at the door </h1><p class="by">By Ada</p><p class="by"></p>
<img alt=" A  loaf "><p>Read 300 times</p>"""


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (FieldRule(css="h1"), ["Warm bread at the door"]),
        (FieldRule(css="h1::text"), ["Warm", "at the door"]),
        (FieldRule(css="img::attr(alt)"), ["A loaf"]),
        (FieldRule(css="p.by"), ["By Ada"]),
        (FieldRule(xpath="//img/@alt"), ["A loaf"]),
        (FieldRule(xpath="//p"), ["By Ada", "Read 300 times"]),
        (FieldRule(css="p", pattern=re.compile(r"Read (\d+) times")), ["300"]),
        (FieldRule(css="p", pattern=re.compile(r"Liked (\d+) times")), []),
        (FieldRule(css="article h1"), []),
    ],
)
def test_a_rule_finds_folded_texts_and_leaves_empty_ones_out(rule: FieldRule, texts: list[str]) -> None:
    assert select_texts(page_of(HTML).selector, rule) == texts


@pytest.mark.parametrize(
    ("rule", "source"),
    [(FieldRule(css="h1"), "site:css"), (FieldRule(xpath="//h1"), "site:xpath"), (FieldRule(), "site:text")],
)
def test_a_rule_names_itself_as_the_source(rule: FieldRule, source: str) -> None:
    assert rule.source == source
