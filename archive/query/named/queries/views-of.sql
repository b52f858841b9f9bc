/*
meaning = "The views of one article over time, with the growth since the visit before."

[parameters]
address = {kind = "text", required = true, help = "Any address at which the article was met, or its article_id."}
*/
SELECT observed_at, views, views - lag(views) OVER (PARTITION BY article_id ORDER BY observed_at) AS grown, article_id
FROM views_over_time
WHERE article_id IN (
    SELECT article_id FROM aliases WHERE address = $address
    UNION
    SELECT article_id FROM revisions WHERE $address IN (article_id, address, canonical_address)
)
ORDER BY article_id, observed_at
