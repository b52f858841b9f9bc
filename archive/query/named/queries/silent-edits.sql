/*
meaning = "The edits of which the page says nothing: its own time of change is none, or the same as before."

[parameters]
since = {kind = "time", help = "Only edits found then or later."}
site = {kind = "text", help = "Only this site."}
*/
SELECT fetched_at, site, title, changed_fields, modified_at, revision, address
FROM (
    SELECT *, lag(modified_at) OVER (PARTITION BY article_id ORDER BY revision, fetched_at) AS said_before
    FROM revisions
    WHERE coalesce(site = $site, true)
)
WHERE revision > 1 AND (modified_at IS NULL OR modified_at = said_before) AND coalesce(fetched_at >= $since, true)
ORDER BY fetched_at DESC, article_id
