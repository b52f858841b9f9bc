/*
meaning = "The entries that stood longest on a listing; hours: from visit to visit, as far as they are known to stand."

[parameters]
site = {kind = "text", help = "Only this site."}
listing = {kind = "text", help = "The listing of this address, or all that match it, such as 'https://news.example/*'.  [default: all]"}
places = {kind = "count", help = "Count an entry only while it stands in one of so many first places."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT site, listing_address, title, round(hours, 4) AS hours, best_position, first_seen_at, last_seen_at, address
FROM (
    SELECT site, listing_address, address, arg_max(title, seen_at) AS title, min(position) AS best_position,
        sum(date_diff('second', seen_at, CASE WHEN seen_again_at = replaced_at THEN replaced_at ELSE confirmed_at END))
            / 3600 AS hours,
        min(seen_at) AS first_seen_at, max(confirmed_at) AS last_seen_at
    FROM (
        SELECT *, lead(seen_at) OVER (PARTITION BY site, listing_address, address ORDER BY seen_at) AS seen_again_at
        FROM (
            SELECT site, listing_address, address, seen_at, any_value(title) AS title, min(position) AS position,
                max(confirmed_at) AS confirmed_at, max(replaced_at) AS replaced_at
            FROM standings
            WHERE address IS NOT NULL AND coalesce(site = $site, true) AND coalesce(position <= $places, true)
                AND coalesce(listing_address = $listing OR listing_address GLOB $listing, true)
            GROUP BY site, listing_address, address, seen_at
        )
    )
    GROUP BY site, listing_address, address
)
ORDER BY hours DESC, site, listing_address, address
LIMIT $limit
