"""What is said of an address or a site that the archive does not know: the nearest that it does, and what became of it.

The work is bounded: what was asked for is looked up as it is written, and likeness is only taken among the addresses of
articles of one host.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from archive.addresses.plain import host_of, plain_address
from archive.addresses.spellings import spellings_of
from archive.errors import UsageError
from archive.nearest import did_you_mean, nearest_names
from archive.outcomes import Outcome
from archive.query.archive import Archive
from archive.query.said import shown

_LONGEST = 200  # characters of an address that are told
_CANDIDATES = 40
_HOSTS = 8
_WWW = "www."
# Bloom filters and statistics answer these without opening what has no such address.
_ENDED = """
SELECT observed_at, outcome, detail FROM observations WHERE {column} IN ({spellings})
ORDER BY observed_at DESC LIMIT 1"""
# Articles of one site lie under one host, or a few: the least and the greatest address tell them, and two in between.
_HOSTS_OF_SITES = """
SELECT site, list_distinct([min(address), max(address), arg_min(address, article_id), arg_max(address, article_id)])
    AS addresses FROM revisions GROUP BY site ORDER BY count(*) DESC"""
_LIKE = """
SELECT address FROM (
    SELECT DISTINCT coalesce(final_address, address) AS address FROM revisions
    WHERE list_contains($sites, site) AND length(address) BETWEEN $shortest AND $longest
)
ORDER BY jaro_winkler_similarity(reverse(address), reverse($address)) DESC, address LIMIT $count"""


def unknown_address(archive: Archive, address: str) -> UsageError:
    """What is said of an ``address`` that no article of the archive is known by."""
    written = shown(address, _LONGEST)
    plain = plain_address(address if "://" in address else f"https://{address}")
    host = host_of(plain)
    if "." not in host or any(char.isspace() for char in address.strip()):
        return UsageError(f"{written} is no address; one looks like https://news.example/a-story")
    if ended := _how_it_ended(archive, address):
        return UsageError(f"the archive has no article at {written}: it {ended}")
    sites = _sites_by_host(archive)
    bare = host.removeprefix(_WWW)
    if bare not in sites:
        return UsageError(f"the archive has no article at {written}, and none of {bare}{_hosts(bare, list(sites))}")
    near = nearest_addresses(archive, plain, sites[bare])
    hint = f"; the nearest it knows: {', '.join(near)}" if near else "; none that it knows is near"
    return UsageError(f"the archive has no article at {written}{hint}")


def nearest_addresses(archive: Archive, address: str, sites: Sequence[str], *, count: int = 3) -> list[str]:
    """The addresses of articles of ``sites`` that are most like ``address`` by their path, the likest first."""
    length = len(address)
    rows = archive.sql(
        _LIKE,
        address=address,
        sites=list(sites),
        shortest=length * 2 // 3,
        longest=length * 3 // 2 + 1,
        count=_CANDIDATES,
    ).rows()
    by_path = {_path(row["address"]): row["address"] for row in rows}
    return [by_path[path] for path in nearest_names(_path(address), by_path, count=count)]


def require_site(archive: Archive, site: str | None) -> None:
    """Raises UsageError, with the nearest, where the archive knows no ``site`` of that name; None: none was named."""
    if site is None:
        return
    rows = archive.sql("SELECT DISTINCT site FROM (SELECT site FROM runs UNION ALL SELECT site FROM revisions)").rows()
    sites = sorted(row["site"] for row in rows)
    if site in sites:
        return
    near = nearest_names(site, sites)
    known = f"; it has {_some(sites)}" if sites and not near else ""
    raise UsageError(f"the archive has no site {shown(site)}{did_you_mean(near)}{known}")


def _how_it_ended(archive: Archive, address: str) -> str | None:
    """When ``address`` was asked for last, and what came of it; None: it never was."""
    spellings = spellings_of(address)
    values = {f"spelling_{number}": spelling for number, spelling in enumerate(spellings)}
    places = ", ".join(f"${name}" for name in values)
    for column in ("address", "final_address"):
        rows = archive.sql(_ENDED.format(column=column, spellings=places), **values).rows()
        if rows:
            outcome = Outcome(rows[0]["outcome"])
            detail = f" ({shown(rows[0]['detail'])})" if rows[0]["detail"] else ""
            moment = f"{rows[0]['observed_at']:%Y-%m-%d %H:%M}"
            return f"was asked for on {moment} UTC and ended as {outcome}{detail}. {outcome.meaning}"
    return None


def _sites_by_host(archive: Archive) -> dict[str, list[str]]:
    """The sites with articles under each host (without www), the largest first."""
    sites: dict[str, list[str]] = {}
    for row in archive.sql(_HOSTS_OF_SITES).rows():
        for host in dict.fromkeys(host_of(address).removeprefix(_WWW) for address in row["addresses"]):
            sites.setdefault(host, []).append(row["site"])
    return sites


def _hosts(host: str, known: Sequence[str]) -> str:
    near = nearest_names(host, known)
    if near or not known:
        return did_you_mean(near)
    return f"; it has articles of {_some(known)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _HOSTS} more" if len(names) > _HOSTS else ""
    return ", ".join(names[:_HOSTS]) + more


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
