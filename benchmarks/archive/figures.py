"""A figure, what it must hold, and the table of them; CPU time as the measure of all costs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

_HEADINGS = ("figure", "measured", "to hold", "holds?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. ``at_most`` is what it must not exceed; ``told`` says what it was made of."""

    name: str
    value: float
    at_most: float
    unit: str = ""
    told: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value is what it must be."""
        return self.value <= self.at_most


def table(figures: Sequence[Figure]) -> str:
    """The figures in aligned columns, and below them what they were made of."""
    rows = [_HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    notes = [f"{figure.name}: {figure.told}" for figure in figures if figure.told]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], "", *notes])


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU time, user and system, that ``work`` takes in this process, all threads together."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median_cpu_ms(work: Callable[[], object], times: int) -> float:
    """The median CPU milliseconds of ``work`` done ``times`` times, after once to warm up."""
    work()
    return 1000 * median(cpu_seconds(work) for _ in range(times))


def _row(figure: Figure) -> tuple[str, ...]:
    unit = f" {figure.unit}" if figure.unit else ""
    return (
        figure.name,
        f"{figure.value:.3g}{unit}" if figure.value < 1000 else f"{figure.value:.0f}{unit}",
        f"≤ {figure.at_most:g}{unit}",
        "yes" if figure.holds else "NO",
    )
