"""What a run found, as a table and lists in plain text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.outcomes import Family, Outcome
from benchmarks.corpus_crawl.account import PageVisit
from benchmarks.corpus_crawl.crawls import Cost

_HEADINGS = ("site", "pages", "rows in articles", "seconds", "CPU ms a page", "peak MB", "exit", "outcomes of pages")
_TEXT_COLUMNS = (0, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one site.

    ``visits`` are to pages, ``counts`` all observations by outcome, ``rows`` what `newsreel query` counts,
    ``unknown`` the requests the site's server had no answer for, ``misfits`` what `check` says.
    """

    site: str
    pages: int
    visits: Sequence[PageVisit]
    counts: Mapping[str, int]
    rows: int
    cost: Cost
    unknown: Sequence[str]
    misfits: Sequence[str]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """The outcomes of the pages."""
        return Counter(visit.outcome for visit in self.visits)

    @property
    def wrong(self) -> list[str]:
        """Everything that does not add up."""
        wrong = list(self.misfits)
        wrong += [f"{request}: asked for, but no address of this site" for request in self.unknown]
        if self.rows != self.outcomes[Outcome.NEW]:
            wrong.append(f"{self.rows} rows in articles, but {self.outcomes[Outcome.NEW]} pages ended as new")
        if self.counts != self.cost.outcomes:
            wrong.append(f"the report counts {dict(self.cost.outcomes)}, the archive holds {dict(self.counts)}")
        return [f"{self.site}: {line}" for line in wrong]


def table(results: Sequence[Result]) -> str:
    """The results in aligned columns, and their total."""
    rows = [_HEADINGS, *(_row(result.site, [result]) for result in results), _row("total", results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in _TEXT_COLUMNS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    rule = "-" * max(len(line) for line in lines)
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def _row(name: str, results: Sequence[Result]) -> tuple[str, ...]:
    pages = sum(result.pages for result in results)
    outcomes = sum((result.outcomes for result in results), Counter[Outcome]())
    costs = [result.cost for result in results]
    return (
        name,
        str(pages),
        str(sum(result.rows for result in results)),
        f"{sum(cost.seconds for cost in costs):.1f}",
        f"{1000 * sum(cost.cpu_seconds for cost in costs) / max(pages, 1):.0f}",
        f"{max(cost.peak_bytes for cost in costs) / 1e6:.0f}",
        " ".join(sorted({str(cost.exit_status) for cost in costs})),
        ", ".join(f"{outcome} {outcomes[outcome]}" for outcome in Outcome if outcomes[outcome]),
    )


def notes(results: Sequence[Result], foreign: Sequence[str]) -> dict[str, list[str]]:
    """The lists below the table, by title: what became no article, what was logged, what does not add up."""
    refused = [
        f"{result.site}: {visit.address}: {visit.outcome}{f' ({visit.detail})' if visit.detail else ''}"
        for result in results
        for visit in result.visits
        if visit.outcome.family is not Family.ARTICLE
    ]
    logged = [f"{result.site}: {line}" for result in results for line in result.cost.last_log_lines]
    return {
        "Pages that became no article": refused,
        "Last lines of the logs": logged,
        "Requests meant for other hosts": list(foreign),
        "Unaccounted for": [line for result in results for line in result.wrong],
    }
