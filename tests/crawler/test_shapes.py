"""An address is all it takes: every shape of site is crawled without a site file, found whole, and asked for little."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.localsite.shapes import serve_shape
from crawler.localsite.shapes.definitions.catalogue import SHAPES
from crawler.localsite.shapes.verdict import Verdict, judge
from tests.crawler.commandline import Ended, here, newsreel, rows

MOST_REQUESTS_A_PAGE = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """A shape, crawled and judged. ``asked`` are the addresses asked for, in order."""

    archive: Path
    crawl: Ended
    verdict: Verdict
    asked: tuple[str, ...]


@pytest.fixture(scope="module", params=[shape.name for shape in SHAPES])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp(request.param)
    with serve_shape(request.param) as shape:
        crawl = newsreel("crawl", shape.address, "-a", "archive", cwd=folder)
        assert crawl.status == 0, crawl.err or crawl.out
        stored = rows(folder / "archive", "SELECT address, canonical_address FROM articles ORDER BY address")
        yield Crawled(
            archive=folder / "archive",
            crawl=crawl,
            verdict=judge(shape.truth, [(row["address"], row["canonical_address"]) for row in stored], len(shape.log)),
            asked=tuple(entry["address"] for entry in shape.log),
        )


def test_every_article_is_stored_once(crawled: Crawled) -> None:
    assert crawled.verdict.missing == ()
    assert crawled.verdict.repeated == ()


def test_nothing_is_stored_that_is_no_article(crawled: Crawled) -> None:
    assert crawled.verdict.unwanted == ()


def test_few_more_pages_are_asked_for_than_have_to_be_read(crawled: Crawled) -> None:
    assert crawled.verdict.ratio <= MOST_REQUESTS_A_PAGE, "\n".join(crawled.asked)


def test_one_query_tells_what_was_found(crawled: Crawled) -> None:
    query = here("query", "SELECT count(*) AS n FROM articles", "-a", crawled.archive, cwd=crawled.archive.parent)
    assert query.out.split() == ["n", str(crawled.verdict.there)]
