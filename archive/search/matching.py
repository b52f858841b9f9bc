"""Whether an article fits what was asked, and how well, told from its words alone: what a search without index does."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.search.analysis import plain, words
from archive.search.asking import FIELDS, AllOf, AnyOf, Asked, Filters, Not, Words, all_words
from archive.search.rows import NO_DATE, Row, first_key, language_keys, order_key, section_key, texts_of

WEIGHTS: Mapping[str, float] = {"title": 3.0, "summary": 1.5, "body": 1.0, "author": 1.5, "section": 1.0, "tag": 1.5}
"""How much a word in each field counts."""

OTHER_FIELDS = 0.3
"""How much a word counts in the other fields, beside the one where it counts most."""

# Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), as tantivy sets them.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """How often some Words stand in one field of an article that is ``length`` words long."""

    times: int
    length: int


Fit = Mapping[tuple[Words, str], Found]
"""Where the words that were asked for stand, by Words and field."""


def is_within(row: Row, filters: Filters) -> bool:
    """Whether an article is what ``filters`` say."""
    if filters.site is not None and row["site"] != filters.site:
        return False
    if filters.language is not None and filters.language.lower().replace("_", "-") not in language_keys(
        row["language"]
    ):
        return False
    if filters.section is not None and section_key(row["section"]) != section_key(filters.section):
        return False
    lowest, beyond = order_bounds(filters)
    return lowest <= order_key(row["published_at"], row["article_id"]) < beyond


def order_bounds(filters: Filters) -> tuple[int, int]:
    """The least order key within the dates of ``filters``, and the first one beyond them."""
    dated = filters.since is not None or filters.until is not None
    lowest = first_key(filters.since) if filters.since is not None else NO_DATE if dated else 3 * NO_DATE
    return lowest, first_key(filters.until) if filters.until is not None else -NO_DATE


class Matcher:
    """Holds articles against one tree, and counts what the scores need to know of all of them."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._all = tuple(dict.fromkeys(all_words(asked)))
        self._tokens = sorted({token for part in self._all for token in part.tokens})
        self._seen = 0
        self._holding = dict.fromkeys(self._tokens, 0)
        self._fitting = 0
        self._lengths = dict.fromkeys(FIELDS, 0)

    def fit(self, row: Row) -> Fit | None:
        """Where the words stand in an article that fits; None: it does not."""
        texts = texts_of(row)
        whole = "\n".join(plain(text) for many in texts.values() for text in many)
        standing = {token for token in self._tokens if token in whole}
        self._seen += 1
        for token in standing:
            self._holding[token] += 1
        # Words are read only where the letters of the words asked for stand at all.
        if not _fits(self._asked, {part for part in self._all if standing.issuperset(part.tokens)}, exact=False):
            return None
        read = {name: [words(text) for text in many] for name, many in texts.items()}
        found = {
            (part, name): Found(times, sum(map(len, read[name])))
            for part in self._all
            for name in ([part.field] if part.field else read)
            if standing.issuperset(part.tokens) and (times := sum(_count(one, part.tokens) for one in read[name]))
        }
        if not _fits(self._asked, {part for part, _ in found}, exact=True):
            return None
        self._fitting += 1
        for name, texts_read in read.items():
            self._lengths[name] += sum(map(len, texts_read))
        return found

    def score(self, fit: Fit) -> float:
        """How well an article fits, by what was seen until now: an estimate of what the index would say.

        How many articles hold a word is told by its letters; the mean length of a field by the articles that fit.
        """
        return self._score(self._asked, fit)

    def _score(self, asked: Asked, fit: Fit) -> float:
        match asked:
            case Words():
                found = [(name, one) for (part, name), one in fit.items() if part == asked]
                by_field = [WEIGHTS[name] * self._rarity(asked) * self._frequency(name, one) for name, one in found]
                best = max(by_field, default=0.0)
                return best + OTHER_FIELDS * (sum(by_field) - best)
            case Not():
                return 0.0
            case AllOf(parts) | AnyOf(parts):
                return sum(self._score(part, fit) for part in parts)

    def _frequency(self, name: str, found: Found) -> float:
        mean = self._lengths[name] / self._fitting or 1.0
        return found.times * (_K1 + 1) / (found.times + _K1 * (1 - _B + _B * found.length / mean))

    def _rarity(self, part: Words) -> float:
        holding = [self._holding[token] for token in part.tokens]
        return sum(math.log(1 + (self._seen - count + 0.5) / (count + 0.5)) for count in holding)


def _fits(asked: Asked, standing: set[Words], *, exact: bool) -> bool:
    """Whether an article fits in which ``standing`` stand; if not ``exact``: whether it may, some of them standing."""
    match asked:
        case Words():
            return asked in standing
        case Not(part):
            return not exact or not _fits(part, standing, exact=True)
        case AllOf(parts):
            return all(_fits(part, standing, exact=exact) for part in parts)
        case AnyOf(parts):
            return any(_fits(part, standing, exact=exact) for part in parts)


def _count(text: Sequence[str], tokens: tuple[str, ...]) -> int:
    """How often ``tokens`` stand one after the other in ``text``."""
    if len(tokens) == 1:
        return text.count(tokens[0])
    size = len(tokens)
    return sum(text[place] == tokens[0] and tuple(text[place : place + size]) == tokens for place in range(len(text)))
