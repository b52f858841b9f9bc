/*
meaning = "How many articles of each site are without each field."

[parameters]
since = {kind = "time", help = "Only articles first seen then or later."}
until = {kind = "end", help = "Only articles first seen before then, or on that day."}
site = {kind = "text", help = "Only this site."}
*/
SELECT site, count(*) AS articles,
    count(*) FILTER (title IS NULL) AS title,
    count(*) FILTER (published_at IS NULL) AS published_at,
    count(*) FILTER (language IS NULL) AS language,
    count(*) FILTER (summary IS NULL) AS summary,
    count(*) FILTER (authors IS NULL) AS authors,
    count(*) FILTER (section IS NULL) AS section,
    count(*) FILTER (tags IS NULL) AS tags,
    count(*) FILTER (image IS NULL) AS image,
    count(*) FILTER (views IS NULL) AS views
FROM articles
WHERE coalesce(site = $site, true) AND coalesce(first_seen_at >= $since, true)
    AND coalesce(first_seen_at < $until, true)
GROUP BY site
ORDER BY site
