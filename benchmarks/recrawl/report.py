"""The crawls as one table, the bars they are held to, and the section of docs/recrawl.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.archive.figures import Figure
from benchmarks.recrawl.crawls import NEWSREEL, TUNED
from benchmarks.recrawl.measuring import AGAIN, CHANGED, FIRST, Crawl

HEADINGS = (
    "system", "crawl", "requests", "304", "MB", "of first", "CPU a page", "changes found", "wrongly", "article rows",
    "visits noted",
)  # fmt: skip
_MOST_BYTES = 0.01
_MOST_CPU = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All crawls of one run; ``download`` is what the CPU time of all others is a ratio of."""

    download: Crawl
    crawls: Sequence[Crawl]

    def of(self, system: str, name: str) -> Crawl:
        """The crawl of that system and name."""
        return next(crawl for crawl in self.crawls if (crawl.system, crawl.name) == (system, name))


def rows(results: Results) -> list[list[str]]:
    """One row a crawl, in the order of HEADINGS."""
    return [_row(crawl, results) for crawl in results.crawls]


def figures(results: Results) -> Iterator[Figure]:
    """What newsreel's crawls are held to; each an upper bound, exact counts with the bound 0."""
    first, again, changed = (results.of(NEWSREEL, name) for name in (FIRST, AGAIN, CHANGED))
    yield Figure(name="nothing changed: new article rows", value=again.revisions or 0, at_most=0)
    yield Figure(
        name="nothing changed: visits noted, beyond or short of one for each page",
        value=abs((again.observations or 0) - again.pages) + abs((again.asked or 0) - again.pages),
        at_most=0,
    )
    yield Figure(
        name="nothing changed: share of requests not answered with 304",
        value=1 - again.not_modified / again.requests if again.requests else 1,
        at_most=0,
    )
    yield Figure(
        name="nothing changed: bytes / first crawl",
        value=again.bytes / first.bytes,
        at_most=_MOST_BYTES,
        told=f"{again.bytes} of {first.bytes} bytes, heads of answers included; "
        f"{first.bytes / first.requests:.0f} bytes a page, {again.bytes / max(again.requests, 1):.0f} bytes a 304",
    )
    yield Figure(
        name="nothing changed: CPU a page / only to download it",
        value=again.cpu_ms / results.download.cpu_ms,
        at_most=_MOST_CPU,
        told=f"{again.cpu_ms:.2f} / {results.download.cpu_ms:.2f} ms, "
        f"with all imports {again.whole_cpu_ms:.2f} / {results.download.whole_cpu_ms:.2f} ms{_beside_tuned(results)}",
    )
    yield Figure(
        name="some changed: changes missed or wrongly found",
        value=changed.there - changed.found + changed.wrong,
        at_most=0,
        told=f"{changed.found} of {changed.there} found, {changed.revisions} article rows",
    )


def markdown(results: Results) -> str:
    """The section as text."""
    lines = [HEADINGS, ["---"] * 2 + ["---:"] * (len(HEADINGS) - 2), *rows(results)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    kept = "\n".join(
        f"| {figure.name} | {figure.value:.3g} | {figure.at_most:g} | {'yes' if figure.holds else 'no'} |"
        for figure in figures(results)
    )
    first = results.of(NEWSREEL, FIRST)
    articles = results.of(NEWSREEL, CHANGED)
    return f"""### One site, crawled three times

A site of {first.pages} pages on this machine, {first.bytes / first.requests / 1000:.0f} kB each as sent, whose server
honours ETag and Last-Modified: crawled, crawled again with nothing changed, and once more after {articles.there}
articles were edited. CPU time is that of the crawl and of the processes it starts, from when its modules are loaded,
as a multiple of what Scrapy takes to download the site and do nothing else. `python -m benchmarks.recrawl --pages
{first.pages - -(-first.pages // 51)} --markdown docs/recrawl.md` wrote this.

{table}

*scrapy* has its default settings, *scrapy-tuned* those that newsreel sets; *scrapy-rfc2616* and *scrapy-dummy* are its
HTTP cache under either policy. RFC2616Policy takes a page for fresh for a tenth of its age where the server does not
say how long it is, and does not ask; DummyPolicy never asks again.
CPU time with nothing changed{_beside_tuned(results)}.

| newsreel | measured | at most | holds |
| --- | ---: | ---: | --- |
{kept}
"""


def _beside_tuned(results: Results) -> str:
    """The same beside a Scrapy with newsreel's settings, of which CONCURRENT_ITEMS = 1 saves it most; empty without."""
    tuned = [crawl for crawl in results.crawls if (crawl.system, crawl.name) == (TUNED, FIRST)]
    again = results.of(NEWSREEL, AGAIN)
    return "".join(f", beside {TUNED} {again.cpu_ms / crawl.cpu_ms:.2f}" for crawl in tuned)


def _row(crawl: Crawl, results: Results) -> list[str]:
    first = results.of(crawl.system, FIRST)
    return [
        crawl.system,
        crawl.name,
        str(crawl.requests),
        str(crawl.not_modified),
        f"{crawl.bytes / 1e6:.2f}",
        f"{crawl.bytes / first.bytes:.2%}" if first.bytes else "–",
        f"{crawl.cpu_ms / results.download.cpu_ms:.2f}",
        "–" if crawl.name == FIRST else f"{crawl.found} of {crawl.there}",
        "–" if crawl.name == FIRST else str(crawl.wrong),
        _told(crawl.revisions),
        _told(crawl.observations),
    ]


def _told(count: int | None) -> str:
    return "–" if count is None else str(count)
