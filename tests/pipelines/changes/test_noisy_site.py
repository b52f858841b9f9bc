"""Articles whose pages change at every visit are stored anew when they are edited, and then only."""

from collections import Counter
from pathlib import Path

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
CALM, TAUGHT = 1, 3  # visits: after the first crawl; after three that were compared


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


def follow(site: NoisySite, archive: Path, *, visits: int = 7) -> list[tuple[int, int, int, int, int]]:
    """(visit, articles whose page moved, false revisions, edits found, edits missed) of each visit after the first."""
    assert Counter(visit.outcome for visit in crawl(site, archive, 0)) == {Outcome.NEW: len(site.stories)}
    figures = []
    for visit in range(1, visits):
        site.pass_time()
        edits = site.edit()
        ended = crawl(site, archive, visit)
        changed = told(ended)
        right = sum(changed.get(number) == fields for number, fields in edits.items())
        figures.append((visit, moved(ended), len(changed.keys() - edits.keys()), right, len(edits) - right))
    return figures


if __name__ == "__main__":
    import tempfile

    for kinds in [(k,) for k in BOXES] + [tuple(BOXES), ()]:
        with tempfile.TemporaryDirectory() as d:
            print(kinds, follow(NoisySite(*kinds), Path(d) / "a"))
