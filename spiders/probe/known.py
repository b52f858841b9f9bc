"""What a probe knows of its site at a moment: its answers, and what follows from all of them together."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkEvidence, LinkKind, LinkRules, PageKind
from spiders.links import LinkSeen, Place, counted, learn_from, led_to
from spiders.probe.answer import Answer, Robots, What
from spiders.probe.facts import PageFacts
from spiders.probe.hosts import is_same_site
from spiders.probe.source_facts import SourceFacts
from spiders.site import SiteDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page that may list articles: the addresses of those, and of other lists, those in its navigation first."""

    facts: PageFacts
    articles: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """The ``answers`` of the site at ``address``, in the order of asking; ``site`` is its definition so far."""

    address: str
    site: SiteDefinition
    robots: Robots = field(default_factory=Robots)
    answers: tuple[Answer, ...] = ()

    @cached_property
    def rules(self) -> LinkRules:
        """What the links and pages seen so far show of where links lead."""
        return learn_from(self._evidence(), LinkRules())

    @cached_property
    def lists(self) -> tuple[ListPage, ...]:
        """The pages asked for as lists that came, and those asked for as articles that turned out to be lists."""
        return tuple(map(self._list, self._list_pages))

    @property
    def editions(self) -> tuple[str, ...]:
        """The pages looked at in other languages that were not looked at themselves, each once."""
        seen = {page.address for page in self._list_pages}
        return tuple(dict.fromkeys(edition for edition in self._editions if edition not in seen))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the site so far: also those of its editions."""
        return self.site.hosts | {host_of(edition) for edition in self._editions}

    @property
    def sources(self) -> Iterator[SourceFacts]:
        """The feeds and sitemaps that could be read."""
        return (answer.source for answer in self.answers if answer.source)

    @property
    def has_article(self) -> bool:
        """Whether a page was read that is an article."""
        samples = (answer.sample for answer in self.answers if answer.sample)
        return any(sample.verdict.kind is PageKind.ARTICLE for sample in samples)

    def of(self, what: What) -> list[Answer]:
        """The answers to wishes for ``what``."""
        return [answer for answer in self.answers if answer.wish.what is what]

    @property
    def _list_pages(self) -> list[PageFacts]:
        return [answer.page for answer in self.answers if answer.page and _is_list(answer)]

    @property
    def _editions(self) -> Iterator[str]:
        found = (edition for page in self._list_pages for edition in page.editions)
        return (edition for edition in found if is_same_site(edition, self.address))

    def _evidence(self) -> Iterator[LinkEvidence]:
        for answer in self.answers:
            if answer.page:
                # Of a list that stood among articles, nothing follows for others of its shape.
                verdict = answer.sample.verdict if answer.sample and not _is_list(answer) else None
                yield LinkEvidence(seen=counted(answer.page.links), verdict=verdict)

    def _list(self, page: PageFacts) -> ListPage:
        by_kind = led_to(page.links, replace(self.site, hosts=self.hosts), self.rules)
        sections = sorted(by_kind[LinkKind.LISTING], key=_is_elsewhere)
        return ListPage(
            facts=page,
            articles=tuple(link.address for link in by_kind[LinkKind.ARTICLE]),
            sections=tuple(link.address for link in sections if link.address != page.next_page),
        )


def _is_list(answer: Answer) -> bool:
    return answer.wish.what is not What.ARTICLE or (
        answer.sample is not None and answer.sample.verdict.kind is PageKind.LISTING
    )


def _is_elsewhere(link: LinkSeen) -> bool:
    return link.place is not Place.NAVIGATION
