/*
meaning = "The texts that stand on several sites word for word, the earliest first in each."

[parameters]
characters = {kind = "count", default = 200, help = "Only texts of at least so many characters."}
since = {kind = "time", help = "Only articles published then or later."}
until = {kind = "end", help = "Only articles published before then, or on that day."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT count(DISTINCT site) AS sites, count(*) AS articles, min(published_at) AS first_published_at,
    first(title ORDER BY coalesce(published_at, first_seen_at), article_id) AS title,
    list(address ORDER BY coalesce(published_at, first_seen_at), article_id) AS addresses
FROM articles
WHERE length(body) >= $characters AND coalesce(published_at >= $since, $since IS NULL)
    AND coalesce(published_at < $until, $until IS NULL)
GROUP BY hash(body), length(body)
HAVING count(DISTINCT site) > 1
ORDER BY sites DESC, articles DESC, first_published_at, title
LIMIT $limit
