"""Spellings: the ways in which people write one address, and a site may have written it."""

from urllib.parse import urlsplit, urlunsplit

from archive.addresses.plain import plain_address

_WWW = "www."


def spellings_of(address: str) -> list[str]:
    """``address`` as it is and in its plain form, each also with and without www, https and a last slash."""
    typed = address.strip()
    plain = plain_address(typed if "://" in typed else f"https://{typed}")
    return list(dict.fromkeys([typed, plain, *_others(plain)]))


def _others(plain: str) -> list[str]:
    try:
        parts = urlsplit(plain)
    except ValueError:
        return []
    hosts = [parts.netloc, parts.netloc.removeprefix(_WWW), f"{_WWW}{parts.netloc.removeprefix(_WWW)}"]
    paths = [parts.path, f"{parts.path.rstrip('/')}/", parts.path.rstrip("/")]
    return [
        urlunsplit((scheme, host, path or "/", parts.query, ""))
        for scheme in ("https", "http")
        for host in hosts
        for path in paths
    ]
