"""Learning where a site's links lead: from how they stand on its pages, and from what the pages behind them read as."""

from collections.abc import Iterable
from dataclasses import replace

from pipelines.rules.link_rules import (
    LearnedPattern,
    LinkEvidence,
    LinkKind,
    LinkRules,
    PageKind,
    PageVerdict,
    PatternSeen,
)
from spiders.links.patterns import patterns_of
from spiders.links.seen import LinkSeen, Place
from spiders.links.words import LISTING_WORDS, NOWHERE_WORDS, words_of

# Patterns that are remembered; those that were read least are forgotten first, of those the ones seen least.
_MOST_PATTERNS = 400
_KEPT_PATTERNS = 300
# Beyond so many, counts are halved, so that what a site no longer does fades.
_MOST_COUNTED = 10_000
# Pages that read as no article before no more of their pattern are asked for.
ENOUGH_READ = 4
# Of the pages of a pattern; each of them is judged by itself, so a pattern of which some are articles is followed.
_SMALLEST_SHARE = 0.25
_FEWEST_TEASERS = 3
_FRONT_PAGE_SLASHES = 3  # https://news.example/


def learn(seen: Iterable[LinkSeen], verdicts: Iterable[PageVerdict], before: LinkRules) -> LinkRules:
    """What is known of a site's links after ``before``, from links of its pages and from what its pages read as."""
    return learn_from([LinkEvidence(seen=counted(seen)), *(LinkEvidence(verdict=one) for one in verdicts)], before)


def learn_from(evidence: Iterable[LinkEvidence], before: LinkRules) -> LinkRules:
    """The same, from what the readers of pages handed over of each."""
    known = {one.pattern: one for one in before}
    changed: dict[str, None] = {}
    for one in evidence:
        for count in one.seen:
            known[count.pattern] = _with_links(known.get(count.pattern), count)
            changed[count.pattern] = None
        if one.verdict is not None:
            for pattern in patterns_of(one.verdict.address):
                known[pattern] = _with_page(known.get(pattern), pattern, one.verdict)
                changed[pattern] = None
    for pattern in changed:
        if not known[pattern].is_fixed:
            known[pattern] = replace(known[pattern], leads_to=leads_to(known[pattern]))
    return LinkRules(tuple(_kept(known)))


def counted(links: Iterable[LinkSeen]) -> tuple[PatternSeen, ...]:
    """How the patterns of ``links`` stood on their page, those that say nothing left out."""
    found: dict[str, list[LinkSeen]] = {}
    for link in links:
        if link.address.count("/") == _FRONT_PAGE_SLASHES and link.address.endswith("/"):
            continue
        for pattern in patterns_of(link.address):
            found.setdefault(pattern, []).append(link)
    return tuple(_count(pattern, of_it) for pattern, of_it in found.items())


def _count(pattern: str, links: list[LinkSeen]) -> PatternSeen:
    teasers = [link for link in links if link.place is Place.TEASER]
    return PatternSeen(
        pattern=pattern,
        seen=len(links),
        teasers=len(teasers),
        dated=sum(link.has_date_near and link.place in (Place.TEASER, Place.ASIDE) for link in links),
        navigation=sum(link.place is Place.NAVIGATION for link in links),
        # An example is of use where it is an article.
        example=(teasers or links)[0].address,
    )


def leads_to(known: LearnedPattern) -> LinkKind | None:
    """Where links of the pattern lead, as far as is known: by the pages that were read, else by the links seen."""
    if known.articles and known.articles >= _SMALLEST_SHARE * known.read:
        return LinkKind.ARTICLE
    if known.listings and known.listings >= _SMALLEST_SHARE * known.read:
        return LinkKind.LISTING
    return LinkKind.NEITHER if known.read >= ENOUGH_READ else _leads_by_links(known)


def _leads_by_links(known: LearnedPattern) -> LinkKind | None:
    words = words_of(known.pattern)
    if not NOWHERE_WORDS.isdisjoint(words):
        return LinkKind.NEITHER
    if not LISTING_WORDS.isdisjoint(words):
        return None
    if known.teasers >= _FEWEST_TEASERS and known.teasers * 2 >= known.seen:
        return LinkKind.ARTICLE
    return LinkKind.LISTING if known.navigation * 2 > known.seen else None


def is_hopeless(address: str, rules: LinkRules) -> bool:
    """Whether enough pages of the pattern of ``address`` were read, and none was an article, to ask for no more.

    Only its narrowest pattern can say so: that one folder holds no articles says nothing of another.
    """
    for known in rules.first_of(patterns_of(address)[:1]):
        return known.leads_to is LinkKind.NEITHER and (known.is_fixed or known.read >= ENOUGH_READ)
    return False


def _with_links(known: LearnedPattern | None, count: PatternSeen) -> LearnedPattern:
    known = _faded(known) if known else LearnedPattern(pattern=count.pattern)
    return replace(
        known,
        seen=known.seen + count.seen,
        teasers=known.teasers + count.teasers,
        dated=known.dated + count.dated,
        navigation=known.navigation + count.navigation,
        example=known.example or count.example,
    )


def _with_page(known: LearnedPattern | None, pattern: str, verdict: PageVerdict) -> LearnedPattern:
    known = _faded(known) if known else LearnedPattern(pattern=pattern)
    is_article = verdict.kind is PageKind.ARTICLE
    return replace(
        known,
        read=known.read + 1,
        articles=known.articles + is_article,
        listings=known.listings + (verdict.kind is PageKind.LISTING),
        example=verdict.address if (is_article and not known.articles) or not known.example else known.example,
    )


def _faded(known: LearnedPattern) -> LearnedPattern:
    if max(known.seen, known.read) < _MOST_COUNTED:
        return known
    names = ("seen", "teasers", "dated", "navigation", "read", "articles", "listings")
    return replace(known, **{name: getattr(known, name) // 2 for name in names})


def _kept(known: dict[str, LearnedPattern]) -> list[LearnedPattern]:
    """The patterns to remember, in the order in which they were met."""
    if len(known) <= _MOST_PATTERNS:
        return list(known.values())
    by_worth = sorted(known.values(), key=lambda one: (one.is_fixed, one.read, one.teasers, one.seen), reverse=True)
    worth = {one.pattern for one in by_worth[:_KEPT_PATTERNS]}
    return [one for one in known.values() if one.pattern in worth]
