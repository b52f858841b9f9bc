"""What a reader of a record should know about its page: signs that a page gives beside its fields."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from pipelines.page.page import Page

_LOCKED_TIERS = ("locked", "metered", "paid", "premium", "subscriber", "subscription", "hard", "soft")
_TIER_METAS = ("article:content_tier", "og:article:content_tier", "content_tier", "article:access", "paywall")
_FREE = "isAccessibleForFree"


class Mark(StrEnum):
    """One sign. A mark never changes what a field says, nor whether an article counts as changed."""

    DATES_DISAGREE = "dates_disagree"  # two of the page's own dates of publication are more than a day apart
    LANGUAGE_DISAGREES = "language_disagrees"  # the text is in another language than the markup declares
    PAYWALLED = "paywalled"  # the page says that the whole text is not for everyone
    LIVE_BLOG = "live_blog"  # the article is written on while it is read
    MULTI_PAGE = "multi_page"  # the article goes on on other pages
    CUT = "cut"  # the page has more blocks of text than are looked at


def is_paywalled(page: Page) -> bool:
    """Whether ``page`` says that its article, or a part of it, cannot be read for free.

    By schema.org's isAccessibleForFree (https://developers.google.com/search/docs/appearance/structured-data/
    paywalled-content) or the content tier of Facebook's and others' meta elements.
    """
    if any(content.strip().lower() in _LOCKED_TIERS for _, content in page.markup.meta(*_TIER_METAS)):
        return True
    return any(_is_closed(node.get(_FREE)) for node in _parts(page))


def _parts(page: Page) -> Iterator[Mapping[str, Any]]:
    article = page.markup.article
    yield article
    parts = article.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            yield part
    if not article:
        yield from page.markup.pages


def _is_closed(stated: Any) -> bool:
    return stated is False or (isinstance(stated, str) and stated.strip().rpartition("/")[2].lower() in ("false", "no"))
