"""How a reading of one page is scored against its truth: the definitions, pure and without any page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dateutil import parser as date_parser

from benchmarks.extraction.corpus import Truth

_WORD = re.compile(r"\w+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_QUOTES_AND_DASHES = str.maketrans("‘’“”„«»–—\u00a0`´", '\'\'"""""-- \'\'', "\u200b\u00ad\ufeff")
_LEADING_ROLE = re.compile(r"(?:by|von|par|por|di)\s+")
_SHINGLE_WORDS = 4
_SAME_MOMENT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a system read from one page; None where it read nothing. ``date`` as it gave it."""

    title: str | None = None
    date: datetime | str | None = None
    authors: tuple[str, ...] | None = None
    summary: str | None = None
    body: str | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyScore:
    """Four-word shingles shared with the best reference, as multisets.

    ``precision`` is None where nothing was read, ``recall`` where there was nothing to read; ``is_exact`` says
    that the sequences of words are the same.
    """

    f1: float
    precision: float | None
    recall: float | None
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetScore:
    """How many pieces of text were found that must be, found that must not be, and missed."""

    found: int
    unwanted: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """The scores of one page, each None where its truth says nothing (or no time of day, for ``same_minute``)."""

    is_empty: bool
    body: BodyScore | None = None
    snippets: SnippetScore | None = None
    same_title: float | None = None
    title_words: float | None = None
    same_day: float | None = None
    same_minute: float | None = None
    authors: float | None = None
    summary_words: float | None = None
    same_views: float | None = None


def score(truth: Truth, reading: Reading) -> PageScore:
    """The scores of ``reading`` against ``truth``."""
    day, minute = _same_date(truth.date, reading.date) if truth.date else (None, None)
    title = folded(truth.title) if truth.title else None
    return PageScore(
        is_empty=not (reading.body or "").strip(),
        body=score_body(truth.bodies, reading.body or "") if truth.bodies is not None else None,
        snippets=_snippets(truth.wanted, truth.unwanted, reading.body or "") if truth.wanted is not None else None,
        same_title=float(title == folded(reading.title or "")) if title is not None else None,
        title_words=_shared_words(title, folded(reading.title or "")) if title is not None else None,
        same_day=day,
        same_minute=minute,
        authors=_shared_names(truth.authors, reading.authors or ()) if truth.authors else None,
        summary_words=_shared_words(folded(truth.summary), folded(reading.summary or "")) if truth.summary else None,
        same_views=float(truth.views[0] == reading.views) if truth.views else None,
    )


def score_body(references: Sequence[str], body: str) -> BodyScore:
    """The score of ``body`` against the reference it matches best. Two empty texts match wholly."""
    return max((_against(reference, body) for reference in references), key=lambda found: found.f1)


def _against(reference: str, body: str) -> BodyScore:
    truth, found = _shingles(reference), _shingles(body)
    common, wanted, given = (truth & found).total(), truth.total(), found.total()
    return BodyScore(
        f1=2 * common / (wanted + given) if wanted or given else 1.0,
        precision=common / given if given else None,
        recall=common / wanted if wanted else None,
        is_exact=_WORD.findall(reference) == _WORD.findall(body),
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE_WORDS + 1)) if words else ()
    return Counter(tuple(words[start : start + _SHINGLE_WORDS]) for start in starts)


def _snippets(wanted: Iterable[str], unwanted: Iterable[str], body: str) -> SnippetScore:
    flat = " ".join(body.split())
    found = [" ".join(piece.split()) in flat for piece in wanted]
    false = sum(" ".join(piece.split()) in flat for piece in unwanted)
    return SnippetScore(found=sum(found), unwanted=false, missed=len(found) - sum(found))


def folded(text: str) -> str:
    """``text`` with letter case, white space and the kinds of quotes and dashes made one."""
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES_AND_DASHES))
    return " ".join(plain.casefold().split())


def _shared_words(one: str, other: str) -> float:
    words, others = (Counter(_WORD.findall(text)) for text in (one, other))
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else float(one == other)


def _shared_names(names: Iterable[str], others: Iterable[str]) -> float | None:
    one, other = _plain_names(names), _plain_names(others)
    return 2 * len(one & other) / (len(one) + len(other)) if one else None


def _plain_names(names: Iterable[str]) -> set[str]:
    plain = set()
    for name in names:
        letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        plain.add(" ".join(_WORD.findall(_LEADING_ROLE.sub("", letters.casefold().strip(), count=1))))
    return plain - {""}


def _same_date(truth: str, read: datetime | str | None) -> tuple[float | None, float | None]:
    """Whether the day is the same, on the truth's calendar, and the minute; None where the truth has none."""
    at, has_time = _moment(truth)
    found, found_time = _moment(read) if read else (None, False)
    if at is None:
        return None, None
    is_timed = has_time and (at.hour, at.minute) != (0, 0)
    if found is None:
        return 0.0, 0.0 if is_timed else None
    there = found.astimezone(at.tzinfo) if found_time and has_time and found.tzinfo and at.tzinfo else found
    apart = abs((_utc(found) - _utc(at)).total_seconds())
    return float(there.date() == at.date()), float(found_time and apart <= _SAME_MOMENT_SECONDS) if is_timed else None


def _moment(stated: datetime | str) -> tuple[datetime | None, bool]:
    """The moment that ``stated`` names, None where it names none; and whether it names a time of day."""
    if isinstance(stated, datetime):
        return stated, True
    text = stated.strip()
    has_time = _CLOCK.search(text) is not None
    try:
        return datetime.fromisoformat(text), has_time
    except ValueError:
        pass
    try:
        return date_parser.parse(text), has_time
    except (ValueError, OverflowError):
        return None, False


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
