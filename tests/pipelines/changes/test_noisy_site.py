"""Articles whose pages change at every visit are stored anew when they are edited, and then only."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.outcomes import Outcome
from pipelines.changes.noise import SiteNoise
from pipelines.deduplicate import Deduplicate
from pipelines.read import read
from pipelines.rules.site_rules import SiteRules
from pipelines.run import NOISE, CrawlRun
from pipelines.site_memory import SiteMemory
from pipelines.store import end_visit
from pipelines.visit import Kind, Visit
from tests.pipelines.changes.noisy_site import BOXES, NoisySite
from tests.pipelines.crawling import run_into, take_up
from tests.pipelines.making import page_of

SITE = "courier"
# Of thirty articles, false revisions at the first visit, at the second, at the third, and at each from then on.
UNTAUGHT = {
    "stamp": (0, 0, 0, 0),
    "counter": (5, 0, 0, 0),
    "promotion": (24, 12, 3, 0),
    "related": (5, 0, 0, 0),
    "known titles": (0, 0, 0, 0),
    "teasers": (6, 0, 0, 0),
    "clock": (3, 0, 0, 0),
    "ticker": (5, 0, 0, 0),
    "most read": (5, 0, 0, 0),
}
VISITS = 6


def address_of(number: int) -> str:
    return f"https://news.example/news/{number}/"


def crawl(site: NoisySite, archive: Path, visit: int) -> list[Visit]:
    """One run over all stories, in the order of their numbers."""
    with run_into(archive, f"run-{visit}", now=site.now, site=SITE) as run:
        ledger = run.writer.ledger
        run.noise = SiteNoise.unpacked(ledger.memory(SITE, of=NOISE))
        run.memory = SiteMemory.unpacked(ledger.memory(SITE))
        take_up(run, *(address_of(story.number) for story in site.stories))
        visits = [_meet(run, address_of(story.number), site.page(story, visit=visit)) for story in site.stories]
        run.commit()
    return visits


def _meet(run: CrawlRun, address: str, html: str) -> Visit:
    assert run.memory is not None
    page = page_of(html, address)
    record = read(page, SiteRules(site=SITE), address=address, repeated=run.memory.repeated)
    visit = Visit(address=address, kind=Kind.ARTICLE, observed_at=run.clock(), final_address=address, record=record)
    ended = Deduplicate(run).process_item(visit)
    end_visit(run, ended)
    return ended


def told(visits: list[Visit]) -> dict[int, tuple[str, ...] | None]:
    """The changed fields of the changed articles, by number."""
    return {
        number: visit.revision.changed_fields
        for number, visit in enumerate(visits, 1)
        if visit.outcome is Outcome.CHANGED and visit.revision
    }


def moved(visits: list[Visit]) -> int:
    """How many articles have another content hash than the revision before: false revisions, but for the edits."""
    return sum(
        visit.record.content_hash != visit.article.content_hash or visit.outcome is Outcome.CHANGED
        for visit in visits
        if visit.record and visit.article
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One visit of all: how many pages read otherwise than before, and the revisions that no edit made.

    ``missed`` counts the edits without a revision, ``misnamed`` those whose revision names other fields.
    """

    moved: int
    false: int
    missed: int
    misnamed: int


def follow(site: NoisySite, archive: Path) -> list[Round]:
    """What came of each visit after the first, with three edits before each."""
    assert Counter(visit.outcome for visit in crawl(site, archive, 0)) == {Outcome.NEW: len(site.stories)}
    rounds = []
    for visit in range(1, VISITS):
        site.pass_time()
        edits = site.edit()
        ended = crawl(site, archive, visit)
        changed = told(ended)
        rounds.append(
            Round(
                moved=moved(ended),
                false=len(changed.keys() - edits.keys()),
                missed=len(edits.keys() - changed.keys()),
                misnamed=sum(changed.get(number, fields) != fields for number, fields in edits.items()),
            )
        )
    return rounds


def test_a_site_without_noise_is_stored_as_it_is_edited(archive: Path) -> None:
    for one in follow(NoisySite(), archive):
        assert (one.false, one.missed, one.misnamed) == (0, 0, 0)


@pytest.mark.parametrize("kind", BOXES)
def test_noise_makes_no_revision_once_it_is_known_and_hides_no_edit(kind: str, archive: Path) -> None:
    rounds = follow(NoisySite(kind), archive)
    assert sum(one.moved for one in rounds) > 100  # that many revisions by the content alone
    assert sum(one.missed for one in rounds) == 0
    *untaught, then = UNTAUGHT[kind]
    assert all(one.false <= most for one, most in zip(rounds, untaught, strict=False))
    assert all((one.false, one.misnamed) == (then, 0) for one in rounds[len(untaught) :])


def test_nearly_all_noise_at_once_is_known_after_three_visits_and_hides_no_edit(archive: Path) -> None:
    rounds = follow(NoisySite(*BOXES), archive)
    assert [one.moved for one in rounds] == [30] * len(rounds)
    assert [one.missed for one in rounds] == [0] * len(rounds)
    assert all(one.false <= most for one, most in zip(rounds, (24, 14, 9, 2, 2), strict=True))
