"""The first step: a visit's page is read by the reader of the run, and the visit ends where the page says so."""

import asyncio
from dataclasses import replace

import pytest

from archive.errors import UnreadablePageError
from archive.outcomes import Outcome
from pipelines.content import Kind, PageContent, PageTask
from pipelines.listing import Entry
from pipelines.read_out import ReadOut
from pipelines.record import PageRecord
from pipelines.rules.link_rules import LearnedPattern, LinkEvidence, LinkRules, PageKind, PageVerdict
from pipelines.run import CrawlRun
from pipelines.validate import validate
from pipelines.visit import Visit
from tests.pipelines.crawling import found_at
from tests.pipelines.making import ADDRESS, VISIT, page_of, record_of

ENTRY = Entry(box="listing", position=1, title="Bells", teaser=None, address=ADDRESS, published=None)
PAGE = page_of("<h1>Bread</h1>")


class Telling:
    """A reader that gives one answer, and keeps what it was asked."""

    def __init__(self, answer: PageContent | Exception) -> None:
        self.answer = answer
        self.asked: list[PageTask] = []

    async def __call__(self, task: PageTask) -> PageContent:
        self.asked.append(task)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def visit(kind: Kind = Kind.ARTICLE, *, outcome: Outcome | None = None) -> Visit:
    return Visit(address=ADDRESS, kind=kind, observed_at=VISIT, page=PAGE, data={"depth": 1}, outcome=outcome)


def content(record: PageRecord | None) -> PageContent:
    return PageContent(record=record, entries=(ENTRY,), found=(found_at(f"{ADDRESS}next"),))


def read_out(run: CrawlRun, item: Visit, answer: PageContent | Exception) -> tuple[Visit, list[PageTask]]:
    reader = Telling(answer)
    run.reader = reader
    return asyncio.run(ReadOut(run).process_item(item)), reader.asked


def test_an_article_gets_its_record_and_what_it_leads_to_and_goes_on(run: CrawlRun) -> None:
    told, asked = read_out(run, visit(), content(record_of()))
    assert asked == [PageTask(kind=Kind.ARTICLE, address=ADDRESS, data={"depth": 1}, page=PAGE)]
    assert (told.record, told.entries, told.outcome) == (record_of(), (ENTRY,), None)
    assert [found.address for found in told.found] == [f"{ADDRESS}next"]


def test_an_article_that_is_refused_ends_by_its_name_and_still_leads_on(run: CrawlRun) -> None:
    told, _ = read_out(run, visit(), content(validate(record_of(body=None))))
    assert told.outcome is Outcome.NO_BODY
    assert told.record is not None
    assert told.found


def test_a_listing_ends_as_one(run: CrawlRun) -> None:
    told, _ = read_out(run, visit(Kind.LISTING), content(None))
    assert (told.outcome, told.record, told.entries) == (Outcome.LISTING, None, (ENTRY,))


@pytest.mark.parametrize("kind", Kind)
def test_a_page_that_cannot_be_read_ends_as_unreadable_and_leads_nowhere(run: CrawlRun, kind: Kind) -> None:
    told, _ = read_out(run, visit(kind), UnreadablePageError("reading it took more than 5 s"))
    assert (told.outcome, told.detail) == (Outcome.UNREADABLE, "reading it took more than 5 s")
    assert (told.record, told.entries, told.found) == (None, (), ())


def test_a_visit_that_has_ended_or_brought_no_page_is_left_alone(run: CrawlRun) -> None:
    without = Visit(address=ADDRESS, kind=Kind.ARTICLE, observed_at=VISIT)
    for item in (visit(outcome=Outcome.GONE), without):
        told, asked = read_out(run, item, content(None))
        assert told is item
        assert asked == []


class Learning:
    """A learner of links that keeps what it is told."""

    def __init__(self) -> None:
        self.rules = LinkRules((LearnedPattern(pattern="/{slug}"),))
        self.is_changed = False
        self.told: list[LinkEvidence] = []

    def learn(self, evidence: LinkEvidence) -> None:
        self.told.append(evidence)

    def packed(self) -> bytes:
        return b""


def test_what_is_known_of_links_goes_with_the_page_and_what_the_page_tells_of_them_is_learned(run: CrawlRun) -> None:
    run.links = learner = Learning()
    evidence = LinkEvidence(verdict=PageVerdict(address=ADDRESS, kind=PageKind.ARTICLE))
    _, (asked,) = read_out(run, visit(), replace(content(record_of()), evidence=evidence))
    assert asked.links is learner.rules
    assert learner.told == [evidence]


def test_a_page_ends_as_what_it_turned_out_to_be(run: CrawlRun) -> None:
    told, _ = read_out(run, visit(), replace(content(None), kind=Kind.LISTING))
    assert (told.kind, told.outcome) == (Kind.LISTING, Outcome.LISTING)
    told, _ = read_out(run, visit(Kind.LISTING), replace(content(record_of()), kind=Kind.ARTICLE))
    assert (told.kind, told.outcome, told.record) == (Kind.ARTICLE, None, record_of())
