"""Addresses as they stand in a page: relative, padded, broken."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import lxml.html

# What every reading of a relative address leaves as it is, and most addresses in markup are.
_SURELY_ABSOLUTE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[A-Za-z0-9/_.%~+-]*(?:\?[A-Za-z0-9=&_.%+-]+)?")


def absolute(base: str, href: str | None) -> str | None:
    """``href`` made absolute against ``base``; None where that gives no http address."""
    if href is None:
        return None
    if _SURELY_ABSOLUTE.fullmatch(href):
        return href
    try:
        address = urljoin(base, href.strip())
    except ValueError:  # an address no reading can mend, such as http://[
        return None
    return address if is_web_address(address) else None


def is_web_address(address: str) -> bool:
    """Whether ``address`` is one a request can be made of: http or https, a host, a possible port."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        address.encode()
    except ValueError:
        return False
    return is_whole


def base_address(bases: Iterable[lxml.html.HtmlElement], address: str) -> str:
    """What relative addresses on the page at ``address`` are relative to: its first base element, or itself."""
    declared = next((element.get("href") for element in bases if element.get("href") is not None), None)
    return absolute(address, declared) or address
