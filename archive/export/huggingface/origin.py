"""Where the rows of a data set come from: what was asked of which archive, and how that was crawled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.query.archive import Archive
from archive.snapshot.stored import read_manifest

_RUNS = """
SELECT count(*) AS runs, min(started_at) AS first_at, max(ended_at) AS last_at, sum(requested)::bigint AS requested,
    list(DISTINCT newsreel_version ORDER BY newsreel_version) AS versions
FROM runs WHERE $sites IS NULL OR list_contains($sites, site)"""
_LEFT_ALONE = """
SELECT outcome, count(DISTINCT address) AS addresses FROM observations
WHERE outcome IN ('robots', 'robots_unknown') AND ($sites IS NULL OR list_contains($sites, site)) GROUP BY outcome"""
_GONE = "SELECT count(*) AS articles FROM gone WHERE $sites IS NULL OR list_contains($sites, site)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, and when (``at``, aware): ``question`` in SQL (None: articles by ``filters``, and no query).

    ``what`` are the rows, in words. ``filters`` also hold what filled the ``$name`` of the question. ``as_of``: the
    moment whose archive was asked; None: that of today.
    """

    what: str
    at: datetime
    question: str | None = None
    filters: Mapping[str, str]
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How the sites of the rows were crawled, by what the archive has noted. None: it has noted no run.

    ``snapshot``: the line that cites the snapshot asked; None: none was named. ``robots``: addresses left alone since
    robots.txt asks for that; ``robots_unknown``: since it could not be read. ``gone``: articles that their site has no
    more.
    """

    archive_id: str
    snapshot: str | None
    runs: int
    first_at: datetime | None
    last_at: datetime | None
    requested: int | None
    versions: Sequence[str]
    robots: int
    robots_unknown: int
    gone: int


def origin_of(archive: Archive, sites: Sequence[str] | None) -> Origin:
    """The origin of rows of ``sites``; None: of which sites they are is not known, so of all that the archive has."""
    values: dict[str, Any] = {"sites": None if sites is None else list(sites)}
    (runs,) = archive.sql(_RUNS, **values).rows()
    left_alone = {row["outcome"]: row["addresses"] for row in archive.sql(_LEFT_ALONE, **values).rows()}
    (gone,) = archive.sql(_GONE, **values).rows()
    name = archive.scope.snapshot
    return Origin(
        archive_id=archive.folder.archive_id,
        snapshot=None if name is None else read_manifest(archive.folder, name).citation,
        robots=left_alone.get("robots", 0),
        robots_unknown=left_alone.get("robots_unknown", 0),
        gone=gone["articles"],
        **runs | {"versions": runs["versions"] or ()},
    )
