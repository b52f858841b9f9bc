"""The results of a run as tables for a terminal, and as the page docs/discovery.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.discovery.crawls import Crawl
from crawler.localsite.shapes.definitions.catalogue import shape_called
from crawler.localsite.shapes.verdict import Verdict

_INTRODUCTION = """# How much of a site is found

newsreel on small sites of {shapes} shapes, each crawled with `newsreel crawl ADDRESS` and nothing else: no site file,
no settings. `python -m benchmarks.discovery --rivals PYTHON --markdown docs/discovery.md` wrote this page. The sites
are part of newsreel (`python -m crawler.localsite --list-shapes`), invented throughout, and the same for the same seed.

- *found*: articles stored, of those there are. *others*: pages stored as articles that are none, and articles stored
  more than once.
- *requests*: everything the site was asked for, robots.txt, probe and wrong guesses included. *needed*: the pages that
  had to be read, which are the articles and the fewest listings, feeds and sitemaps that lead to all of them.
- *seconds*: on the clock of a machine that had other work to do, start-up of the command included.
"""
_RIVALS = """
Other tools on the same sites: articles found, of those there are. They only name addresses, without reading each page,
so how many other pages they name says little and is not shown. trafilatura's spider was stopped at 100 pages.
A dash: the tool failed, or was stopped after two minutes.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What another system found on one shape; ``found`` is None where it failed."""

    shape: str
    system: str
    found: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All crawls and findings, and the names of the systems that were not asked."""

    crawls: Sequence[Crawl]
    findings: Sequence[Finding]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table before it is drawn; all columns but the first are numbers."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def crawl_grid(crawls: Sequence[Crawl]) -> Grid:
    """One row a shape, and one for all."""
    rows = [[each.shape, *_cells(each.verdict), f"{each.seconds:.1f}"] for each in crawls]
    if crawls:
        verdicts = [each.verdict for each in crawls]
        seconds = sum(each.seconds for each in crawls)
        rows.append(["all", *_cells(_sum(verdicts)), f"{seconds:.1f}"])
    return Grid(headings=["shape", "found", "others", "requests", "needed", "ratio", "seconds"], rows=rows)


def rival_grid(results: Results) -> Grid:
    """The articles found by every system on every shape, newsreel first."""
    systems = list(dict.fromkeys(each.system for each in results.findings))
    found = {(each.shape, each.system): each.found for each in results.findings}
    rows = []
    for crawl in results.crawls:
        cells = [found.get((crawl.shape, system)) for system in systems]
        numbers = ["–" if cell is None else str(cell) for cell in cells]
        rows.append([crawl.shape, str(crawl.verdict.there), str(crawl.verdict.found), *numbers])
    totals = [sum(found.get((crawl.shape, system)) or 0 for crawl in results.crawls) for system in systems]
    there = sum(crawl.verdict.there for crawl in results.crawls)
    ours = sum(crawl.verdict.found for crawl in results.crawls)
    rows.append(["all", str(there), str(ours), *map(str, totals)])
    return Grid(headings=["shape", "there", "newsreel", *systems], rows=rows)


def show(results: Results, console: Console) -> None:
    """Print the tables, and below them what is wrong with each crawl."""
    for grid in (crawl_grid(results.crawls), *([rival_grid(results)] if results.findings else [])):
        table = Table()
        for number, heading in enumerate(grid.headings):
            table.add_column(heading, justify="right" if number else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)
    for crawl in results.crawls:
        for line in _faults(crawl):
            console.print(f"{crawl.shape}: {line}", highlight=False, markup=False, soft_wrap=True)


def markdown(results: Results) -> str:
    """The page docs/discovery.md."""
    parts = [_INTRODUCTION.format(shapes=len(results.crawls)), _table(crawl_grid(results.crawls))]
    if results.findings:
        parts += [_RIVALS, _table(rival_grid(results))]
    parts.append("\n## The shapes\n")
    parts.append("\n".join(f"- `{each.shape}`: {shape_called(each.shape).about}" for each in results.crawls))
    if results.missing:
        parts.append(f"\nNot measured: {'; '.join(results.missing)}.")
    return "\n".join(parts) + "\n"


def _faults(crawl: Crawl) -> list[str]:
    verdict = crawl.verdict
    lines = [f"missing: {address}" for address in verdict.missing]
    lines += [f"stored more than once: {address}" for address in verdict.repeated]
    lines += [f"no article: {address}" for address in verdict.unwanted]
    return lines + ([f"ended badly: {crawl.complaint}"] if crawl.complaint else [])


def _cells(verdict: Verdict) -> list[str]:
    return [
        f"{verdict.found} of {verdict.there}",
        str(len(verdict.unwanted) + len(verdict.repeated)),
        str(verdict.requests),
        str(verdict.fewest_requests),
        f"{verdict.ratio:.2f}",
    ]


def _sum(verdicts: Sequence[Verdict]) -> Verdict:
    return Verdict(
        there=sum(each.there for each in verdicts),
        missing=tuple(address for each in verdicts for address in each.missing),
        repeated=tuple(address for each in verdicts for address in each.repeated),
        unwanted=tuple(address for each in verdicts for address in each.unwanted),
        requests=sum(each.requests for each in verdicts),
        fewest_requests=sum(each.fewest_requests for each in verdicts),
    )


def _table(grid: Grid) -> str:
    lines = [grid.headings, ["---"] + ["---:"] * (len(grid.headings) - 1), *grid.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
