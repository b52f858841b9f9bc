"""ROUGE-LSum of a body against its references, by the rouge-score package."""

import re
from collections.abc import Callable
from typing import Any

from benchmarks.extraction.corpus import Truth
from benchmarks.extraction.scoring import Reading

# Words of spaced scripts, single characters of Japanese, Chinese, Korean and Thai.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|\n+")


class _Words:
    """The tokenizer that rouge-score asks for: its own knows the Latin alphabet alone."""

    @staticmethod
    def tokenize(text: str) -> list[str]:
        return _TOKEN.findall(text.lower())


def rouge_scorer() -> Callable[[Truth, Reading], float | None]:
    """A function that gives the F1 in percent against the best reference, None where there is none.

    Raises ImportError where the rouge-score package is not installed.
    """
    from rouge_score import rouge_scorer as package  # noqa: PLC0415 - only asked for by an option

    scorer: Any = package.RougeScorer(["rougeLsum"], tokenizer=_Words())

    def score(truth: Truth, reading: Reading) -> float | None:
        body = _lines(reading.body or "")
        found = [scorer.score(_lines(reference), body)["rougeLsum"].fmeasure for reference in truth.bodies or ()]
        return 100 * max(found) if found else None

    return score


def _lines(text: str) -> str:
    """One sentence a line, as the measure wants it."""
    return "\n".join(sentence for sentence in _SENTENCE_END.split(text) if sentence.strip())
