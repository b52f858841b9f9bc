"""Budgets: how much of a site one run may take up, so that no site can keep it busy without end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The most that one run takes up of a site.

    An article ``depth`` links away from a listing is the last whose links are not followed; ``listing_depth`` is the
    same for links from listing to listing, their further pages not counted. ``listing_pages`` are asked for in all, and
    ``addresses_per_host`` are taken up of each host.
    """

    depth: int = 2
    listing_depth: int = 5
    listing_pages: int = 10_000
    addresses_per_host: int = 1_000_000


USUAL = Budgets()
