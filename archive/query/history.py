"""One article in the course of time: its visits, its views, and its latest revision."""

from archive.query.answer import Answer
from archive.query.archive import Archive
from archive.query.find import require_article

_ARTICLE = "SELECT * FROM revisions WHERE article_id = ? ORDER BY revision DESC, fetched_at DESC LIMIT 1"

_HISTORY = """
SELECT observed_at AS visited_at, outcome, detail AS reason, revision, title, changed_fields, views, address,
    final_address, http_status
FROM observations o LEFT JOIN (SELECT revision, title, fetched_at, changed_fields FROM revisions WHERE article_id = $id)
    USING (revision)
WHERE o.article_id = $id ORDER BY visited_at"""

_VIEWS = """
SELECT observed_at, views, views - lag(views) OVER visits AS grown,
    grown * 3600 / nullif(date_diff('second', lag(observed_at) OVER visits, observed_at), 0) AS per_hour
FROM (SELECT observed_at, max(views) AS views FROM views_over_time WHERE article_id = ? GROUP BY observed_at)
WINDOW visits AS (ORDER BY observed_at) ORDER BY observed_at"""


def article(archive: Archive, address: str) -> Answer:
    """The latest revision of the article at ``address``. Raises UsageError."""
    return archive.sql(_ARTICLE, require_article(archive, address))


def history(archive: Archive, address: str) -> Answer:
    """Every visit to the article at ``address``; see `Archive.history`. Raises UsageError."""
    return archive.sql(_HISTORY, id=require_article(archive, address))


def views(archive: Archive, address: str) -> Answer:
    """The views of the article at ``address`` over time; see `Archive.views`. Raises UsageError."""
    return archive.sql(_VIEWS, require_article(archive, address))
