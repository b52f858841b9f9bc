/*
meaning = "The languages of the articles of each site; null: none is known."

[parameters]
since = {kind = "time", help = "Only articles published then or later."}
until = {kind = "end", help = "Only articles published before then, or on that day."}
site = {kind = "text", help = "Only this site."}
*/
SELECT site, language, count(*) AS articles
FROM articles
WHERE coalesce(site = $site, true) AND coalesce(published_at >= $since, $since IS NULL)
    AND coalesce(published_at < $until, $until IS NULL)
GROUP BY site, language
ORDER BY site, articles DESC, language
