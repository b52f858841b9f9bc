"""The views and questions that a query can name: what each holds, and its SQL over the tables' files.

A table stands in the SQL as its name in braces. A column is never called as a question's parameter is, which would
hide it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_MET = "('new', 'changed', 'unchanged', 'duplicate')"
_TOMBSTONES = "('gone', 'moved_away')"
# An article's address that answers well, and with none.
_NO_ARTICLE = "('no_body', 'not_article', 'not_html', 'listing', 'feed')"

# A window would hold every row of every body until it knows which is the latest. Here the rows stream past the numbers
# of all revisions, so that what is asked of them (a site, an address) is asked of the files, and an article_id of both
# sides: DuckDB tells it across an outer join, not across NOT EXISTS. An article_id may stand under two sites, so the
# numbers are those of all sites.
_LATEST = """
SELECT revisions.* FROM {articles} revisions
LEFT JOIN (SELECT article_id, revision, fetched_at FROM {articles}) later
    ON later.article_id = revisions.article_id AND (later.revision > revisions.revision
        OR (later.revision = revisions.revision AND later.fetched_at > revisions.fetched_at))
WHERE later.article_id IS NULL"""

_FIELDS = ("language", "title", "published_at", "summary", "authors", "section", "tags")
_DIFFERING = ", ".join(
    # A body is compared by its hash, so that no two bodies of every article have to be held at once.
    f"CASE WHEN {value} IS DISTINCT FROM lag({value}) OVER following THEN '{name}' END"
    for name, value in [*((name, name) for name in _FIELDS), ("body", "hash(body)")]
)
_EDITS = f"""
SELECT site, article_id, address, title, revision, fetched_at, previous_fetched_at, published_at, modified_at,
    coalesce(changed_fields, differing) AS changed_fields
FROM (
    SELECT *, lag(fetched_at) OVER following AS previous_fetched_at, CASE WHEN lag(revision) OVER following IS NOT NULL
        THEN list_filter([{_DIFFERING}], lambda name: name IS NOT NULL) END AS differing
    FROM (
        SELECT * FROM {{articles}}
        QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY fetched_at DESC) = 1
    )
    WINDOW following AS (PARTITION BY article_id ORDER BY revision)
)
WHERE revision > 1"""

# Of each article the views at every visit that saw them; of two visits in one instant, the higher number.
_SEEN = """
SELECT site, article_id, observed_at, max(views) AS views FROM {observations}
WHERE views IS NOT NULL AND article_id IS NOT NULL GROUP BY ALL"""


def _growth(seen: str) -> str:
    """SQL for what grew from one to the next of the visits that the query ``seen`` gives in the columns of `_SEEN`."""
    return f"""
SELECT site, article_id, from_at, to_at, from_views, to_views, to_views - from_views AS grown,
    date_diff('microsecond', from_at, to_at) / 3600e6 AS hours, (to_views - from_views) / hours AS per_hour
FROM (
    SELECT site, article_id, lag(observed_at) OVER following AS from_at, observed_at AS to_at,
        lag(views) OVER following AS from_views, views AS to_views
    FROM ({seen})
    WINDOW following AS (PARTITION BY site, article_id ORDER BY observed_at)
)
WHERE from_at IS NOT NULL"""


# What grew between the two lies between visits within them, the last before and the first after; only of articles seen
# after ``since``, which the files' statistics tell apart. How long before, nobody knows, so that is one scan of all
# before, which keeps a row for an article. A bound that is null bounds nothing.
_SEEN_AROUND = """
WITH counted AS NOT MATERIALIZED (
    SELECT site, article_id, observed_at, views FROM {observations} WHERE views IS NOT NULL AND article_id IS NOT NULL
),
later AS NOT MATERIALIZED (
    SELECT * FROM counted WHERE observed_at > coalesce(since::timestamptz, '-infinity'::timestamptz)
)
SELECT site, article_id, observed_at, max(views) AS views FROM later
WHERE observed_at < coalesce(until::timestamptz, 'infinity'::timestamptz) GROUP BY ALL
UNION ALL
SELECT site, article_id, near.observed_at, near.views FROM (
    SELECT site, article_id, max({{'observed_at': observed_at, 'views': views}}) AS near FROM counted
    SEMI JOIN (SELECT DISTINCT site, article_id FROM later) USING (site, article_id)
    WHERE observed_at <= since::timestamptz GROUP BY site, article_id
)
UNION ALL
SELECT site, article_id, near.observed_at, (-near.below)::bigint FROM (
    SELECT site, article_id, min({{'observed_at': observed_at, 'below': -views::hugeint}}) AS near FROM later
    WHERE observed_at >= until::timestamptz GROUP BY site, article_id
)"""

_TRENDING = f"""
SELECT growth.* REPLACE (round(grown, 1) AS grown), grown / hours AS per_hour, title, address
FROM (
    SELECT site, article_id, sum(grown * part) AS grown, sum(hours * part) AS hours, count(*) AS stretches
    FROM (
        SELECT site, article_id, grown, hours, greatest(0, date_diff('microsecond',
            greatest(from_at, since::timestamptz), least(to_at, until::timestamptz))) / (hours * 3600e6) AS part
        FROM ({_growth(_SEEN_AROUND)})
    )
    WHERE part > 0 GROUP BY site, article_id
) growth
LEFT JOIN (SELECT article_id, title, address FROM ({_LATEST})) USING (article_id)
ORDER BY grown DESC, article_id"""


def _standings(visits: str) -> str:
    """SQL for what stood on each listing after each of ``visits`` that showed it whole, and until which of them.

    An answer "not modified" confirms what stood there; a visit without an answer says nothing. Only the visits to
    addresses that were a listing once are grouped: nothing ever stood at any other.
    """
    return f"""
WITH listings AS (
    SELECT DISTINCT site, coalesce(final_address, address) AS listing_address FROM {{observations}}
    WHERE outcome IN ('listing', 'feed') AND http_status IS NOT NULL AND {visits}
),
visits AS (
    SELECT site, coalesce(final_address, address) AS listing_address, observed_at,
        bool_and(http_status = 304) AS is_confirmation, bool_or(outcome IN ('listing', 'feed')) AS is_listing
    FROM {{observations}} visit
    SEMI JOIN listings ON listings.site = visit.site
        AND listings.listing_address = coalesce(visit.final_address, visit.address)
    WHERE http_status IS NOT NULL AND outcome <> 'http_error' AND {visits}
    GROUP BY ALL
),
showings AS (
    SELECT site, listing_address, is_listing, observed_at AS seen_at,
        lead(observed_at) OVER (PARTITION BY site, listing_address ORDER BY observed_at) AS replaced_at
    FROM visits WHERE NOT is_confirmation
),
confirmations AS (SELECT site, listing_address, observed_at FROM visits WHERE is_listing),
standing AS (
    SELECT s.site, s.listing_address, s.seen_at, s.replaced_at, max(c.observed_at) AS confirmed_at
    FROM showings s JOIN confirmations c ON c.site = s.site AND c.listing_address = s.listing_address
        AND c.observed_at >= s.seen_at AND (s.replaced_at IS NULL OR c.observed_at < s.replaced_at)
    WHERE s.is_listing GROUP BY ALL
)
SELECT site, listing_address, box, position, address, title, teaser, published_at, seen_at, confirmed_at, replaced_at
FROM {{sightings}} JOIN standing USING (site, listing_address, seen_at)"""


_ABSENCES = f"""
WITH visits AS (
    SELECT site, article_id, address, coalesce(final_address, address) AS page, observed_at, outcome, detail,
        outcome IN {_MET} AS is_met, outcome IN {_TOMBSTONES} AS is_tombstone
    FROM {{observations}}
    WHERE article_id IS NOT NULL AND (is_met OR is_tombstone OR (outcome IN {_NO_ARTICLE} AND http_status < 400))
),
absent AS (SELECT DISTINCT site, article_id FROM visits WHERE NOT is_met),
placed AS (
    SELECT *, count(*) FILTER (is_met) OVER before AS times_met,
        max(CASE WHEN is_met THEN observed_at END) OVER before AS last_seen_at,
        last_value(CASE WHEN outcome IN ('new', 'changed', 'unchanged') THEN page END IGNORE NULLS) OVER before AS home
    FROM visits SEMI JOIN absent USING (site, article_id)
    WINDOW before AS (PARTITION BY site, article_id ORDER BY observed_at, is_met ROWS UNBOUNDED PRECEDING)
),
addresses AS (
    SELECT DISTINCT site, article_id, unnest([address, page]) AS address FROM placed WHERE is_met
),
absences AS (
    SELECT site, article_id, times_met, arg_max(p.address, observed_at) AS address, min(observed_at) AS gone_since,
        any_value(last_seen_at) AS last_seen_at, max(observed_at) AS confirmed_at, count(*) AS visits,
        arg_max(outcome, observed_at) AS outcome, arg_max(detail, observed_at) AS detail
    FROM placed p
    -- Where an article stood before, or a copy of it, may go while the article stands on at its own address.
    WHERE NOT is_met AND (home IS NULL OR p.address = home OR (site, article_id, p.address) NOT IN (FROM addresses))
    GROUP BY site, article_id, times_met
    HAVING bool_or(is_tombstone) OR count(*) > 1
)
SELECT a.site, a.article_id, a.address, a.gone_since, a.last_seen_at, a.confirmed_at, a.visits, a.outcome,
    coalesce(a.detail, CASE a.outcome WHEN 'gone' THEN 'no longer there' WHEN 'moved_away' THEN 'leads elsewhere'
        ELSE 'reads as no article: ' || a.outcome END) AS reason, p.observed_at AS returned_at
FROM absences a LEFT JOIN placed p
    ON p.site = a.site AND p.article_id = a.article_id AND p.is_met AND p.times_met = a.times_met + 1"""

_GONE = f"""
SELECT site, article_id, address, title, gone_since, reason, last_seen_at, confirmed_at, visits, outcome
FROM ({_ABSENCES}) LEFT JOIN (SELECT article_id, title FROM ({_LATEST})) USING (article_id)
WHERE returned_at IS NULL"""

VIEWS: Mapping[str, tuple[str, str]] = {
    "revisions": ("Every revision of every article.", "SELECT * FROM {articles}"),
    "articles": ("The latest revision of every article.", _LATEST),
    "aliases": (
        "Every address at which an article was met, when first and when last.",
        "SELECT site, article_id, address, min(observed_at) AS first_seen_at, max(observed_at) AS last_seen_at, "
        "count(*) AS visits FROM (SELECT site, article_id, unnest(list_distinct([address, coalesce(final_address, "
        "address)])) AS address, observed_at FROM {observations} WHERE article_id IS NOT NULL "
        f"AND outcome IN {_MET}) GROUP BY site, article_id, address",
    ),
    "observations": ("Every request and how it ended.", "SELECT * FROM {observations}"),
    "views_over_time": (
        "The number of views of every article at every visit that saw one.",
        "SELECT site, article_id, observed_at, views FROM {observations} "
        "WHERE views IS NOT NULL AND article_id IS NOT NULL",
    ),
    "views_growth": (
        "How much the views of an article grew from one visit (from_at) to the next (to_at), in all and per hour.",
        _growth(_SEEN),
    ),
    "edits": (
        "Every revision but an article's first: which fields changed, and between which two fetches.",
        _EDITS,
    ),
    "sightings": ("Every listing entry seen: what stood where, and when.", "SELECT * FROM {sightings}"),
    "standings": (
        "What stood on a listing from seen_at until replaced_at (null: it still does), last confirmed at confirmed_at.",
        _standings("true"),
    ),
    "tombstones": (
        "Every time an article was found gone: since when, why, and when it was back (null: it is not).",
        _ABSENCES,
    ),
    "gone": ("The articles that are gone: since when, why, and when they were last seen.", _GONE),
    "runs": ("Every crawl run with its counts.", "SELECT * FROM {runs}"),
}
"""The views a query can name: what each holds, and its SQL over the tables' files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A view with parameters, which are instants: times, or text such as '2026-01-05 12:00' (UTC)."""

    parameters: tuple[str, ...]
    meaning: str
    sql: str

    def called(self, name: str) -> str:
        """How the question called ``name`` is written in a query."""
        return f"{name}({', '.join(self.parameters)})"


QUESTIONS: Mapping[str, Question] = {
    "changed_since": Question(
        parameters=("moment",),
        meaning="What was new, edited, gone or back since then, as a visit found it (seen_at).",
        sql=f"""
SELECT * FROM (
    SELECT site, article_id, 'new' AS change, fetched_at AS seen_at, address, title, revision,
        NULL::text[] AS changed_fields, NULL AS reason
    FROM {{articles}} WHERE revision = 1
    UNION ALL
    SELECT site, article_id, 'edited', fetched_at, address, title, revision, changed_fields, NULL FROM ({_EDITS})
    UNION ALL
    SELECT site, article_id, change, seen_at, tombstone.address, title, revision, NULL, reason
    FROM (
        SELECT site, article_id, address, reason, unnest(['gone', 'back']) AS change,
            unnest([gone_since, returned_at]) AS seen_at FROM ({_ABSENCES})
    ) tombstone LEFT JOIN (SELECT article_id, title, revision FROM ({_LATEST})) USING (article_id)
)
WHERE seen_at >= moment::timestamptz ORDER BY seen_at, article_id""",
    ),
    "front_page": Question(
        parameters=("moment",),
        meaning="What stood on each listing then, as the visits until then saw it; last confirmed at confirmed_at.",
        sql=f"""
SELECT * EXCLUDE (replaced_at) FROM ({_standings("observed_at <= moment::timestamptz")})
WHERE replaced_at IS NULL ORDER BY site, listing_address, box, position""",
    ),
    "trending": Question(
        parameters=("since", "until"),
        meaning="By how much the views of each article grew between the two, most first; between visits evenly.",
        sql=_TRENDING,
    ),
}
"""The questions a query can ask as if they were tables, such as ``FROM front_page('2026-01-05 12:00')``."""
