"""What a probe could not use, in a line each: what it is, why, and the way out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.outcomes import Outcome
from spiders.probe.asking import Answer, What
from spiders.probe.signs import Sign

_ASK_OWNER = "set NEWSREEL_CONTACT and ask the site's owner, or name a feed or sitemap of the site in [sources]"
_WAYS_OUT = {
    Outcome.UNREACHABLE: "is the address right? Else try again later",
    Outcome.TIMEOUT: "try again later",
    Outcome.ROBOTS_UNKNOWN: "newsreel waits for it to be well: try again later",
    Outcome.ROBOTS: "newsreel keeps to that; ask the site's owner, or begin at an address it allows",
    Outcome.OFF_SITE: "if that is where the site is now, give that address",
    Outcome.GONE: "is the address right? Else give the address of a page that lists articles",
    Outcome.TOO_LARGE: "it is left aside; what it leads to is found from the other places",
    Outcome.INCOMPLETE: "try again later",
    Outcome.REDIRECT_LIMIT: "give the address that a browser shows in the end",
    Outcome.NOT_HTML: "give the address of a page that lists articles",
}
_REFUSING = (401, 402, 403, 429, 451)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that people should know. ``is_fatal``: without it the site cannot be crawled as it stands."""

    text: str
    is_fatal: bool = False


def notices_of(answers: Sequence[Answer]) -> Iterator[Notice]:
    """What the ``answers`` of a probe leave to be told, the worst first."""
    given = What.GIVEN if any(answer.wish.what is What.GIVEN for answer in answers) else What.FRONT
    told = [notice for answer in answers for notice in _of_answer(answer, is_front=answer.wish.what is given)]
    yield from sorted(dict.fromkeys(told), key=lambda notice: not notice.is_fatal)
    pages = [answer.page for answer in answers if answer.page and answer.wish.what is not What.ARTICLE]
    sources = [answer.source for answer in answers if answer.source and answer.source.leads_on]
    if pages and not sources and not any(page.articles or page.signs for page in pages):
        yield Notice(
            text=f"{pages[0].address} leads to nothing that looks like an article: give the address of a page that "
            "lists articles, or say in a site file what an article's path looks like ([articles] path)",
            is_fatal=True,
        )
    samples = [answer for answer in answers if answer.record and answer.wish.what is What.ARTICLE]
    if samples and all(answer.record and answer.record.refused for answer in samples):
        yield Notice(
            text=f"{samples[0].wish.address} and the other pages looked at hold no article's text: if articles are "
            "elsewhere on the site, say in its file what their path looks like ([articles] path)"
        )


def _of_answer(answer: Answer, *, is_front: bool) -> Iterator[Notice]:
    if answer.is_challenged:
        yield Notice(text=f"{answer.wish.address} {Sign.CHALLENGE.meaning}", is_fatal=is_front)
    elif answer.outcome is not None and not answer.wish.is_guess:
        yield Notice(text=_problem(answer), is_fatal=is_front)
    if answer.page:
        for sign in answer.page.signs:
            is_closed = is_front and sign is not Sign.PAYWALLED and not answer.page.articles
            if is_closed or sign is Sign.PAYWALLED:
                yield Notice(text=f"{answer.wish.address} {sign.meaning}", is_fatal=is_closed)
    if answer.source and not answer.wish.is_guess:
        yield from _of_source(answer)


def _problem(answer: Answer) -> str:
    what = "" if answer.wish.what in (What.FRONT, What.GIVEN) else f"the {answer.wish.what} "
    if answer.status in _REFUSING:
        return f"{what}{answer.wish.address} is refused to newsreel (HTTP status {answer.status}): {_ASK_OWNER}"
    assert answer.outcome is not None
    way = _WAYS_OUT.get(answer.outcome, "try again later")
    return f"{what}{answer.wish.address}: {answer.problem or answer.outcome.meaning}: {way}"


def _of_source(answer: Answer) -> Iterator[Notice]:
    source = answer.source
    assert source is not None
    name = f"the {answer.wish.what} {answer.wish.address}"
    if source.broken:
        yield Notice(text=f"{name} has {source.broken} broken of {source.entries + source.broken} entries; "
                     "the others are used")  # fmt: skip
    elif not source.leads_on:
        yield Notice(text=f"{name} cannot be read, or holds nothing; it is left aside")
