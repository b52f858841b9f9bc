/*
meaning = "The articles that are gone: since when, why, and when they were last seen."

[parameters]
since = {kind = "time", help = "Only those gone then or later."}
site = {kind = "text", help = "Only this site."}
*/
SELECT gone_since, site, title, reason, last_seen_at, confirmed_at, address
FROM gone
WHERE coalesce(site = $site, true) AND coalesce(gone_since >= $since, true)
ORDER BY gone_since DESC, article_id
