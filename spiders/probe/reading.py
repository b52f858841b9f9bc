"""Reading what came of a wish: pure, from a page and the facts of its answer."""

from collections.abc import Iterable
from dataclasses import replace

from archive.outcomes import Outcome
from pipelines.page.page import Page
from pipelines.read import read
from pipelines.rules.addresses import host_of, plain_address
from spiders.answers import outcome_of_error
from spiders.links import FoundAs, Place, page_kind
from spiders.probe.answer import Answer, Sample, What, Wish
from spiders.probe.facts import page_facts
from spiders.probe.signs import is_challenge
from spiders.probe.source_facts import read_source
from spiders.site import SiteDefinition

_SOURCES = (What.FEED, What.SITEMAP)
_REFUSING = range(400, 600)
_OFF_SITE = "offsite: "


def wants_page(wish: Wish) -> bool:
    """Whether ``wish`` is for an HTML page."""
    return wish.what not in _SOURCES


def unanswered(wish: Wish, problem: Exception) -> Answer:
    """The answer to ``wish`` that ``problem`` kept from coming."""
    outcome = outcome_of_error(problem)
    words = str(problem)
    if outcome is Outcome.ROBOTS_UNKNOWN and _OFF_SITE in words:
        # A host that sends everything elsewhere sends its robots.txt there as well.
        outcome, words = Outcome.OFF_SITE, words[words.index(_OFF_SITE) :]
    elif outcome is Outcome.ROBOTS_UNKNOWN and "status 5" not in words:
        # The server did not answer at all: robots.txt is only the first thing that was asked of it.
        outcome = Outcome.UNREACHABLE
    told = {
        Outcome.OFF_SITE: f"it leads to another site, {words.removeprefix(_OFF_SITE).removesuffix('/robots.txt')}",
        Outcome.ROBOTS: _plain(Outcome.ROBOTS),
        Outcome.ROBOTS_UNKNOWN: f"robots.txt could not be read ({words})",
    }
    return Answer(wish=wish, outcome=outcome, problem=told.get(outcome) or f"{_plain(outcome)} ({words})")


def answered(wish: Wish, page: Page, *, status: int, outcome: Outcome | None, headers: Iterable[str]) -> Answer:
    """The answer to ``wish`` that came as ``page``, before it is read; ``headers`` are their lower-case names.

    ``outcome`` is set where it is not to be read.
    """
    answer = Answer(wish=wish, final_address=plain_address(page.address), status=status, outcome=outcome)
    if outcome is None:
        return answer
    is_challenged = status in _REFUSING and is_challenge(_text(page), headers)
    problem = f"HTTP status {status}" if outcome is Outcome.HTTP_ERROR else _plain(outcome)
    return replace(answer, problem=problem, is_challenged=is_challenged)


def read_answer(answer: Answer, page: Page, site: SiteDefinition) -> Answer:
    """``answer`` with what its ``page``, one of ``site``, tells."""
    wish = answer.wish
    if answer.outcome is not None:
        return answer
    if not wants_page(wish):
        return replace(answer, source=read_source(page))
    # A page that came is on the site, also where its host is that of an edition.
    site = replace(site, hosts=site.hosts | {host_of(page.address)})
    answer = replace(answer, page=page_facts(page, site))
    if wish.what is not What.ARTICLE:
        return answer
    record = read(page, site.rules, address=wish.address)
    verdict = page_kind(page, record, FoundAs(place=Place.TEASER))
    return replace(answer, sample=Sample(record=record, verdict=verdict))


def _plain(outcome: Outcome) -> str:
    """The meaning of ``outcome``, without what it means for the archive."""
    return outcome.meaning.partition(";")[0].rstrip(".")


def _text(page: Page) -> str:
    return " ".join(line.text for line in page.lines)
