"""The fingerprint of how a site is read: the same wherever it is made, another once something reads anew."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.bounds import Bounds
from pipelines.rules.link_rules import LearnedPattern, LinkKind, LinkRules
from pipelines.rules.site_rules import FieldName, FieldRule, TextRule
from spiders.fingerprint import links_of, reading_of
from spiders.site import Listings, Politeness, SiteDefinition
from spiders.site_folders import find_site
from tests.archive.rows import NOON

SITE = find_site("neuron")
ROOT = Path(__file__).resolve().parents[2]
TITLE = {FieldName.TITLE: (FieldRule(css="h1"),)}


def test_it_is_the_same_in_every_process() -> None:
    script = (
        "from spiders.fingerprint import *; from spiders.site_folders import *; print(reading_of(find_site('neuron')))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {reading_of(SITE)}


def with_rules(**changes: object) -> SiteDefinition:
    return replace(SITE, rules=replace(SITE.rules, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        with_rules(fields=TITLE),
        with_rules(fields={FieldName.TITLE: (FieldRule(css="h1", pattern=re.compile("a")),)}),
        with_rules(fields={FieldName.TITLE: (FieldRule(css="h1", pattern=re.compile("a", re.DOTALL)),)}),
        with_rules(fields={FieldName.TITLE: (FieldRule(text=TextRule(after=("a",))),)}),
        with_rules(rules_only=frozenset({FieldName.BODY, FieldName.TITLE, FieldName.VIEWS})),
        with_rules(time_zone="Europe/Lisbon"),
        replace(SITE, listings=Listings(start=SITE.listings.start, max_pages=3)),
        replace(SITE, hosts=frozenset({"other.example"})),
        replace(SITE, has_memory=not SITE.has_memory),
    ],
)
def test_another_reading_has_another(other: SiteDefinition) -> None:
    assert reading_of(other) != reading_of(SITE)


def test_each_rule_has_its_own() -> None:
    others = [with_rules(fields={FieldName.TITLE: (FieldRule(css=css),)}) for css in ("h1", "h2", "h1, h2")]
    assert len({reading_of(one) for one in others}) == 3


def test_what_only_paces_or_bounds_a_crawl_makes_no_other() -> None:
    other = replace(SITE, politeness=Politeness(delay_seconds=9.0), bounds=Bounds(since=NOON), title="x", origin="y")
    assert reading_of(other) == reading_of(SITE)


def test_links_count_by_where_they_lead_and_not_by_how_often_they_were_seen() -> None:
    news = LearnedPattern(pattern="/news/*", leads_to=LinkKind.ARTICLE, seen=4)
    unknown = LearnedPattern(pattern="/x/*", seen=1)
    known = links_of(LinkRules((news,)))
    assert known == links_of(LinkRules((unknown, replace(news, seen=99))))
    assert known != links_of(LinkRules((replace(news, leads_to=LinkKind.LISTING),)))
    assert links_of(None) == ""
