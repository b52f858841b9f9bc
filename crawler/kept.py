"""Answers that a probe got, kept in memory for the crawl that follows it."""

from scrapy.http import Response

_MAX_BYTES = 64 * 1024 * 1024


class KeptAnswers:
    """Answers by address, as they came over the wire; what does not fit into ``max_bytes`` is not kept.

    An error is an answer, too: that of a server that did not answer.
    """

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._answers: dict[str, Response | Exception] = {}
        self._room = max_bytes

    def keep(self, address: str, answer: Response | Exception) -> None:
        """Keep ``answer`` in place of an older one of ``address``."""
        self.take(address)
        size = _size(answer)
        if size <= self._room:
            self._room -= size
            self._answers[address] = answer.copy() if isinstance(answer, Response) else answer

    def take(self, address: str) -> Response | Exception | None:
        """The answer of ``address``, which is then kept no longer; None where there is none."""
        answer = self._answers.pop(address, None)
        if answer is not None:
            self._room += _size(answer)
        return answer


def _size(answer: Response | Exception) -> int:
    return len(answer.body) if isinstance(answer, Response) else 0
