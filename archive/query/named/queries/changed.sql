/*
meaning = "What was new, edited, gone or back in the last time, the latest first."

[parameters]
days = {kind = "number", default = 1, help = "So many days back, where --since says nothing."}
since = {kind = "time", help = "From this moment on."}
site = {kind = "text", help = "Only this site."}
change = {kind = "text", help = "Only what was new, edited, gone or back."}
*/
SELECT seen_at, site, change, title, changed_fields, reason, address
FROM changed_since(coalesce($since::timestamptz, $now - to_seconds($days * 86400)))
WHERE coalesce(site = $site, true) AND coalesce(change = $change, true)
ORDER BY seen_at DESC, article_id
