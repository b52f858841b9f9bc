"""Which hosts are one site: an address with and without www, and the editions it links under its own domain."""

from functools import cache
from urllib.parse import urlsplit

import tldextract

from pipelines.rules.addresses import host_of
from spiders.site import is_on_this_machine


def twins(address: str) -> frozenset[str]:
    """The host of ``address`` with and without www: a site answers at one and sends the other there."""
    host, _, port = host_of(address).partition(":")
    bare = host.removeprefix("www.")
    if _domain(bare) != bare:
        return frozenset({host_of(address)})
    return frozenset(f"{one}:{port}" if port else one for one in (bare, f"www.{bare}"))


def is_same_site(address: str, other: str) -> bool:
    """Whether two addresses are under one registered domain; whatever this machine serves counts as one."""
    first, second = host_of(address), host_of(other)
    if first == second or (is_on_this_machine(first) and is_on_this_machine(second)):
        return True
    domain = _domain(_name(address))
    return domain is not None and domain == _domain(_name(other))


def _name(address: str) -> str:
    return urlsplit(address).hostname or ""


@cache
def _suffixes() -> tldextract.TLDExtract:
    # The list that comes with the package: a crawl asks nobody but its site.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _domain(host: str) -> str | None:
    """The part of ``host`` that somebody registered, or None for a bare name or a number.

    Below an ending that the list of public suffixes does not know it is two names, as https://publicsuffix.org says.
    """
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or None
    names = host.split(".")
    return ".".join(names[-2:]) if len(names) > 1 else None
