/*
meaning = "The authors with most articles."

[parameters]
since = {kind = "time", help = "Only articles published then or later."}
until = {kind = "end", help = "Only articles published before then, or on that day."}
site = {kind = "text", help = "Only this site."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT author, count(*) AS articles, list(DISTINCT site ORDER BY site) AS sites,
    min(published_at) AS first_published_at, max(published_at) AS last_published_at
FROM (
    SELECT DISTINCT article_id, site, published_at, unnest(authors) AS author
    FROM articles
    WHERE coalesce(site = $site, true) AND coalesce(published_at >= $since, $since IS NULL)
        AND coalesce(published_at < $until, $until IS NULL)
)
GROUP BY author
ORDER BY articles DESC, author
LIMIT $limit
