/*
meaning = "The sections of each site, with their articles and views; null: the article names no section."

[parameters]
since = {kind = "time", help = "Only articles published then or later."}
until = {kind = "end", help = "Only articles published before then, or on that day."}
site = {kind = "text", help = "Only this site."}
*/
SELECT site, section, count(*) AS articles, sum(views) AS views, max(published_at) AS last_published_at
FROM articles
WHERE coalesce(site = $site, true) AND coalesce(published_at >= $since, $since IS NULL)
    AND coalesce(published_at < $until, $until IS NULL)
GROUP BY site, section
ORDER BY site, articles DESC, section
