"""The account of a run: for every saved page its one visit in the archive, and whatever does not add up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive import Archive
from archive.outcomes import Family, Outcome

_VISITS = """
    SELECT o.address, o.outcome, o.detail, a.article_id IS NOT NULL AS has_row
    FROM observations o LEFT JOIN articles a USING (site, article_id)
    WHERE o.site = $site AND o.kind = 'article' ORDER BY o.address
"""
_COUNTS = "SELECT outcome, count(*) AS visits FROM observations WHERE site = $site GROUP BY outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVisit:
    """One observation of kind article. ``has_row`` says that its article stands in the articles table."""

    address: str
    outcome: Outcome
    detail: str | None
    has_row: bool


def read_visits(archive: Archive, site: str) -> list[PageVisit]:
    """Every visit to an address of ``site`` that was asked for as an article."""
    rows = archive.sql(_VISITS, site=site).rows()
    return [PageVisit(**row | {"outcome": Outcome(row["outcome"])}) for row in rows]


def read_counts(archive: Archive, site: str) -> dict[str, int]:
    """The observations of ``site``, listings too, by outcome."""
    return {row["outcome"]: row["visits"] for row in archive.sql(_COUNTS, site=site).rows()}


def check(origin: str, pages: Mapping[str, str], visits: Iterable[PageVisit]) -> list[str]:
    """What is wrong with the ``visits`` to the site at ``origin`` that serves ``pages`` (name by decoded path).

    Nothing, where every page has one visit, and a row in articles if its outcome says it is an article.
    """
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for visit in visits:
        parts = urlsplit(visit.address)
        name = pages.get(unquote(parts.path)) if f"{parts.scheme}://{parts.netloc}" == origin else None
        if name is None:
            wrong.append(f"{visit.address}: visited ({visit.outcome}), but no page of the corpus")
            continue
        seen[name] += 1
        if visit.outcome.family is Family.ARTICLE and not visit.has_row:
            wrong.append(f"{name}: outcome {visit.outcome}, but no row in articles")
    return wrong + [f"{name}: {seen[name]} visits instead of one" for name in pages.values() if seen[name] != 1]
