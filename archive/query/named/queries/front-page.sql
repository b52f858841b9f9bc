/*
meaning = "What stood on the front page at a moment, in its order, as the visits until then saw it."

[parameters]
at = {kind = "time", help = "That moment.  [default: now]"}
site = {kind = "text", help = "Only this site."}
listing = {kind = "text", help = "The listing of this address, or all that match it, such as 'https://news.example/*' or '*'.  [default: the one with the shortest address of each site]"}
*/
SELECT site, listing_address, box, position, title, address, seen_at, confirmed_at
FROM front_page(coalesce($at::timestamptz, $now))
WHERE coalesce(site = $site, true) AND coalesce(listing_address = $listing OR listing_address GLOB $listing, true)
QUALIFY $listing IS NOT NULL OR listing_address = first_value(listing_address) OVER (
    PARTITION BY site ORDER BY length(listing_address), listing_address
)
ORDER BY site, listing_address, box, position
