"""Reading texts by CSS and XPath."""

import re

import pytest

from pipelines.rules.selectors import fold, select_texts
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


def test_folding_makes_every_run_of_white_space_one_space() -> None:
    assert fold(" a\u00a0\u2003b\n\tc ") == "a b c"


@pytest.mark.parametrize(
    ("rule", "source"),
    [(FieldRule(css="h1"), "site:css"), (FieldRule(xpath="//h1"), "site:xpath"), (FieldRule(), "site:text")],
)
def test_a_rule_names_itself_as_the_source(rule: FieldRule, source: str) -> None:
    assert rule.source == source
