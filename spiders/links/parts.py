"""The parts of a page that hold no article: its navigation, its footer, what stands aside; told by tags and names."""

import re
from functools import lru_cache

import lxml.html

NAVIGATION, FOOTER, ASIDE = "navigation", "footer", "aside"
_TAGS = {"nav": NAVIGATION, "menu": NAVIGATION, "aside": ASIDE}
# Those that are of the page only where no smaller whole stands around them.
_TAGS_OF_THE_PAGE = {"header": NAVIGATION, "footer": FOOTER}
_WHOLES = ("article", "main", "section", "li")
_ROLES = {
    "navigation": NAVIGATION,
    "menu": NAVIGATION,
    "menubar": NAVIGATION,
    "tablist": NAVIGATION,
    "banner": NAVIGATION,
    "contentinfo": FOOTER,
    "complementary": ASIDE,
}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMES = {
    NAVIGATION: frozenset(
        """
        nav navbar navigation navi menu menus menubar submenu breadcrumb breadcrumbs topbar toolbar pagination pager
        pagenav paging tabs langs languages language switcher skip hamburger offcanvas
        """.split()
    ),
    FOOTER: frozenset("footer colophon imprint copyright siteinfo".split()),
    ASIDE: frozenset(
        """
        sidebar aside widget widgets related recommended recommendations popular trending outbrain taboola promo
        comments comment complementary rail
        """.split()
    ),
}
# What holds one of these holds the page's own matter, however it is named.
_MATTER = ("main", "article", "h1")


def part_of(element: lxml.html.HtmlElement) -> str | None:
    """The part of its page that ``element`` itself is, or None."""
    if not isinstance(element.tag, str) or element.tag in ("body", "html"):
        return None
    part = _TAGS.get(element.tag) or _ROLES.get(element.get("role") or "")
    if part:
        return part
    if element.tag in _TAGS_OF_THE_PAGE:
        is_small = next(element.iterancestors(*_WHOLES), None) is not None
        return None if is_small else _TAGS_OF_THE_PAGE[element.tag]
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    named = _part_named(names) if len(names) > 1 else None
    return named if named and next(element.iter(*_MATTER), None) is None else None


@lru_cache(maxsize=8192)
def _part_named(names: str) -> str | None:
    words = {word.lower() for word in _WORD.findall(names[:300])}
    return next((part for part, known in _NAMES.items() if not known.isdisjoint(words)), None)
