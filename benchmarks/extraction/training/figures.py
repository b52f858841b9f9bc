"""How well bodies are read: word sequences against the truth, and snippets that must and must not be there."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\w+")
_GRAM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one folder of pages. ``f1`` is that of the mean ``precision`` and ``recall``, or of all snippets together.

    ``exact`` is the share of pages whose words are exactly the truth's; where the truth is snippets, the last three
    are None.
    """

    pages: int
    f1: float
    precision: float | None = None
    recall: float | None = None
    exact: float | None = None

    def __str__(self) -> str:
        """The figures in one line."""
        line = f"pages {self.pages:4}  F1 {self.f1:.4f}"
        if self.precision is None:
            return line
        return f"{line}  precision {self.precision:.4f}  recall {self.recall:.4f}  exact {self.exact:.2f}"


def figures(truths: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> Figures:
    """The figures of ``texts`` read from pages with ``truths``, all of one kind."""
    if "with" in truths[0]:
        return _snippet_figures(truths, texts)
    rows = [_row(truth.get("body_refs") or [truth["body"]], text) for truth, text in zip(truths, texts, strict=True)]
    precisions = [row[1] for row in rows if row[1] is not None]
    precision, recall = sum(precisions) / max(len(precisions), 1), sum(row[2] for row in rows) / len(rows)
    return Figures(
        pages=len(rows),
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        precision=precision,
        recall=recall,
        exact=sum(row[3] for row in rows) / len(rows),
    )


def _row(truths: Sequence[str], text: str) -> tuple[float, float | None, float, bool]:
    """(F1, precision or None for an empty text, recall, whether the words are the same) by the best of ``truths``."""
    found, words = _grams(text), _WORD.findall(text)
    rows = []
    for truth in truths:
        wanted = _grams(truth)
        both = (wanted & found).total()
        f1 = 2 * both / max(1, wanted.total() + found.total())
        precision = both / found.total() if found else None
        rows.append((f1, precision, both / max(1, wanted.total()), _WORD.findall(truth) == words))
    return max(rows, key=lambda row: row[0])


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return (
        Counter(tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1))) if words else Counter()
    )


def _snippet_figures(truths: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> Figures:
    right = wrong = missing = 0
    for truth, text in zip(truths, texts, strict=True):
        folded = " ".join(text.split())
        found = sum(" ".join(snippet.split()) in folded for snippet in truth["with"])
        right, missing = right + found, missing + len(truth["with"]) - found
        wrong += sum(" ".join(snippet.split()) in folded for snippet in truth["without"])
    return Figures(pages=len(texts), f1=2 * right / max(1, 2 * right + wrong + missing))
