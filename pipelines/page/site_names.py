"""What a site calls itself on a page: names that are no part of a title and no author."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pipelines.page.structured import Markup

_WORD = re.compile(r"\w+")
_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "copyright")
_ORGANISATIONS = ("Organization", "NewsMediaOrganization", "WebSite", "Corporation")
_MIN_HOST_LETTERS = 3


def folded(text: str) -> str:
    """The words of ``text`` in one letter case, a space between two: the form in which names are compared."""
    return " ".join(_WORD.findall(text.casefold()))


def read_site_names(markup: Markup, address: str) -> frozenset[str]:
    """The folded names of the site that a page is of: publisher, og:site_name, the names of its host."""
    return frozenset(name for text in _stated(markup) if (name := folded(text))) | frozenset(_host_names(address))


def _stated(markup: Markup) -> Iterator[str]:
    for _, content in markup.meta(*_METAS):
        yield content
    yield from _names(markup.article.get("publisher"), markup)
    for node in markup.of_types(*_ORGANISATIONS):
        for key in ("name", "alternateName"):
            if isinstance(node.get(key), str):
                yield node[key]


def _names(publisher: Any, markup: Markup) -> Iterator[str]:
    for one in publisher if isinstance(publisher, list) else [publisher]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            name = one.get("name") or markup.named(str(one.get("@id")))
            if isinstance(name, str):
                yield name


def _host_names(address: str) -> Iterator[str]:
    """The host of ``address`` and each of its parts that could be a name, folded like other names."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return
    host = host.removeprefix("www.")
    yield folded(host)
    for label in host.split(".")[:-1]:
        if len(label) >= _MIN_HOST_LETTERS:
            yield folded(label)
