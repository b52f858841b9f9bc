/*
meaning = "How the requests of the last time ended, by site and outcome, each with an example."

[parameters]
days = {kind = "number", default = 7, help = "So many days back, where --since says nothing."}
since = {kind = "time", help = "From this moment on."}
site = {kind = "text", help = "Only this site."}
*/
SELECT site, kind, outcome, count(*) AS requests, max(observed_at) AS last_at,
    arg_max(address, observed_at) AS last_address, arg_max(detail, observed_at) AS last_detail
FROM observations
WHERE coalesce(site = $site, true)
    AND observed_at >= coalesce($since::timestamptz, $now - to_seconds($days * 86400))
GROUP BY site, kind, outcome
ORDER BY site, kind, requests DESC, outcome
