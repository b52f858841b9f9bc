"""A site as it is watched: its definition, read again before each run, and the last one that could be read."""

from collections.abc import Callable
from typing import Self

from archive.errors import SiteDefinitionError, UsageError
from spiders.site import ADDRESS_ALONE, SiteDefinition
from spiders.site_folders import find_site


class WatchedSite:
    """The site that was asked for as ``asked``: a name, the path of a site file, or an address."""

    def __init__(self, asked: str, definition: SiteDefinition, complain: Callable[[str], None]) -> None:
        self.asked = asked
        self.definition = definition
        self._complain = complain
        self._complaint: str | None = None

    @classmethod
    def find(cls, asked: str, complain: Callable[[str], None]) -> Self:
        """The site; ``complain`` is told what is wrong with its file later on. Raises SiteDefinitionError."""
        return cls(asked, find_site(asked), complain)

    @property
    def name(self) -> str:
        """The name of the site, which stays."""
        return self.definition.name

    @property
    def is_unknown(self) -> bool:
        """Whether nothing but its address is known, so that it is to be probed first."""
        return self.definition.origin == ADDRESS_ALONE

    def read_again(self) -> None:
        """Take up what changed in the site's file. One that cannot be used is told once, and the last one stays."""
        found, complaint = self._found()
        if found is not None:
            self.definition = found
        if complaint is not None and complaint != self._complaint:
            self._complain(f"{self.name} is crawled by its last definition that could be used: {complaint}")
        if complaint is None and self._complaint is not None:
            self._complain(f"{self.name} is crawled by its changed definition: {self.definition.origin}")
        self._complaint = complaint

    def _found(self) -> tuple[SiteDefinition | None, str | None]:
        """The definition as it is now, or what is wrong with it."""
        try:
            found = find_site(self.asked)
        except (SiteDefinitionError, OSError) as problem:
            return None, str(problem)
        if found.name != self.name:
            return None, f"{found.origin} calls the site {found.name!r} now; a site keeps its name while it is watched"
        return found, None


def find_all(asked: tuple[str, ...], complain: Callable[[str], None]) -> list[WatchedSite]:
    """The sites that were ``asked`` for. Raises SiteDefinitionError, and UsageError where two are the same."""
    sites: dict[str, WatchedSite] = {}
    for one in asked:
        site = WatchedSite.find(one, complain)
        if site.name in sites:
            raise UsageError(f"{one} and {sites[site.name].asked} are the same site, {site.name}; name it once")
        sites[site.name] = site
    return list(sites.values())
