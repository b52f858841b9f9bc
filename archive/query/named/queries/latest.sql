/*
meaning = "The articles that were published last."

[parameters]
site = {kind = "text", help = "Only this site."}
section = {kind = "text", help = "Only this section."}
language = {kind = "text", help = "Only this language, such as en."}
limit = {kind = "count", default = 20, help = "Show so many at most."}
*/
SELECT published_at, site, title, section, language, views, address
FROM articles
WHERE coalesce(site = $site, true) AND coalesce(section = $section, $section IS NULL)
    AND coalesce(language = $language, $language IS NULL)
ORDER BY published_at DESC NULLS LAST, article_id
LIMIT $limit
