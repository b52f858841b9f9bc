/*
meaning = "The articles whose views grew most between two moments; hours: how much of that time was seen."

[parameters]
days = {kind = "number", default = 7, help = "So many days before the end, where --since says nothing."}
since = {kind = "time", help = "Beginning of the time looked at."}
until = {kind = "end", help = "Its end.  [default: now]"}
site = {kind = "text", help = "Only this site."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT site, title, grown, round(hours, 4) AS hours, round(per_hour, 2) AS per_hour, address
FROM trending(
    coalesce($since::timestamptz, coalesce($until::timestamptz, $now) - to_seconds($days * 86400)),
    coalesce($until::timestamptz, $now)
)
WHERE grown > 0 AND coalesce(site = $site, true)
ORDER BY grown DESC, article_id
LIMIT $limit
