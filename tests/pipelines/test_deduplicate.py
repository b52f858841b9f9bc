"""Whether an article is new, changed, unchanged, or one the archive has under another address."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.addresses.plain import plain_address
from archive.known import KnownArticle
from archive.outcomes import Outcome
from archive.records import ArticleRevision
from pipelines.deduplicate import Deduplicate, compare, revision_of
from pipelines.moves import title_key
from pipelines.normalise import content_hash
from pipelines.read import read
from pipelines.record import PageRecord
from pipelines.rules.site_rules import SiteRules
from pipelines.run import CrawlRun
from pipelines.store import end_visit
from pipelines.visit import Kind, Visit
from tests.pipelines.crawling import HOUR, run_into, take_up
from tests.pipelines.making import ADDRESS, VISIT, page_of, record_of

EARLIER = datetime(2025, 12, 1, tzinfo=UTC)
OTHER = "https://news.example/bread-again"
STORY, PAGE_1, PAGE_2 = (f"https://news.example/{name}" for name in ("story", "story/1", "story/2"))

LONG_STORY = "https://news.example/town/warm-bread-at-dawn/"


def known_as(**facts: Any) -> KnownArticle:
    article = KnownArticle(
        article_id="bread/101/en",
        revision=3,
        content_hash="0" * 64,
        first_seen_at=EARLIER,
        address=OTHER,
        language="en",
        run_id="earlier",
        title_key=title_key(record_of()),
    )
    return replace(article, **facts)


def verdict_on(
    record: PageRecord, before: KnownArticle | None = None, twin: KnownArticle | None = None
) -> tuple[Outcome, KnownArticle]:
    verdict = compare(record, before, twin, run_id="run")
    return verdict.outcome, verdict.article


def test_an_article_nobody_knows_is_new_from_this_visit_on() -> None:
    known = known_as(revision=1, first_seen_at=VISIT, address=ADDRESS, run_id="run")

    assert verdict_on(record_of()) == (Outcome.NEW, known)


def test_an_article_with_other_content_is_changed_and_keeps_its_first_sight() -> None:
    known = known_as(revision=4, content_hash="1" * 64, address=ADDRESS, run_id="run")

    assert verdict_on(record_of(content_hash="1" * 64), known_as()) == (Outcome.CHANGED, known)


def test_an_article_with_the_same_content_is_unchanged() -> None:
    assert verdict_on(record_of(), known_as()) == (Outcome.UNCHANGED, known_as(address=ADDRESS, run_id="run"))


@pytest.mark.parametrize("seen", ["0" * 64, "1" * 64])
def test_an_article_met_a_second_time_in_one_run_is_a_duplicate_whatever_it_says(seen: str) -> None:
    met = known_as(run_id="run")

    assert verdict_on(record_of(content_hash=seen), met) == (Outcome.DUPLICATE, met)


def test_the_same_content_under_another_id_is_a_duplicate_that_leaves_the_first_as_it_is() -> None:
    twin = known_as(article_id="bread/77/en")

    assert verdict_on(record_of(), None, twin) == (Outcome.DUPLICATE, twin)


def test_an_article_that_is_known_is_no_duplicate_of_one_with_its_content() -> None:
    assert verdict_on(record_of(), known_as(), known_as(article_id="bread/77/en"))[0] is Outcome.UNCHANGED


def test_a_revision_holds_what_the_record_says_and_nothing_else() -> None:
    record = record_of(views=0, summary="", authors=(), tags=None)
    revision = revision_of(record, compare(record, None, None, run_id="run").article)

    shared = {field.name for field in fields(ArticleRevision)} & {field.name for field in fields(PageRecord)}
    shared -= {"final_address"}  # noted where it is another than the address asked for
    assert {name: getattr(revision, name) for name in shared} == {name: getattr(record, name) for name in shared}
    assert revision.final_address == (None if record.final_address == record.address else record.final_address)
    assert (revision.revision, revision.run_id, revision.first_seen_at) == (1, "run", VISIT)
    assert (revision.views, revision.summary, revision.authors, revision.tags) == (0, "", (), None)


def visit_of(record: PageRecord | None, **facts: Any) -> Visit:
    visit = Visit(address="https://news.example/a", kind=Kind.ARTICLE, observed_at=VISIT, record=record)
    return replace(visit, **facts)


def saying(body: str, at: str = ADDRESS, **changes: Any) -> PageRecord:
    record = record_of(body=body, final_address=at, **changes)
    return replace(record, content_hash=content_hash(record))


def meet(run: CrawlRun, record: PageRecord) -> Visit:
    """The visit of ``record`` at its final address, taken up, told from others, and ended, as in a crawl."""
    address = record.final_address
    if address not in run.account.open:
        take_up(run, address)
    visit = visit_of(replace(record, address=address), address=address, final_address=address, observed_at=run.clock())
    ended = Deduplicate(run).process_item(visit)
    end_visit(run, ended)
    return ended


def told(visit: Visit) -> tuple[Outcome | None, str, int]:
    assert visit.article is not None
    return visit.outcome, visit.article.article_id, visit.article.revision


def test_a_new_article_leaves_with_its_revision(run: CrawlRun) -> None:
    visit = meet(run, saying("One."))

    assert told(visit) == (Outcome.NEW, "bread/101/en", 1)
    assert visit.revision is not None
    assert (visit.revision.body, visit.revision.run_id) == ("One.", run.writer.run_id)


def test_one_run_stores_an_article_once_however_often_it_meets_it(run: CrawlRun) -> None:
    visits = [meet(run, saying("One.", at=f"{ADDRESS}?{views}", views=views)) for views in (0, None, 7)]

    assert [visit.outcome for visit in visits] == [Outcome.NEW, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert [visit.revision is not None for visit in visits] == [True, False, False]


def test_an_article_known_by_its_identity_is_met_once_though_its_second_address_says_otherwise(run: CrawlRun) -> None:
    meet(run, saying("One."))

    assert told(meet(run, saying("Two.", at=OTHER))) == (Outcome.DUPLICATE, "bread/101/en", 1)


def test_the_same_article_at_two_addresses_is_one_before_and_after_a_commit(run: CrawlRun) -> None:
    meet(run, declaring_story("One.", at=STORY))
    same = meet(run, declaring_story("One.", at=PAGE_1))
    run.commit()
    again = meet(run, declaring_story("One.", at=PAGE_2))

    assert told(same) == told(again) == (Outcome.DUPLICATE, f"bread/{STORY}", 1)


def test_a_later_run_tells_changed_from_unchanged(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, saying("One."))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        unchanged = meet(run, saying("One.", views=99))
    with run_into(archive, "third", now=VISIT + 2 * HOUR) as run:
        changed = meet(run, saying("Two."))

    assert (told(unchanged), unchanged.revision) == ((Outcome.UNCHANGED, "bread/101/en", 1), None)
    assert told(changed) == (Outcome.CHANGED, "bread/101/en", 2)
    assert changed.revision is not None
    assert (changed.revision.first_seen_at, changed.revision.run_id) == (VISIT, "third")


def test_content_that_comes_back_is_a_change_again(archive: Path) -> None:
    for number, body in enumerate(("One.", "Two.", "One."), 1):
        with run_into(archive, f"run-{number}", now=VISIT + number * HOUR) as run:
            visit = meet(run, saying(body))

    assert told(visit) == (Outcome.CHANGED, "bread/101/en", 3)


def test_two_new_articles_of_one_content_are_stored_once(run: CrawlRun) -> None:
    meet(run, saying("One."))
    copy = meet(run, saying("One.", at=OTHER, article_id="bread/102/en"))

    assert (told(copy), copy.revision) == ((Outcome.DUPLICATE, "bread/101/en", 1), None)


def test_the_same_content_in_another_language_is_an_article_of_its_own(run: CrawlRun) -> None:
    english = saying("One.")
    meet(run, english)
    other = replace(english, article_id="bread/101/pt", language="pt", final_address=OTHER)

    assert told(meet(run, other)) == (Outcome.NEW, "bread/101/pt", 1)


def test_the_same_content_on_another_site_is_an_article_of_its_own(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, saying("One."))
    with run_into(archive, "second", site="hill") as run:
        visit = meet(run, saying("One.", article_id="hill/101/en", site="hill"))

    assert told(visit) == (Outcome.NEW, "hill/101/en", 1)


def test_a_change_is_stored_although_a_copy_of_the_old_content_came_first(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, saying("One."))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        copy = meet(run, saying("One.", at=OTHER, article_id="bread/102/en"))
        changed = meet(run, saying("Two."))

    assert told(copy) == (Outcome.DUPLICATE, "bread/101/en", 1)
    assert told(changed) == (Outcome.CHANGED, "bread/101/en", 2)
    assert changed.revision is not None


def test_a_copy_that_comes_to_say_something_else_is_an_article_from_then_on(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, saying("One."))
        meet(run, saying("One.", at=OTHER, article_id="bread/102/en"))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        own = meet(run, saying("Two.", at=OTHER, article_id="bread/102/en"))
        first = meet(run, saying("One."))

    assert told(own) == (Outcome.NEW, "bread/102/en", 1)
    assert told(first) == (Outcome.UNCHANGED, "bread/101/en", 1)


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved", "not saved yet"])
def test_content_that_an_article_gave_up_in_this_run_makes_nothing_its_duplicate(
    archive: Path, *, is_saved: bool
) -> None:
    with run_into(archive, "first") as run:
        meet(run, saying("One."))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        take_up(run, OTHER)
        meet(run, saying("Two."))
        if is_saved:
            run.commit()
        other = meet(run, saying("One.", at=OTHER, article_id="bread/102/en"))

    assert told(other) == (Outcome.NEW, "bread/102/en", 1)


def of_long_story(body: str, *, at: str) -> PageRecord:
    """The record of a page at ``at`` that declares LONG_STORY, on a site of which nothing is known."""
    html = (
        f'<html lang="en"><link rel="canonical" href="{LONG_STORY}"><h1>Warm bread</h1><article><p>{body}</p></article>'
    )
    return read(page_of(html, at), SiteRules(site="bread"), address=at)


def declaring_story(body: str, *, at: str) -> PageRecord:
    """The record of a page at ``at`` that declares STORY, on a site of which nothing is known."""
    html = f'<html lang="en"><link rel="canonical" href="{STORY}"><h1>Warm bread</h1><article><p>{body}</p></article>'
    return read(page_of(html, at), SiteRules(site="bread"), address=at)


def test_two_pages_that_declare_one_address_in_one_run_are_two_articles(run: CrawlRun) -> None:
    visits = [meet(run, declaring_story(body, at=at)) for body, at in (("One.", PAGE_1), ("Two.", PAGE_2))]

    assert [told(visit) for visit in visits] == [
        (Outcome.NEW, f"bread/{PAGE_1}", 1),
        (Outcome.NEW, f"bread/{PAGE_2}", 1),
    ]
    revisions = [visit.revision for visit in visits if visit.revision]
    assert [revision.body.splitlines()[-1] for revision in revisions] == ["One.", "Two."]
    assert {revision.canonical_address for revision in revisions} == {STORY}


def test_an_article_is_not_lost_to_a_page_with_other_content_that_declared_its_address_first(run: CrawlRun) -> None:
    meet(run, declaring_story("Two.", at=PAGE_2))
    article = meet(run, declaring_story("One.", at=STORY))

    assert told(article) == (Outcome.NEW, f"bread/{STORY}", 1)
    assert article.revision is not None
    assert article.revision.body.splitlines()[-1] == "One."


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_pages_that_declare_one_address_stay_what_they_were_in_the_next_run(
    archive: Path, order: tuple[int, ...]
) -> None:
    pages = [declaring_story(body, at=at) for body, at in (("One.", STORY), ("Two.", PAGE_1), ("Three.", PAGE_2))]
    with run_into(archive, "first") as run:
        for page in pages:
            meet(run, page)
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        outcomes = [meet(run, pages[number]).outcome for number in order]

    assert outcomes == [Outcome.UNCHANGED] * 3


AMP = f"{LONG_STORY}amp/"


def test_a_version_for_phones_is_its_article_whichever_comes_first(archive: Path) -> None:
    for number, order in enumerate(((LONG_STORY, AMP), (AMP, LONG_STORY))):
        with run_into(archive / str(number), "run") as run:
            visits = [
                meet(run, of_long_story(body, at=at)) for body, at in zip(("Long.", "Short."), order, strict=True)
            ]

        ids = {visit.article.article_id for visit in visits if visit.article}
        assert ids == {f"bread/{LONG_STORY}"}
        assert visits[0].outcome is Outcome.NEW


def test_what_the_article_itself_says_counts_though_its_version_for_phones_came_first(run: CrawlRun) -> None:
    meet(run, of_long_story("Short.", at=AMP))
    own = meet(run, of_long_story("Long.", at=LONG_STORY))
    again = meet(run, of_long_story("Other.", at=f"{LONG_STORY}print/"))

    assert told(own) == (Outcome.CHANGED, f"bread/{LONG_STORY}", 2)
    assert told(again) == (Outcome.DUPLICATE, f"bread/{LONG_STORY}", 2)


def test_a_version_for_phones_changes_nothing_in_later_runs_and_is_not_visited_again(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, of_long_story("Long.", at=LONG_STORY))
        meet(run, of_long_story("Short.", at=AMP))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        due = [task.address for task in take_up(run)]
        copy = meet(run, of_long_story("Short.", at=AMP))
        own = meet(run, of_long_story("Long.", at=LONG_STORY))

    assert due == [LONG_STORY]
    assert told(copy) == (Outcome.DUPLICATE, f"bread/{LONG_STORY}", 1)
    assert told(own) == (Outcome.UNCHANGED, f"bread/{LONG_STORY}", 1)


@pytest.mark.parametrize("asked", [f"{STORY}?wt_mc=1", AMP])
def test_an_article_keeps_the_id_that_an_older_newsreel_gave_it(archive: Path, asked: str) -> None:
    older = replace(of_long_story("One.", at=AMP), article_id=f"bread/{asked}", final_address=asked)
    with run_into(archive, "older") as run:
        meet(run, older)
    with run_into(archive, "newer", now=VISIT + HOUR) as run:
        (task,) = take_up(run)
        record = of_long_story("Two.", at=plain_address(asked))
        visit = visit_of(
            replace(record, address=asked), address=asked, observed_at=run.clock(), known_as=task.article_id
        )
        ended = Deduplicate(run).process_item(visit)
        end_visit(run, ended)

    assert told(ended) == (Outcome.CHANGED, f"bread/{asked}", 2)


def test_an_address_that_was_a_copy_by_chance_is_no_part_of_the_other_article(archive: Path) -> None:
    with run_into(archive, "first") as run:
        meet(run, of_long_story("Soon.", at=STORY))
        meet(run, of_long_story("Soon.", at=OTHER))
    with run_into(archive, "second", now=VISIT + HOUR) as run:
        known = {task.address: task.article_id for task in take_up(run)}
        record = of_long_story("One.", at=OTHER)
        own = Deduplicate(run).process_item(visit_of(record, address=OTHER, known_as=known[OTHER]))

    assert known[OTHER] == f"bread/{STORY}"
    assert told(own) == (Outcome.NEW, f"bread/{OTHER}", 1)


@pytest.mark.parametrize(
    ("record", "outcome"), [(None, Outcome.GONE), (record_of(body=None), Outcome.NO_BODY), (None, None)]
)
def test_a_visit_that_has_ended_or_brought_nothing_passes_as_it_is(
    run: CrawlRun, record: PageRecord | None, outcome: Outcome | None
) -> None:
    visit = visit_of(record, outcome=outcome)

    assert Deduplicate(run).process_item(visit) is visit
