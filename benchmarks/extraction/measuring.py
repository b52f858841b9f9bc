"""Running one system over a set of pages: a score, a cost and perhaps an error for every page."""

import statistics
import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.extraction.corpus import PageSet, SavedPage, Truth
from benchmarks.extraction.rivals import Read
from benchmarks.extraction.scoring import PageScore, Reading, score
from benchmarks.extraction.systems import System, silenced
from pipelines.fields.candidate import first
from pipelines.fields.labels import read_language
from pipelines.page.page import Page

WARM_UP_PAGES = 3
"""Pages read before the first is timed: what a system builds once is no cost of a page."""

UNDECLARED = "und"

Rouge = Callable[[Truth, Reading], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of one page.

    ``rouge`` is None where it was not asked for, ``error`` where the system raised none; one that raised read nothing.
    """

    page: str
    language: str
    score: PageScore
    cpu_ms: float
    rouge: float | None
    error: str | None


def measure(pages: PageSet, system: System, rouge: Rouge | None = None) -> list[Measured]:
    """The pages of a set, read one by one in this process; with ROUGE-LSum where ``rouge`` can tell it."""
    read = system.load()
    with silenced():
        for page in pages.pages[:WARM_UP_PAGES]:
            _read(read, page.html(), page.url)
        return [_measured(page, read, system.silent_on, rouge) for page in pages.pages]


def _measured(page: SavedPage, read: Read, silent_on: Container[str], rouge: Rouge | None) -> Measured:
    html = page.html()
    began = time.process_time()
    reading, error = _read(read, html, page.url)
    cpu_ms = 1000 * (time.process_time() - began)
    return Measured(
        page=page.name,
        language=declared_language(html, page.url),
        score=score(page.truth.without(silent_on), reading),
        cpu_ms=cpu_ms,
        rouge=rouge(page.truth, reading) if rouge else None,
        error=error,
    )


def _read(read: Read, html: bytes, url: str) -> tuple[Reading, str | None]:
    try:
        return read(html, url), None
    except Exception as problem:  # noqa: BLE001 - a system that fails on a page is what is measured here
        return Reading(), f"{type(problem).__name__}: {problem}"


def declared_language(html: bytes, url: str) -> str:
    """The first part of the language a page declares, ``und`` where it declares none."""
    declared = first(read_language(Page(body=html, address=url, fetched_at=datetime.now(UTC))))
    return declared.value.partition("-")[0] if declared else UNDECLARED


def figures(measured: Sequence[Measured]) -> dict[str, float]:
    """The figures of some pages, by name; a figure that no truth speaks of is left out. Shares are from 0 to 1.

    ``body_f1`` is that of mean precision and mean recall; ``snippet_f1`` that of all pieces together.
    """
    scores = [page.score for page in measured]
    found = {
        "pages": float(len(measured)),
        "empty": float(sum(score.is_empty for score in scores)),
        "errors": float(sum(page.error is not None for page in measured)),
        "cpu_ms_mean": statistics.mean(page.cpu_ms for page in measured),
        "cpu_ms_median": statistics.median(page.cpu_ms for page in measured),
    }
    found |= _body_figures(scores) | _snippet_figures(scores)
    rouge = _mean(page.rouge for page in measured)
    if rouge is not None:
        found["rouge_lsum"] = rouge
    for name, pick in _MEANS.items():
        mean = _mean(map(pick, scores))
        if mean is not None:
            found[name] = mean
    return found


def by_language(measured: Sequence[Measured]) -> Mapping[str, list[Measured]]:
    """The pages by declared language, the commonest language first."""
    languages: dict[str, list[Measured]] = {}
    for page in measured:
        languages.setdefault(page.language, []).append(page)
    return dict(sorted(languages.items(), key=lambda item: (-len(item[1]), item[0])))


def _body_figures(scores: Sequence[PageScore]) -> dict[str, float]:
    bodies = [score.body for score in scores if score.body]
    if not bodies:
        return {}
    precision = _mean(body.precision for body in bodies) or 0.0
    recall = _mean(body.recall for body in bodies) or 0.0
    return {
        "body_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "body_precision": precision,
        "body_recall": recall,
        "body_exact": statistics.mean(body.is_exact for body in bodies),
    }


def _snippet_figures(scores: Sequence[PageScore]) -> dict[str, float]:
    snippets = [score.snippets for score in scores if score.snippets]
    if not snippets:
        return {}
    found = sum(score.found for score in snippets)
    wrong = sum(score.unwanted + score.missed for score in snippets)
    return {"snippet_f1": 2 * found / (2 * found + wrong) if found else 0.0}


def _mean(values: Iterable[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return statistics.mean(told) if told else None


_MEANS: Mapping[str, Callable[[PageScore], float | None]] = {
    "title_exact": lambda score: score.same_title,
    "title_words": lambda score: score.title_words,
    "date_day": lambda score: score.same_day,
    "date_minute": lambda score: score.same_minute,
    "authors_f1": lambda score: score.authors,
    "summary_words": lambda score: score.summary_words,
    "views_right": lambda score: score.same_views,
}
