/*
meaning = "How many articles each site published on each day (UTC)."

[parameters]
days = {kind = "number", default = 14, help = "So many days before the end, where --since says nothing."}
since = {kind = "time", help = "Beginning of the time looked at."}
until = {kind = "end", help = "Its end.  [default: now]"}
site = {kind = "text", help = "Only this site."}
*/
SELECT published_at::date AS day, site, count(*) AS articles
FROM articles
WHERE published_at < coalesce($until, $now) AND coalesce(site = $site, true)
    AND published_at >= coalesce($since::timestamptz, coalesce($until::timestamptz, $now) - to_seconds($days * 86400))
GROUP BY ALL
ORDER BY day DESC, site
