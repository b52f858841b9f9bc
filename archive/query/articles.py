"""The latest revision of every article that is of a site, a time, a section or a language."""

from collections.abc import Mapping
from typing import Any

from archive.query.answer import Answer
from archive.query.archive import Archive
from archive.query.period import period


def articles(archive: Archive, filters: Mapping[str, Any]) -> Answer:
    """The articles within ``filters``, which are the arguments of `Archive.articles`. Raises UsageError."""
    since, beyond = period(filters["since"], filters["until"])
    conditions = [
        ("site = $site", {"site": filters["site"]}),
        ("published_at >= $since", {"since": since}),
        ("published_at < $beyond", {"beyond": beyond}),
        ("section = $section", {"section": filters["section"]}),
        ("(language = $language OR starts_with(language, $language || '-'))", {"language": filters["language"]}),
    ]
    given = [(sql, values) for sql, values in conditions if None not in values.values()]
    where = " AND ".join(sql for sql, _ in given) or "true"
    values = {name: value for _, named in given for name, value in named.items()}
    return archive.sql(f"SELECT * FROM articles WHERE {where}", **values)
