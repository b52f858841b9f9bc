"""What travels with an address, from the page that leads to it until its own page is read: every key, and its meaning.

Beside these there are the hints of `pipelines.hints`, and how a link stood (`spiders.links.leads`).
"""

from collections.abc import Mapping

Data = Mapping[str, int | str]

DEPTH = "depth"
"""Of an article: how many links away from a listing or a source it is; 1 where it stands on one, and where missing."""
PAGE_NUMBER = "page_number"
"""Of a listing or a feed: which of its pages it is; 1 where missing."""
LISTING_DEPTH = "listing_depth"
"""Of a listing that another page led to: how many links from listing to listing lead there; noted by the gate."""
LEVEL = "level"
"""The same, of the first page of a listing that is one by a guess, whose page has the last word; of a sitemap: how many
indexes lead to it, itself counted.
"""
SKIP = "skip"
"""Of a part of a sitemap: how many addresses come before it."""
IS_LOADED = "is_loaded"
"""Of a page of a listing: a button or an endless list loads it, so it may not say where the list goes on."""
IN_SECTION = "in_section"
"""It was found on the listing of a section asked for."""


def page_number(data: Data) -> int:
    """Which page of its listing an address with ``data`` is, from 1."""
    return int(data.get(PAGE_NUMBER, 1))


def is_further_page(data: Data) -> bool:
    """Whether an address with ``data`` is a page of a listing beyond the first: the bounds of paging are for those."""
    return page_number(data) > 1
