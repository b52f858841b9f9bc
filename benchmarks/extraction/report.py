"""The results of a run as tables for a terminal, as Markdown, and as data."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.extraction.measuring import Measured, by_language, figures

# Name of the figure, heading, digits after the point.
COLUMNS = (
    ("pages", "pages", 0),
    ("body_f1", "body F1", 3),
    ("body_precision", "precision", 3),
    ("body_recall", "recall", 3),
    ("body_exact", "body exact", 2),
    ("rouge_lsum", "ROUGE-LSum", 1),
    ("snippet_f1", "snippet F1", 3),
    ("title_exact", "title exact", 3),
    ("title_words", "title words", 3),
    ("date_day", "date day", 3),
    ("date_minute", "date minute", 3),
    ("authors_f1", "authors F1", 3),
    ("summary_words", "summary words", 3),
    ("views_right", "views right", 3),
    ("empty", "empty", 0),
    ("errors", "errors", 0),
    ("cpu_ms_mean", "CPU ms", 1),
    ("cpu_ms_median", "median", 1),
)
_LANGUAGE_FIGURES = ("body_f1", "snippet_f1", "title_exact", "date_day", "authors_f1")
_MIN_LANGUAGE_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one system made of one set of pages."""

    page_set: str
    system: str
    measured: Sequence[Measured]

    @property
    def figures(self) -> Mapping[str, float]:
        """The figures of the whole set."""
        return figures(self.measured)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All runs, and the names of the systems that are not installed."""

    runs: Sequence[Run]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table before it is drawn: its title, headings and rows of cells."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def grids(results: Results) -> list[Grid]:
    """One table a set of pages, then one a figure with the languages of all sets."""
    names = list(dict.fromkeys(run.page_set for run in results.runs))
    tables = [_set_grid(name, [run for run in results.runs if run.page_set == name]) for name in names]
    return tables + [grid for figure in _LANGUAGE_FIGURES for grid in _language_grid(figure, results)]


def _set_grid(name: str, runs: Sequence[Run]) -> Grid:
    columns = [column for column in COLUMNS if any(column[0] in run.figures for run in runs)]
    rows = [[run.system, *(_cell(run.figures.get(figure), digits) for figure, _, digits in columns)] for run in runs]
    return Grid(title=name, headings=["system", *(heading for _, heading, _ in columns)], rows=rows)


def _language_grid(figure: str, results: Results) -> Iterable[Grid]:
    """The table of one figure by declared language; languages of a page or two say nothing and are left out."""
    systems: dict[str, list[Measured]] = {}
    for run in results.runs:
        systems.setdefault(run.system, []).extend(run.measured)
    heading, digits = next((heading, digits) for name, heading, digits in COLUMNS if name == figure)
    told = {
        system: {language: figures(pages) for language, pages in by_language(measured).items()}
        for system, measured in systems.items()
    }
    sizes = {language: round(of["pages"]) for languages in told.values() for language, of in languages.items()}
    having = [
        language
        for language, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        if size >= _MIN_LANGUAGE_PAGES and any(figure in languages.get(language, {}) for languages in told.values())
    ]
    if having:
        rows = [
            [system, *(_cell(found.get(language, {}).get(figure), digits) for language in having)]
            for system, found in told.items()
        ]
        headings = ["system", *(f"{language} ({sizes[language]})" for language in having)]
        yield Grid(title=f"{heading} by declared language (pages)", headings=headings, rows=rows)


def _cell(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def show(results: Results, console: Console) -> None:
    """Print all tables."""
    for grid in grids(results):
        table = Table(title=grid.title, title_justify="left")
        for number, heading in enumerate(grid.headings):
            table.add_column(heading, justify="right" if number else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)
    if results.missing:
        console.print(f"Not installed, so not measured: {', '.join(results.missing)}")


def markdown(results: Results) -> str:
    """All tables as Markdown."""
    parts = []
    for grid in grids(results):
        lines = [grid.headings, ["---"] + ["---:"] * (len(grid.headings) - 1), *grid.rows]
        parts.append(f"### {grid.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines))
    if results.missing:
        parts.append(f"Not installed, so not measured: {', '.join(results.missing)}.")
    return "\n\n".join(parts) + "\n"


def data(results: Results) -> dict[str, Any]:
    """Figures, errors and the scores of every page, for JSON: by set, then by system."""
    told: dict[str, Any] = {}
    for run in results.runs:
        told.setdefault(run.page_set, {})[run.system] = {
            "figures": dict(run.figures),
            "languages": {language: figures(pages) for language, pages in by_language(run.measured).items()},
            "pages": [dataclasses.asdict(page) for page in run.measured],
        }
    return {"sets": told, "missing": list(results.missing)}


def worst(run: Run, number: int) -> list[str]:
    """The ``number`` pages of a run with the lowest score, one line each, the lowest first."""
    ranked = sorted((_rank(page), page.page, page.error or "") for page in run.measured)
    return [f"{rank:.3f} {name} {error}".rstrip() for rank, name, error in ranked[:number]]


def _rank(page: Measured) -> float:
    if page.score.body:
        return page.score.body.f1
    snippets = page.score.snippets
    if snippets is None:
        return 1.0
    right = 2 * snippets.found
    return right / (right + snippets.unwanted + snippets.missed) if right else 0.0
