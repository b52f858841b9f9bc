"""What a crawl learns of its site's links, and what the next one still knows of it."""

from collections.abc import Mapping

import msgspec

from pipelines.rules.link_rules import LearnedPattern, LinkEvidence, LinkKind, LinkRules
from spiders.links.learning import ENOUGH_READ, learn_from

# Another newsreel may have made its patterns in another way.
_FORM = "links-1"


class SiteLinks:
    """The link rules of one site in a crawl, which its pages make better.

    ``rules`` changes only when something in it does that decides where a link leads, so that it need not go anew to
    whoever reads the next page.
    """

    def __init__(self, rules: LinkRules) -> None:
        self.rules = rules
        self.is_changed = False
        self._now = rules

    def learn(self, evidence: LinkEvidence) -> None:
        """Take note of what a page tells."""
        self._now = learn_from([evidence], self._now)
        self.is_changed = True
        if _decisive(self._now) != _decisive(self.rules):
            self.rules = self._now

    def packed(self) -> bytes:
        """What was learned as bytes, for the archive to keep; without what a site file says."""
        self.is_changed = False
        return msgspec.msgpack.encode((_FORM, [one for one in self._now if not one.is_fixed]))

    @classmethod
    def unpacked(cls, state: bytes | None, said: LinkRules) -> "SiteLinks":
        """What `packed` made ``state`` of, and what the site's file has ``said``, whose own words stand before it."""
        remembered = {one.pattern: one for one in _unpacked(state)}
        fixed = {one.pattern: one for one in said if one.is_fixed}
        learned = {one.pattern: one for one in said}
        return cls(LinkRules(tuple((learned | remembered | fixed).values())))


def _unpacked(state: bytes | None) -> list[LearnedPattern]:
    if state is None:
        return []
    try:
        form, patterns = msgspec.msgpack.decode(state, type=tuple[str, list[LearnedPattern]])
    except msgspec.DecodeError:
        return []
    return patterns if form == _FORM else []


def _decisive(rules: LinkRules) -> Mapping[str, tuple[LinkKind | None, bool, bool]]:
    """Of each pattern what decides where its links lead."""
    return {
        one.pattern: (one.leads_to, bool(one.articles or one.listings), one.read >= ENOUGH_READ)
        for one in rules
        if one.leads_to is not None
    }
