"""Links: how they stand on a site's pages, where they lead, and how that is learned from the site itself."""

from pipelines.rules.link_rules import (
    LearnedPattern,
    LinkEvidence,
    LinkKind,
    LinkRules,
    PageKind,
    PageVerdict,
    PatternSeen,
)
from spiders.links.classify import classify, led_to, links_to, looks_like_article
from spiders.links.following import where_it_leads
from spiders.links.kinds import FoundAs, page_kind
from spiders.links.leads import Leads, LearnedLeads, found_at, leads_of
from spiders.links.learning import counted, is_hopeless, learn, learn_from
from spiders.links.patterns import matches, pattern_of, patterns_of
from spiders.links.rows import row_of, rows_of, rules_of
from spiders.links.seen import LinkSeen, Place, links_seen

__all__ = [
    "FoundAs",
    "Leads",
    "LearnedLeads",
    "LearnedPattern",
    "LinkEvidence",
    "LinkKind",
    "LinkRules",
    "LinkSeen",
    "PageKind",
    "PageVerdict",
    "PatternSeen",
    "Place",
    "classify",
    "counted",
    "found_at",
    "is_hopeless",
    "leads_of",
    "learn",
    "learn_from",
    "led_to",
    "links_seen",
    "links_to",
    "looks_like_article",
    "matches",
    "page_kind",
    "pattern_of",
    "patterns_of",
    "row_of",
    "rows_of",
    "rules_of",
    "where_it_leads",
]
