"""One article in the course of time: its visits, its views, and its latest revision."""

from archive.query.answer import Answer
from archive.query.archive import Archive
from archive.query.find import addresses_of, named, places, require_article, require_revision, revisions_of

_REVISION = "SELECT * FROM revisions WHERE article_id = ? AND revision = ? ORDER BY fetched_at DESC LIMIT 1"

# Of an attempt that showed no page nobody can say which article it was for, but for its address.
_HISTORY = """
WITH versions AS (
    SELECT revision, title, fetched_at, address, final_address, views FROM revisions WHERE article_id = $id
    QUALIFY row_number() OVER (PARTITION BY revision ORDER BY fetched_at DESC) = 1
),
changes AS (SELECT revision, changed_fields FROM edits WHERE article_id = $id),
visits AS (
    SELECT observed_at AS visited_at, outcome, detail AS reason, revision, views, address, final_address, http_status
    FROM observations WHERE article_id = $id
    UNION ALL
    SELECT observed_at, outcome, detail, NULL, NULL, address, final_address, http_status
    FROM observations WHERE article_id IS NULL AND kind = 'article' AND address IN ({addresses})
    UNION ALL
    SELECT fetched_at, NULL, NULL, revision, views, address, final_address, NULL
    FROM versions ANTI JOIN (SELECT revision FROM observations WHERE article_id = $id) USING (revision)
)
SELECT visited_at, outcome, reason, visits.revision, title,
    CASE WHEN outcome = 'changed' OR outcome IS NULL THEN changed_fields END AS changed_fields, visits.views,
    visits.address, visits.final_address, http_status
FROM visits LEFT JOIN versions USING (revision) LEFT JOIN changes USING (revision)
ORDER BY visited_at, visits.revision NULLS FIRST, visits.address"""

_VIEWS = """
SELECT observed_at, views, views - lag(views) OVER visits AS grown,
    grown * 3600e6 / date_diff('microsecond', lag(observed_at) OVER visits, observed_at) AS per_hour
FROM (SELECT observed_at, max(views) AS views FROM views_over_time WHERE article_id = ? GROUP BY observed_at)
WINDOW visits AS (ORDER BY observed_at) ORDER BY observed_at"""


def article(archive: Archive, address: str, revision: int | None) -> Answer:
    """A revision of the article at ``address``; see `Archive.article`. Raises UsageError."""
    article_id = require_article(archive, address)
    if revision is None:
        (*_, number) = revisions_of(archive, article_id)
    else:
        number = require_revision(archive, article_id, revision)
    return archive.sql(_REVISION, article_id, number)


def history(archive: Archive, address: str) -> Answer:
    """Every visit to the article at ``address``; see `Archive.history`. Raises UsageError."""
    article_id = require_article(archive, address)
    addresses = named("address", addresses_of(archive, article_id))
    return archive.sql(_HISTORY.format(addresses=places(addresses) or "NULL"), id=article_id, **addresses)


def views(archive: Archive, address: str) -> Answer:
    """The views of the article at ``address`` over time; see `Archive.views`. Raises UsageError."""
    return archive.sql(_VIEWS, require_article(archive, address))
