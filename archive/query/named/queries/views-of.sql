/*
meaning = "The views of one article over time, with the growth since the visit before."

[parameters]
address = {kind = "text", required = true, help = "Any address at which the article was met, or its article_id."}
*/
SELECT observed_at, views, views - lag(views) OVER (PARTITION BY article_id ORDER BY observed_at) AS grown, article_id
FROM views_over_time
WHERE article_id IN (
    -- What the view aliases says, without making all of it. Each column is held against the address in a scan of its
    -- own, which opens only what the files' statistics and Bloom filters do not rule out.
    SELECT article_id FROM observations WHERE address = $address AND outcome IN ('new', 'changed', 'unchanged', 'duplicate')
    UNION
    SELECT article_id FROM observations WHERE final_address = $address AND outcome IN ('new', 'changed', 'unchanged', 'duplicate')
    UNION
    SELECT article_id FROM revisions WHERE article_id = $address
    UNION
    SELECT article_id FROM revisions WHERE address = $address
    UNION
    SELECT article_id FROM revisions WHERE canonical_address = $address
)
ORDER BY article_id, observed_at
