"""Reading one page alone: no crawl, no archive, no network."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import entry_points

from archive.errors import SiteDefinitionError
from pipelines.changes.fingerprint import fingerprint_of
from pipelines.changes.places import Places
from pipelines.extract import extract
from pipelines.normalise import normalise
from pipelines.page.page import Page
from pipelines.record import PageRecord
from pipelines.rules.site_rules import SiteRules
from pipelines.site_memory import without_repeated
from pipelines.validate import validate


def read_page(html: bytes, url: str, site: str | None = None) -> PageRecord:
    """The record of one page: ``html`` as the server sent it, ``url`` the address that answered.

    ``site`` names the site definition to read it with; None reads any page by its markup and text alone.
    A page that is no article has ``refused`` set. Dates are held against the present time: one in the
    future is not believed. Raises SiteDefinitionError for an unknown or broken site definition.
    """
    rules = site_rules(site) if site else SiteRules()
    page = Page(body=html, address=rules.addresses.plain(url), fetched_at=datetime.now(UTC))
    return read(page, rules, address=url)


def read(page: Page, rules: SiteRules, *, address: str, repeated: frozenset[int] = frozenset()) -> PageRecord:
    """The record of ``page``, asked for at ``address``, by ``rules``: extracted, normalised, validated.

    ``repeated`` are the keys of the blocks that are of the site, and of no article. They clean the body, unless the
    site's rules read it; the content hash and the fingerprint are those of the page alone, so that no page seems
    changed because more of its site is known.
    """
    record = validate(normalise(page, extract(page, rules), rules, address=address))
    if record.refused is None:
        record = replace(record, fingerprint=fingerprint_of(record, Places(page.walk)).packed())
    return record if is_read_by_rule(record) else without_repeated(record, repeated)


def is_read_by_rule(record: PageRecord) -> bool:
    """Whether the site's own rules read the body: what a site repeats is then no matter."""
    return record.sources.get("body", "").startswith("site:")


@cache
def site_rules(name: str) -> SiteRules:
    """The rules of the site called ``name``, from whoever offers them as ``newsreel.site_rules``."""
    for offer in entry_points(group="newsreel.site_rules"):
        rules: SiteRules | None = offer.load()(name)
        if rules is not None:
            return rules
    raise SiteDefinitionError(f"no site definition is called {name!r}; see them all with: newsreel sites")
