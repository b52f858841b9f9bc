/*
meaning = "The edits that fell long after an article's publication: it still read as before at previous_fetched_at."

[parameters]
hours = {kind = "number", default = 24, help = "At least so many hours after publication."}
since = {kind = "time", help = "Only edits found then or later."}
site = {kind = "text", help = "Only this site."}
*/
SELECT fetched_at, site, title, published_at, previous_fetched_at, changed_fields, address
FROM edits
WHERE previous_fetched_at >= published_at + to_seconds($hours * 3600)
    AND coalesce(site = $site, true) AND coalesce(fetched_at >= $since, true)
ORDER BY fetched_at DESC, article_id
