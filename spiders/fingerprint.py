"""A fingerprint of how a site's pages are read: the same in every process, another where the definition reads anew."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum

from archive.version import __version__
from pipelines.revisit.settings import DEFAULT
from pipelines.rules.link_rules import LinkRules
from spiders.site import SiteDefinition


def reading_of(site: SiteDefinition) -> str:
    """The fingerprint of what newsreel and ``site``, its definition, make of a page, whatever paces a crawl."""
    rules = replace(site.rules, revisit=DEFAULT)
    parts = (rules, site.hosts, site.listings, site.links, site.budgets, site.has_memory)
    return _digest([__version__, *parts])


def links_of(rules: LinkRules | None) -> str:
    """The fingerprint of where links are known to lead; empty where a site's own rule says so."""
    if rules is None:
        return ""
    return _digest({one.pattern: one.leads_to for one in rules if one.leads_to is not None})


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(_plain(value)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _plain(value: object) -> object:
    """``value`` as nested tuples whose text is the same wherever it is made, whatever the order of sets."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, re.Pattern):
        return ("pattern", value.pattern, value.flags)
    if is_dataclass(value):
        told = ((one.name, _plain(getattr(value, one.name))) for one in fields(value) if one.compare)
        return (type(value).__name__, *told)
    if isinstance(value, Mapping):
        return ("mapping", *sorted(((_plain(key), _plain(one)) for key, one in value.items()), key=repr))
    if isinstance(value, (set, frozenset)):
        return ("set", *sorted((_plain(one) for one in value), key=repr))
    return ("list", *(_plain(one) for one in value)) if isinstance(value, (list, tuple)) else value
