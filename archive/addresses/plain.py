"""The plain form of an address: the one spelling of all those that no server tells apart."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

from archive.addresses.parameters import ParameterRules

_ANY_SITE = ParameterRules()
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_KEPT_FORMS = 16_384  # the links that pages of a site share are asked for again and again
_MAX_PASSES = 5

# Most links are plain already, or are so but for their query: those need no parser, at a tenth of its time.
_HOST = r"https?://[a-z0-9]+(?:[.-]+[a-z0-9]+)*(?::(?!80/|443/)[1-9]\d{1,4})?"
_SEGMENT = r"[A-Za-z0-9_~@,!*%-][A-Za-z0-9_~@,!*%.-]*"
_PAIR = r"[A-Za-z0-9_.~%-]+=[A-Za-z0-9_.~%-]*"
_NEARLY_PLAIN = re.compile(
    r"(?!.*%(?![89A-F][0-9A-F]))"  # letters beyond ASCII are encoded in one way only
    rf"(?P<before>{_HOST}/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?)(?:\?(?P<query>{_PAIR}(?:&{_PAIR})*))?"
)
# Java's and ASP.NET's ways to keep a session in the path.
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sessionid)=[^/;]*|/\((?:[A-Z]\([a-z0-9]{24,}\))+\)", re.IGNORECASE
)
_SLASHES = re.compile(r"(?<!:)/{2,}")  # an address within a path keeps its own


def plain_address(address: str, rules: ParameterRules = _ANY_SITE) -> str:
    """``address`` as it is asked for and kept; idempotent, and never another page's.

    Scheme and host are in lower case, the host in its ASCII form without a last dot or the usual port;
    percent-encoding, dot segments and doubled slashes are as servers read them. The fragment is gone, as are the
    parameters that choose no page by ``rules`` or on any site, and session ids; the rest of the query is sorted. What
    is no address at all, such as http://[, is returned as it is, in storable characters.
    """
    return _kept_form(address, rules)


@lru_cache(_KEPT_FORMS)
def host_of(address: str) -> str:
    """The host of ``address``, lower case, with its port where that is not the usual one; empty without a host."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return (parts.hostname or "") + ("" if port == _DEFAULT_PORTS.get(parts.scheme) else port)


@lru_cache(_KEPT_FORMS)
def _kept_form(address: str, rules: ParameterRules) -> str:
    match = _NEARLY_PLAIN.fullmatch(address)
    if match:
        query = match["query"]
        if not query:
            return address
        kept = _kept_query(query, rules)
        return f"{match['before']}?{kept}" if kept else match["before"]
    try:
        return _settled(address, rules)
    except ValueError:
        return address.encode("utf-8", "ignore").decode()


def _settled(address: str, rules: ParameterRules) -> str:
    """The form that no further pass changes: percent-encoding made by one can change how the next reads the address."""
    for _ in range(_MAX_PASSES):
        tidied = _tidied(canonicalize_url(address), rules)
        if tidied == address:
            break
        address = tidied
    return address


def _tidied(address: str, rules: ParameterRules) -> str:
    parts = urlsplit(address)
    port = _DEFAULT_PORTS.get(parts.scheme)
    if port is None or not parts.netloc:
        return address
    host = parts.netloc.removesuffix(port)
    path = _SLASHES.sub("/", _PATH_SESSION.sub("", parts.path))
    query = _kept_query(parts.query, rules) if parts.query else ""
    return parts._replace(netloc=host.removesuffix(".") or parts.netloc, path=path or "/", query=query).geturl()


def _kept_query(query: str, rules: ParameterRules) -> str:
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in query.split("&"))]
    kept = [(name, value) for name, value in pairs if rules.chooses_page(name, value)]
    return "&".join(f"{name}={value}" for name, value in sorted(kept))
