"""What is said of an address or a site that the archive does not know: the nearest that it does, and what became of it.

The work is bounded: what was asked for is looked up as it is written, and likeness is only taken among the addresses of
articles of one host, to which the statistics of the files lead.
"""

from collections.abc import Sequence
from contextlib import closing
from urllib.parse import urlsplit

from archive.addresses.plain import host_of, plain_address
from archive.addresses.spellings import spellings_of
from archive.errors import NewsreelError, UsageError
from archive.ledger.sqlite import SqliteLedger
from archive.nearest import did_you_mean, nearest_names
from archive.outcomes import Outcome
from archive.query.archive import Archive
from archive.query.said import shown
from archive.scope import EVERYTHING

_LONGEST = 200  # characters of an address that are told
_CANDIDATES = 40
_HOSTS = 8
_ANY_LENGTH = 1 << 30
_WWW = "www."
_BOUNDS = (("from", "/"), ("to", "0"))
_KINDS = {"article": "an article", "listing": "a listing", "feed": "a feed", "sitemap": "a sitemap"}
# Bloom filters and statistics answer these without opening what has no such address.
_ENDED = """
SELECT observed_at, outcome, detail FROM observations WHERE {column} IN ({spellings})
ORDER BY observed_at DESC LIMIT 1"""
# Articles of one site lie under one host, or a few: the least and the greatest address tell them.
_HOSTS_OF_ARTICLES = "SELECT min(address) AS least, max(address) AS greatest FROM revisions GROUP BY site"
# Bounds, which statistics answer for all but the files and row groups with addresses of that host.
_OF_HOST = """
SELECT {column} AS address FROM revisions WHERE ({bounds}) AND length({column}) BETWEEN $shortest AND $longest"""
_LIKE = """
SELECT address FROM (SELECT DISTINCT address FROM ({scans}))
ORDER BY jaro_winkler_similarity(reverse(address), reverse($address)) DESC, address LIMIT $count"""
_SITES = "SELECT DISTINCT site FROM (SELECT site FROM runs UNION ALL SELECT site FROM revisions)"
_VISITED = "SELECT site FROM observations WHERE site = ? LIMIT 1"


def unknown_address(archive: Archive, address: str) -> UsageError:
    """What is said of an ``address`` that no article of the archive is known by."""
    written = shown(address, _LONGEST) if address.strip() else "an empty text"
    plain = plain_address(address if "://" in address else f"https://{address}")
    host = host_of(plain)
    if "." not in host or any(char.isspace() for char in address.strip()):
        return UsageError(f"{written} is no address; one looks like https://news.example/a-story")
    if ended := _how_it_ended(archive, address):
        return UsageError(f"the archive has no article at {written}: it {ended}")
    if kind := _waiting(archive, address):
        return UsageError(f"the archive has no article at {written}: {kind}, known and not fetched yet")
    if near := nearest_addresses(archive, plain):
        return UsageError(f"the archive has no article at {written}; the nearest it knows: {', '.join(near)}")
    bare = host.removeprefix(_WWW)
    if _like(archive, plain, shortest=0, longest=_ANY_LENGTH, count=1):
        return UsageError(f"the archive has no article at {written}; none that it knows is near")
    return UsageError(
        f"the archive has no article at {written}, and none of {bare}{_hosts(bare, _known_hosts(archive))}"
    )


def nearest_addresses(archive: Archive, address: str, *, count: int = 3) -> list[str]:
    """The addresses of articles of the same host that are most like ``address`` by their path, the likest first.

    A host is the same with and without www, with http and https.
    """
    length = len(address)
    found = _like(archive, address, shortest=length * 2 // 3, longest=length * 3 // 2 + 1, count=_CANDIDATES)
    by_path = {_path(one): one for one in found}
    return [by_path[path] for path in nearest_names(_path(address), by_path, count=count)]


def require_site(archive: Archive, site: str | None) -> None:
    """Raises UsageError, with the nearest, where the archive knows no ``site`` of that name; None: none was named.

    A site is known from its first request on, and is so as of any moment: one that came later has no articles then. An
    archive with no ended run and no article has none to be mistaken for another, and answers with nothing.
    """
    if site is None:
        return
    if archive.scope.until is not None:
        archive = archive.of_any_time()
    sites = sorted(row["site"] for row in archive.sql(_SITES).rows())
    if not sites or site in sites or archive.sql(_VISITED, site).rows():
        return
    near = nearest_names(site, sites)
    known = "" if near else f"; it has {_some(sites)}"
    raise UsageError(f"the archive has no site {shown(site)}{did_you_mean(near)}{known}")


def _like(archive: Archive, address: str, *, shortest: int, longest: int, count: int) -> list[str]:
    """``count`` addresses of the host of ``address`` with so many characters, the likest first."""
    bare = host_of(address).removeprefix(_WWW)
    # What follows the host is a slash; the character after it is 0.
    starts = [f"{scheme}://{www}{bare}" for scheme in ("https", "http") for www in ("", _WWW)]
    values = {f"{bound}_{n}": start + end for n, start in enumerate(starts) for bound, end in _BOUNDS}
    scans = [
        _OF_HOST.format(
            column=column,
            bounds=" OR ".join(f"({column} >= $from_{n} AND {column} < $to_{n})" for n in range(len(starts))),
        )
        for column in ("address", "final_address")
    ]
    rows = archive.sql(
        _LIKE.format(scans=" UNION ALL ".join(scans)),
        **values,
        address=address,
        shortest=shortest,
        longest=longest,
        count=count,
    ).rows()
    return [row["address"] for row in rows]


def _waiting(archive: Archive, address: str) -> str | None:
    """What ``address`` is known as, where the ledger has it as not fetched yet; None: it has not."""
    if archive.scope != EVERYTHING or not archive.folder.ledger.exists():
        return None  # the ledger knows of today alone
    try:
        with closing(SqliteLedger(archive.folder.ledger, read_only=True)) as ledger:
            entries = [entry for spelling in spellings_of(address) for entry in ledger.known_address(spelling)]
    except NewsreelError:
        return None  # it is no more than a word beside the answer
    return next((_KINDS[entry.kind] for entry in entries if entry.ended_at is None and entry.kind in _KINDS), None)


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


def _known_hosts(archive: Archive) -> list[str]:
    """Hosts that the archive has articles of, without www."""
    rows = archive.sql(_HOSTS_OF_ARTICLES).rows()
    hosts = {host_of(row[name]).removeprefix(_WWW) for row in rows for name in ("least", "greatest")}
    return sorted(hosts)


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
