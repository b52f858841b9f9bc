"""How well a crawl of a shape went, by what it stored and what it asked for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.localsite.shapes.building import ShapeTruth


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``missing`` and ``repeated`` name articles by their addresses, ``unwanted`` are the addresses of what was stored
    and is no article; ``fewest_requests`` counts the pages that had to be read.
    """  # noqa: D205

    there: int
    missing: tuple[str, ...]
    repeated: tuple[str, ...]
    unwanted: tuple[str, ...]
    requests: int
    fewest_requests: int

    @property
    def found(self) -> int:
        """The number of articles stored at least once."""
        return self.there - len(self.missing)

    @property
    def ratio(self) -> float:
        """Requests for every page that had to be read."""
        return self.requests / self.fewest_requests


def judge(truth: ShapeTruth, stored: Iterable[tuple[str, ...]], requests: int) -> Verdict:
    """Compare with the truth. Each of ``stored`` is one stored article by all addresses that are known of it."""
    owner = {name: each["address"] for each in truth["articles"] for name in (each["address"], *each["aliases"])}
    times: Counter[str] = Counter()
    unwanted = []
    for addresses in stored:
        plain = [_without(truth["idle_parameters"], address) for address in addresses]
        known = next((owner[address] for address in plain if address in owner), None)
        if known:
            times[known] += 1
        else:
            unwanted.append(addresses[0])
    return Verdict(
        there=len(truth["articles"]),
        missing=tuple(each["address"] for each in truth["articles"] if each["address"] not in times),
        repeated=tuple(address for address, number in times.items() if number > 1),
        unwanted=tuple(unwanted),
        requests=requests,
        fewest_requests=len(truth["articles"]) + len(truth["sources"]),
    )


def _without(idle_parameters: Iterable[str], address: str) -> str:
    """The address without those parameters, the others as they are spelt."""
    idle = tuple(f"{name}=" for name in idle_parameters)
    parts = urlsplit(address)
    if not idle or not parts.query:
        return address
    return parts._replace(query="&".join(each for each in parts.query.split("&") if not each.startswith(idle))).geturl()
