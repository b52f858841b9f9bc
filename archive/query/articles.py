"""The latest revision of every article that is of a site, a time, a section or a language."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.query.answer import Answer
from archive.query.archive import Archive
from archive.query.period import period
from archive.query.unknown import require_site


def articles(archive: Archive, filters: Mapping[str, Any]) -> Answer:
    """The articles within ``filters``, which are the arguments of `Archive.articles`. Raises UsageError."""
    require_site(archive, filters["site"])
    given = list(conditions_of(archive, filters))
    where = " AND ".join(sql for sql, _ in given) or "true"
    values = {name: value for _, named in given for name, value in named.items()}
    return archive.sql(f"SELECT * FROM articles WHERE {where}", **values)


def conditions_of(archive: Archive, filters: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """``filters``, as in `articles`, as conditions of SQL, each with its values by name. Raises UsageError."""
    since, beyond = period(filters["since"], filters["until"])
    if filters["site"] is not None:
        yield "site = $site", {"site": filters["site"]}
    if since is not None:
        yield "published_at >= $since", {"since": since}
    if beyond is not None:
        yield "published_at < $beyond", {"beyond": beyond}
    if filters["language"] is not None:
        language = filters["language"].lower().replace("_", "-")
        spelled = "replace(lower(language), '_', '-')"
        yield f"({spelled} = $language OR starts_with({spelled}, $language || '-'))", {"language": language}
    if filters["section"] is not None:
        yield "list_contains($sections, section)", {"sections": _spellings_of(archive, filters["section"])}


def _spellings_of(archive: Archive, section: str) -> list[str]:
    """The sections of the archive that have the words of ``section``, of which there are few enough to be looked at."""
    # Of use here alone, and slow to load.
    from archive.search.rows import section_key, wanted_section  # noqa: PLC0415

    wanted = wanted_section(section)
    known = archive.sql("SELECT DISTINCT section FROM revisions WHERE section IS NOT NULL").rows()
    return [row["section"] for row in known if section_key(row["section"]) == wanted]
