"""An article met again: what its revision says of what changed, and what its visits teach, saved with them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.outcomes import Outcome
from pipelines.changes.comparison import Comparison
from pipelines.changes.noise import SiteNoise
from pipelines.content import Kind
from pipelines.deduplicate import Deduplicate, compare
from pipelines.listing import LISTING_BOX, Entry
from pipelines.read import read
from pipelines.record import PageRecord
from pipelines.rules.site_rules import SiteRules
from pipelines.run import NOISE, CrawlRun
from pipelines.store import end_visit, rows_of
from pipelines.visit import Visit
from tests.pipelines.changes.contents import TEXT
from tests.pipelines.crawling import HOUR, run_into, take_up
from tests.pipelines.making import VISIT, page_of

ADDRESSES = [f"https://news.example/news/{number}/" for number in range(12)]


def story(stamp: str = "", title: str = "Warm bread", text: tuple[str, ...] = TEXT) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in (*text[:2], *filter(None, [stamp]), *text[2:]))
    return (
        f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
        f"{paragraphs}</article></body></html>"
    )


def record_at(address: str, html: str) -> PageRecord:
    return read(page_of(html, address), SiteRules(site="bread"), address=address)


def meet(run: CrawlRun, address: str, html: str, **facts: Any) -> Visit:
    if address not in run.account.open:
        take_up(run, address)
    visit = Visit(
        address=address,
        kind=Kind.ARTICLE,
        observed_at=run.clock(),
        final_address=address,
        record=record_at(address, html),
        **facts,
    )
    ended = Deduplicate(run).process_item(visit)
    end_visit(run, ended)
    return ended


def opened(run: CrawlRun) -> CrawlRun:
    """``run`` with what earlier ones learnt, as a crawl begins."""
    run.noise = SiteNoise.unpacked(run.writer.ledger.memory("bread", of=NOISE))
    return run


def own(number: int) -> tuple[str, ...]:
    return tuple(f"{line} So it was in street {number}." for line in TEXT)


@pytest.fixture
def known(archive: Path) -> Path:
    """An archive that knows twelve articles, each with a stamp of its own."""
    with run_into(archive, "first") as run:
        for number, address in enumerate(ADDRESSES):
            meet(opened(run) if not number else run, address, story(f"Updated {number} min ago", text=own(number)))
        run.commit()
    return archive


def test_a_revision_names_what_changed_and_the_first_names_nothing(known: Path) -> None:
    with run_into(known, "second", now=VISIT + HOUR) as run:
        opened(run)
        changed = meet(run, ADDRESSES[0], story("Updated 9 min ago", title="Cold bread", text=(*own(0)[:3], "Gone.")))
        new = meet(run, "https://news.example/other", story(title="Other"))
    assert changed.revision is not None
    assert new.revision is not None
    assert (changed.outcome, changed.revision.changed_fields) == (Outcome.CHANGED, ("title", "body"))
    assert (new.outcome, new.revision.changed_fields) == (Outcome.NEW, None)


def test_what_differs_by_noise_alone_is_unchanged_and_the_observation_says_what_was_seen(known: Path) -> None:
    with run_into(known, "second", now=VISIT + HOUR) as run:
        visit = meet(opened(run), ADDRESSES[3], story("Updated 2 hours ago", text=own(3)))
    assert visit.record is not None
    assert visit.article is not None
    assert (visit.outcome, visit.revision, visit.article.revision) == (Outcome.UNCHANGED, None, 1)
    assert visit.article.content_hash != visit.record.content_hash
    observation = list(rows_of(visit, run_id="second", site="bread"))[-1]
    assert (observation.revision, observation.content_hash) == (1, visit.record.content_hash)  # type: ignore[union-attr]


def test_what_noise_kept_from_being_stored_is_still_measured_against_what_is_stored(known: Path) -> None:
    for visit, outcome in enumerate((Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.CHANGED), 1):
        text = own(3) if visit < 3 else (*own(3)[:3], "Another end.")
        with run_into(known, f"run-{visit}", now=VISIT + visit * HOUR) as run:
            assert meet(opened(run), ADDRESSES[3], story(f"Updated {visit} hours ago", text=text)).outcome is outcome


def test_without_noise_every_difference_is_a_revision(known: Path) -> None:
    with run_into(known, "second", now=VISIT + HOUR) as run:
        assert meet(run, ADDRESSES[3], story("Updated 2 hours ago", text=own(3))).outcome is Outcome.CHANGED


@pytest.mark.parametrize("state", [None, b"\x00another"])
def test_a_change_since_an_older_archive_names_no_fields_and_no_change_makes_it_known(state: bytes | None) -> None:
    record = record_at(ADDRESSES[0], story())
    new = compare(record, None, None, run_id="first").article
    before = replace(new, fingerprint=state)
    same = compare(record, before, None, run_id="second")
    assert (same.outcome, same.article.fingerprint) == (Outcome.UNCHANGED, record.fingerprint)
    other = compare(record_at(ADDRESSES[0], story(title="Cold bread")), before, None, run_id="second")
    assert (other.outcome, other.changed_fields) == (Outcome.CHANGED, None)
    assert other.article.fingerprint not in (state, record.fingerprint)


def test_an_article_met_at_two_addresses_in_a_run_teaches_once(known: Path) -> None:
    with run_into(known, "second", now=VISIT + HOUR) as run:
        noise = opened(run).noise
        assert noise is not None
        articles = noise.articles
        meet(run, ADDRESSES[0], story("Updated 1 min ago", text=own(0)))
        met = record_at(ADDRESSES[0], story("Updated 1 min ago", text=own(0)))
        again = replace(met, address=f"{ADDRESSES[0]}?again", final_address=f"{ADDRESSES[0]}?again")
        take_up(run, again.address)
        visit = Visit(address=again.address, kind=Kind.ARTICLE, observed_at=run.clock(), record=again)
        ended = Deduplicate(run).process_item(visit)
        end_visit(run, ended)
        assert (ended.outcome, noise.articles, noise.comparisons) == (Outcome.DUPLICATE, articles, 1)


def test_a_refused_page_teaches_nothing_and_a_listing_its_titles(archive: Path) -> None:
    with run_into(archive) as run:
        noise = opened(run).noise
        assert noise is not None
        take_up(run, *ADDRESSES[:2])
        refused = Visit(
            address=ADDRESSES[0],
            kind=Kind.ARTICLE,
            observed_at=VISIT,
            record=record_at(ADDRESSES[0], "<h1>Nothing at all is here</h1>"),
            outcome=Outcome.NO_BODY,
        )
        end_visit(run, refused)
        assert not noise.is_changed
        entry = Entry(box=LISTING_BOX, position=1, title="The mayor opens the bridge", teaser=None, address=None,
                      published=None)  # fmt: skip
        listing = replace(refused, address=ADDRESSES[1], record=None, outcome=Outcome.LISTING, entries=(entry,))
        end_visit(run, listing)
        assert len(noise.titles) == 1


def test_what_was_learnt_is_saved_with_the_visit_it_was_learnt_from_or_not_at_all(archive: Path) -> None:
    with run_into(archive) as run:
        opened(run)
        take_up(run, ADDRESSES[0])
        meet(run, ADDRESSES[0], story(text=own(0)))
        ledger = run.writer.ledger
        before = (ledger.memory("bread", of=NOISE), ledger.article(f"bread/{ADDRESSES[0]}"))
        assert before == (None, None)
        run.commit()
        saved = SiteNoise.unpacked(ledger.memory("bread", of=NOISE))
        assert saved.articles == 1
        assert ledger.article(f"bread/{ADDRESSES[0]}") is not None


def test_a_comparison_of_fingerprints_alike_reads_one() -> None:
    record = record_at(ADDRESSES[0], story())
    article = compare(record, None, None, run_id="first").article
    comparison = Comparison.of(record, article)
    assert comparison.before is comparison.now
    assert comparison.changed_fields(SiteNoise()) == ()
