/*
meaning = "The views of one article over time, with the growth since the visit before."

[parameters]
address = {kind = "text", required = true, help = "Any address at which the article was met, or its article_id."}
*/
SELECT observed_at, views, views - lag(views) OVER (PARTITION BY article_id ORDER BY observed_at) AS grown, article_id
FROM views_over_time
WHERE article_id IN (
    -- What the view aliases says, without making all of it.
    SELECT article_id FROM observations
    WHERE (address = $address OR final_address = $address) AND outcome IN ('new', 'changed', 'unchanged', 'duplicate')
    UNION
    SELECT article_id FROM revisions WHERE $address IN (article_id, address, canonical_address)
)
ORDER BY article_id, observed_at
