"""An article of neuron whose views grow and which gets a summary: two observations, two revisions, one field named."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import Archive
from archive.outcomes import Outcome
from pipelines.changes.noise import SiteNoise
from pipelines.deduplicate import Deduplicate
from pipelines.page.page import Page
from pipelines.read import read
from pipelines.rules.site_rules import SiteRules
from pipelines.run import NOISE
from pipelines.store import end_visit
from pipelines.visit import Kind, Visit
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED
from tests.pipelines.crawling import run_into, take_up
from tests.sites.neuron.articles import ENGLISH, path_in
from tests.sites.neuron.markups import MARKUPS, ORIGIN, Shown
from tests.sites.neuron.test_neuron_pages import VISIT

RULES = read_site_file(SHIPPED / "neuron.toml").rules
ADDRESS = ORIGIN + path_in("en")
FIRST, LATER = Shown(date=ENGLISH.date, views="3,481", has_summary=False), Shown(date=ENGLISH.date, views="3,742")


def visit(archive: Path, rules: SiteRules, html: str, *, day: int) -> Visit:
    now = VISIT + timedelta(days=day)
    with run_into(archive, f"run-{day}", now=now, site=rules.site) as run:
        run.noise = SiteNoise.unpacked(run.writer.ledger.memory(rules.site, of=NOISE))
        take_up(run, ADDRESS)
        page = Page(body=html.encode(), address=ADDRESS, fetched_at=now)
        record = read(page, rules, address=ADDRESS)
        ended = Deduplicate(run).process_item(
            Visit(address=ADDRESS, kind=Kind.ARTICLE, observed_at=now, final_address=ADDRESS, record=record)
        )
        end_visit(run, ended)
    return ended


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_summary_added_is_the_one_change_and_views_are_none(markup: str, tmp_path: Path) -> None:
    pages = [MARKUPS[markup](ENGLISH, shown) for shown in (FIRST, LATER, replace(LATER, views="3,800"))]
    outcomes = [visit(tmp_path / "archive", RULES, html, day=day).outcome for day, html in enumerate(pages)]

    archive = Archive(tmp_path / "archive")
    revisions = archive.sql("SELECT revision, changed_fields, views, summary FROM revisions ORDER BY revision")
    observations = archive.sql("SELECT views, revision FROM observations ORDER BY observed_at")
    assert outcomes == [Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED]
    assert [tuple(row.values()) for row in revisions.rows()] == [
        (1, None, 3481, None),
        (2, ["summary"], 3742, ENGLISH.summary),
    ]
    assert [tuple(row.values()) for row in observations.rows()] == [(3481, 1), (3742, 2), (3800, 2)]
