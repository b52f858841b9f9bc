"""Names of hosts: those that end in .localhost are this machine, whatever a name server says."""

from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed


class HostNames(CachingThreadedResolver):
    """Scrapy's resolver of names, with the names that RFC 6761 (section 6.3) keeps for one's own machine."""

    def getHostByName(  # noqa: N802 - Twisted's own name
        self, name: str, timeout: Sequence[int] = ()
    ) -> "Deferred[str]":
        """The IPv4 address of the host ``name``."""
        if name == "localhost" or name.endswith(".localhost"):
            return succeed("127.0.0.1")
        return super().getHostByName(name, timeout)
