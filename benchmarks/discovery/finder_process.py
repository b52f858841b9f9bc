"""Run by the Python of another environment: print the addresses that a tool finds on a site, one a line.

Nothing of newsreel is imported here, for nothing of it is there.
"""

import logging
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

_MOST_KNOWN = 10_000


def trafilatura_feeds(address: str, _most_pages: int) -> Iterable[str]:
    """What trafilatura finds in feeds."""
    _open_to_this_machine()
    finder: Any = import_module("trafilatura.feeds")
    found: Iterable[str] = finder.find_feed_urls(address)
    return found


def trafilatura_sitemaps(address: str, _most_pages: int) -> Iterable[str]:
    """What trafilatura finds in sitemaps."""
    _open_to_this_machine()
    finder: Any = import_module("trafilatura.sitemaps")
    found: Iterable[str] = finder.sitemap_search(address)
    return found


def trafilatura_spider(address: str, most_pages: int) -> Iterable[str]:
    """What trafilatura's crawler has come to know when it has read this many pages."""
    spider: Any = import_module("trafilatura.spider")
    _open_to_this_machine()
    to_visit, known = spider.focused_crawler(address, max_seen_urls=most_pages, max_known_urls=_MOST_KNOWN)
    found: Iterable[str] = {*to_visit, *known}
    return found


def _open_to_this_machine() -> None:
    """Let trafilatura visit this machine, which it refuses by default, and without a pause."""
    config = import_module("trafilatura.settings").DEFAULT_CONFIG
    config["DEFAULT"]["SSRF_PROTECTION"] = "off"
    config["DEFAULT"]["SLEEP_TIME"] = "0"


def newspaper(address: str, _most_pages: int) -> Iterable[str]:
    """What newspaper4k takes for articles when it builds a source: its categories and feeds read as well."""
    module: Any = import_module("newspaper")
    source = module.build(address, memorize_articles=False, fetch_images=False)
    return [article.url for article in source.articles]


FINDERS: dict[str, Callable[[str, int], Iterable[str]]] = {
    "trafilatura, feeds": trafilatura_feeds,
    "trafilatura, sitemaps": trafilatura_sitemaps,
    "trafilatura, spider": trafilatura_spider,
    "newspaper4k": newspaper,
}


def main(name: str, address: str, most_pages: str) -> None:
    """Print what the finder called ``name`` finds at ``address``."""
    logging.disable(logging.CRITICAL)
    _stay_on_this_machine()
    print("\n".join(sorted(set(FINDERS[name](address, int(most_pages))))))


def _stay_on_this_machine() -> None:
    """Let every name of a host be this machine: the sites bear names that stand for examples (RFC 2606)."""
    ask = socket.getaddrinfo

    def answer(_host: Any, *arguments: Any, **options: Any) -> Any:
        return ask("127.0.0.1", *arguments, **options)

    vars(socket)["getaddrinfo"] = answer


if __name__ == "__main__":
    # newspaper4k keeps files in the folder it runs in.
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        main(*sys.argv[1:])
