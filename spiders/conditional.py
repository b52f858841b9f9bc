"""Asking for a page only if it changed: which requests carry validators, and what a 304 stands for."""

from dataclasses import replace
from http import HTTPStatus

from scrapy.http import Request, Response

from archive.ledger import Task
from archive.outcomes import Family, Outcome
from pipelines.address_data import LISTING_DEPTH, is_further_page
from pipelines.content import Kind
from pipelines.revisit.memory import VisitMemory
from pipelines.revisit.validators import NONE, Validators, as_found, is_check_due, may_be_as_before
from pipelines.rules.addresses import host_of
from pipelines.rules.link_rules import LinkRules
from pipelines.run import CrawlRun
from pipelines.visit import Visit
from spiders.fingerprint import links_of, reading_of
from spiders.site import SiteDefinition
from spiders.traps import shape_of

VALIDATORS = "validators"
"""The key of a request's meta under which its `Validators` go to whoever sends it."""
WIRE_BYTES = "wire_bytes"
"""The key under which the length of its answer comes back: head and body, as they came over the wire."""
IF_NONE_MATCH = "If-None-Match"
IF_MODIFIED_SINCE = "If-Modified-Since"

_KIND_OF = {Outcome.LISTING: Kind.LISTING, Outcome.FEED: Kind.FEED, Outcome.SITEMAP: Kind.SITEMAP}


class Conditional:
    """How ``run``, a crawl of ``site``, asks for what it knows."""

    def __init__(self, site: SiteDefinition, run: CrawlRun) -> None:
        self._run = run
        self._reading = reading_of(site)
        self._links: LinkRules | None = None
        self._read_by = f"{self._reading}."

    @property
    def read_by(self) -> str:
        """The fingerprint of what a page is read by now."""
        links = self._run.links.rules if self._run.links else None
        if links is not self._links:
            self._links = links
            self._read_by = f"{self._reading}.{links_of(links)}"
        return self._read_by

    def validators(self, task: Task) -> Validators:
        """What the request for ``task`` is to carry; `NONE`: the page is asked for whole."""
        if task.etag is None and task.last_modified is None:
            return NONE
        memory = VisitMemory.unpacked(task.history)
        if not may_be_as_before(task, memory, read_by=self.read_by, bounds=self._run.bounds):
            return NONE
        if is_check_due(task, memory) or _is_of_series(task):
            return NONE
        given = Validators(etag=task.etag, last_modified=task.last_modified, of=memory.answered_at)
        return self._run.servers.usable(host_of(given.of or task.address), given)


def headers_of(validators: Validators) -> dict[str, str]:
    """The headers of a request that carries ``validators``."""
    headers = {IF_NONE_MATCH: validators.etag, IF_MODIFIED_SINCE: validators.last_modified}
    return {name: value for name, value in headers.items() if value is not None}


def is_conditional(request: Request) -> bool:
    """Whether ``request`` carries validators."""
    return IF_NONE_MATCH in request.headers or IF_MODIFIED_SINCE in request.headers


def is_not_modified(request: Request, response: Response) -> bool:
    """Whether ``response`` says that the page is as it was, to a ``request`` that asked."""
    return response.status == HTTPStatus.NOT_MODIFIED and is_conditional(request)


def as_before(visit: Visit, task: Task) -> Visit:
    """``visit`` of ``task``, whose page has not changed, with how it ended the last time and where its page leads.

    The end of an article is left open: the archive knows it, and whether this run has met it already.
    """
    outcome = task.outcome
    assert outcome is not None
    is_article = outcome.family is Family.ARTICLE
    return replace(
        visit,
        is_not_modified=True,
        kind=Kind.ARTICLE if is_article else _KIND_OF.get(outcome, visit.kind),
        outcome=None if is_article else outcome,
        detail=None,
        body_bytes=None,
        page=None,
        found=() if is_article else as_found(visit.memory),
    )


def _is_of_series(task: Task) -> bool:
    """Whether ``task`` is one of many listings made by numbers or choices, of which the gate counts how many led to
    nothing new: only their pages tell.
    """  # noqa: D205
    is_guessed = task.kind == Kind.LISTING and LISTING_DEPTH in task.data and not is_further_page(task.data)
    return is_guessed and shape_of(task.address).is_series
