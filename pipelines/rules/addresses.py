"""How a site's addresses name its articles: the one that stands for an article, and the article's identity."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from archive.addresses.parameters import ParameterRules
from archive.addresses.plain import host_of, plain_address

__all__ = ["AddressRules", "ParameterRules", "host_of", "plain_address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """How a site's addresses name its articles.

    ``article`` matches the path of an article; its named groups fill ``identity`` (what all addresses of an
    article share) and ``canonical`` (the path that stands for it). The group ``language``, if any, tells the
    language. Without rules, every plain address is an article of its own. ``parameters`` says which parameters choose
    a page, and which do not.
    """

    article: re.Pattern[str] | None = None
    identity: str | None = None
    canonical: str | None = None
    parameters: ParameterRules = field(default_factory=ParameterRules)

    def plain(self, address: str) -> str:
        """The plain form of ``address``, an address of this site."""
        return plain_address(address, self.parameters)

    def parts(self, address: str) -> Mapping[str, str]:
        """The named groups of ``address`` that took part in the match; empty where it is no article's."""
        match = self._match(address)
        return {name: value for name, value in match.groupdict().items() if value} if match else {}

    def is_article(self, address: str) -> bool:
        """Whether the rules say that ``address`` is an article's."""
        return self._match(address) is not None

    def visiting(self, address: str) -> str:
        """The one form in which ``address`` is asked for, so that no page is asked for twice."""
        plain = self.plain(address)
        return self.plain(self.canonical_of(plain) or plain)

    def identity_of(self, address: str) -> str | None:
        """What all addresses of the article share, or None where the rules do not tell."""
        return _filled(self.identity, self.parts(address))

    def canonical_of(self, address: str) -> str | None:
        """The canonical address, as far as ``address`` alone tells it; else None."""
        path = _filled(self.canonical, self.parts(address))
        return urljoin(address, path) if path else None

    def canonical_among(self, address: str, others: Iterable[str]) -> str | None:
        """The canonical address of ``address`` read off ``others``, addresses the page itself names."""
        own = self.parts(address)
        for other in others:
            canonical = self.canonical_of(other) if host_of(other) == host_of(address) else None
            theirs = self.parts(other)
            if canonical and all(theirs.get(name) == value for name, value in own.items()):
                return canonical
        return None

    def _match(self, address: str) -> re.Match[str] | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if self.article is None:
            return None
        if not parts.query:
            return self.article.fullmatch(parts.path)
        # A query may be part of what names the article. Else it only says where the reader came from, or names another
        # page; where there is a canonical form without it, that page is asked for once.
        whole = self.article.fullmatch(f"{parts.path}?{parts.query}")
        return whole or (self.article.fullmatch(parts.path) if self.canonical else None)


def _filled(template: str | None, parts: Mapping[str, str]) -> str | None:
    if not template or not parts:
        return None
    try:
        return template.format_map(parts)
    except KeyError:
        return None
