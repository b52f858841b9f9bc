"""Where the links of one page lead: to articles and listings of its site, by its rules or by what was learned of it."""

from pipelines.page.page import Page
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkEvidence, LinkKind, LinkRules, PageVerdict
from spiders.links.classify import led_to, links_to
from spiders.links.kinds import FoundAs
from spiders.links.learning import counted, learn_from
from spiders.links.patterns import patterns_of
from spiders.links.seen import LinkSeen, Place, links_seen
from spiders.site import SiteDefinition

Data = dict[str, int | str]


def found_at(place: Place, *, has_date_near: bool) -> Data:
    """How a link stood, as it travels with its address: what `LearnedLeads.found_as` reads."""
    return {"place": str(place)} | ({"dated": 1} if has_date_near else {})


class Leads:
    """The ``articles`` and the ``listings`` that a page leads to, each address in its visiting form once, in order."""

    articles: tuple[LinkSeen, ...]
    listings: tuple[LinkSeen, ...]

    def data_of(self, link: LinkSeen) -> Data:  # noqa: ARG002 - for those who have something to say
        """What is wanted back with the address of ``link``: nothing, where the site's rules say what it is."""
        return {}


class RuledLeads(Leads):
    """Those that the rules of the site name, wherever they stand on the page."""

    def __init__(self, page: Page, site: SiteDefinition) -> None:
        self.articles = tuple(links_to(LinkKind.ARTICLE, page, site))
        self.listings = tuple(links_to(LinkKind.LISTING, page, site))


class LearnedLeads(Leads):
    """Those that ``rules`` and the page itself make likely: how its links stand counts from the first page on."""

    def __init__(self, page: Page, site: SiteDefinition, rules: LinkRules) -> None:
        self._address = page.address
        self.links = tuple(
            link for link in links_seen(page) if host_of(link.address) in site.hosts and link.address != page.address
        )
        self._counted = counted(self.links)
        self._rules = learn_from([LinkEvidence(seen=self._counted)], rules)
        by_kind = led_to(self.links, site, self._rules, at=page.address)
        self.articles = tuple(by_kind[LinkKind.ARTICLE])
        self.listings = tuple(by_kind[LinkKind.LISTING])

    def data_of(self, link: LinkSeen) -> Data:
        """How ``link`` stood, which helps to tell what the page behind it is."""
        return found_at(link.place, has_date_near=link.has_date_near)

    def found_as(self, data: Data) -> FoundAs:
        """How the page itself was found, by the ``data`` that came back with it."""
        known = next(self._rules.first_of(patterns_of(self._address)[-1:]), None)
        return FoundAs(
            place=Place(str(data["place"])) if "place" in data else None,
            is_dated=bool(data.get("dated")),
            pattern_leads_to=known.leads_to if known and (known.articles or known.listings) else None,
        )

    def evidence(self, verdict: PageVerdict | None) -> LinkEvidence:
        """What the page tells of its site's links, with the ``verdict`` on itself."""
        return LinkEvidence(seen=self._counted, verdict=verdict)


def leads_of(page: Page, site: SiteDefinition, rules: LinkRules | None) -> Leads:
    """Where the links of ``page`` lead, by the rules of ``site`` where nothing is to be learned (``rules`` is None)."""
    return RuledLeads(page, site) if rules is None else LearnedLeads(page, site, rules)
