"""What a probe could not use, in a line each: what it is, why, and the way out."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.outcomes import Outcome
from pipelines.rules.link_rules import PageKind
from spiders.probe.answer import Answer, What
from spiders.probe.known import Known
from spiders.probe.signs import Sign

_ASK_OWNER = (
    "set NEWSREEL_CONTACT and ask the site's owner, or name a feed or sitemap of it in [sources] of a site file"
)
_AGAIN = "try again later"
_WAYS_OUT = {
    Outcome.UNREACHABLE: "is the address right? Else try again later",
    Outcome.ROBOTS_UNKNOWN: "newsreel waits until it can be: try again later",
    Outcome.ROBOTS: "newsreel keeps to that; ask the site's owner, or begin at an address it allows",
    Outcome.OFF_SITE: "if the site is there now, give that address; if it is a host of the site, name it in hosts",
    Outcome.GONE: "is the address right? Else give the address of a page that lists articles",
    Outcome.TOO_LARGE: "it is left aside, and what it leads to is found from the other places",
    Outcome.REDIRECT_LIMIT: "give the address that a browser shows in the end",
    Outcome.NOT_HTML: "give the address of a page that lists articles",
}
_REFUSING = (401, 402, 403, 429, 451)
_LISTS = "give the address of a page that lists articles"
_SAY_PATH = "say in the site file what an article's path looks like ([articles] path)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that people should know. ``is_fatal``: without it the site cannot be crawled as it stands."""

    text: str
    is_fatal: bool = False


def notices_of(known: Known) -> Iterator[Notice]:
    """What is to be told of what is ``known``, the worst first."""
    given = What.GIVEN if known.of(What.GIVEN) else What.FRONT
    told = [one for answer in known.answers for one in _of_answer(answer, is_given=answer.wish.what is given)]
    told += _of_all(known)
    yield from sorted(dict.fromkeys(told), key=lambda notice: not notice.is_fatal)


def _of_all(known: Known) -> Iterator[Notice]:
    """What no single answer shows."""
    has_lists = any(page.articles for page in known.lists)
    has_sources = any(source.leads_on for source in known.sources)
    has_signs = any(page.facts.signs for page in known.lists)
    if known.lists and not (has_lists or has_sources or has_signs):
        text = f"{known.lists[0].facts.address} leads to nothing that looks like an article: {_LISTS}, or {_SAY_PATH}"
        yield Notice(text=text, is_fatal=True)
    samples = [answer.sample for answer in known.answers if answer.sample]
    if samples and not known.has_article:
        kind = "a list" if samples[0].verdict.kind is PageKind.LISTING else "no article"
        yield Notice(
            text=f"{samples[0].verdict.address} reads as {kind}, and so do the other pages looked at, if any: where "
            f"articles are stored all the same, well; else {_LISTS}, or {_SAY_PATH}"
        )


def _of_answer(answer: Answer, *, is_given: bool) -> Iterator[Notice]:
    address = answer.wish.address
    if answer.is_challenged:
        yield Notice(text=f"{address} {Sign.CHALLENGE.meaning}", is_fatal=is_given)
    elif answer.outcome is not None and not answer.wish.is_guess and answer.wish.what is not What.SECTION:
        yield Notice(text=_problem(answer), is_fatal=is_given)
    for sign in answer.page.signs if answer.page else ():
        if sign is Sign.PAYWALLED or answer.wish.what is not What.ARTICLE:
            yield Notice(text=f"{address} {sign.meaning}", is_fatal=is_given and sign is not Sign.PAYWALLED)
    # That nothing is at a guessed address says nothing; what is there and broken does.
    is_told = not answer.wish.is_guess or (answer.source is not None and answer.source.problem is not None)
    if answer.outcome is None and is_told and answer.wish.what in (What.FEED, What.SITEMAP):
        yield from _of_source(answer)


def _problem(answer: Answer) -> str:
    is_page = answer.wish.what in (What.FRONT, What.GIVEN)
    name = answer.wish.address if is_page else f"the {answer.wish.what} {answer.wish.address}"
    if answer.status in _REFUSING:
        return f"{name} is refused to newsreel (HTTP status {answer.status}): {_ASK_OWNER}"
    assert answer.outcome is not None
    way = _WAYS_OUT.get(answer.outcome, _AGAIN) if is_page or answer.outcome in _OF_ALL else "it is left aside"
    return f"{name}: {answer.problem or answer.outcome.meaning}: {way}"


_OF_ALL = (Outcome.ROBOTS_UNKNOWN, Outcome.OFF_SITE, Outcome.TOO_LARGE)


def _of_source(answer: Answer) -> Iterator[Notice]:
    source = answer.source
    name = f"the {answer.wish.what} {answer.wish.address}"
    if source is None:
        yield Notice(text=f"{name} is neither a feed nor a sitemap: it is left aside")
        return
    if not source.leads_on:
        yield Notice(text=f"{name} leads nowhere ({source.problem or 'it is empty'}): it is left aside")
    elif source.problem:
        yield Notice(text=f"{name} is broken ({source.problem}): what could be read of it is used")
    if source.leads_on and source.broken:
        of_all = source.entries + source.broken
        yield Notice(text=f"{name} has {source.broken} of {of_all} entries without an address: the others are used")
