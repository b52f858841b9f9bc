/*
meaning = "The tags that most articles have."

[parameters]
since = {kind = "time", help = "Only articles published then or later."}
until = {kind = "end", help = "Only articles published before then, or on that day."}
site = {kind = "text", help = "Only this site."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT tag, count(*) AS articles, list(DISTINCT site ORDER BY site) AS sites, max(published_at) AS last_published_at
FROM (
    SELECT DISTINCT article_id, site, published_at, unnest(tags) AS tag
    FROM articles
    WHERE coalesce(site = $site, true) AND coalesce(published_at >= $since, $since IS NULL)
        AND coalesce(published_at < $until, $until IS NULL)
)
GROUP BY tag
ORDER BY articles DESC, tag
LIMIT $limit
