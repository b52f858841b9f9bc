"""Where on a page a number speaks of the article itself, and where of something else: a card, a film, a comment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import lxml.html

from pipelines.fields.views.texts import is_unseen, shown_text
from pipelines.page.page import Page
from pipelines.page.text import fold

# Elements whose text is not shown, or speaks of something other than the article around them.
_ELSEWHERE_TAGS = frozenset(
    """
    head option select textarea video audio iframe object canvas
    aside nav figure figcaption blockquote h1 h2 h3 h4 h5 h6
    """.split()
)
_ELSEWHERE_NAMES = re.compile(
    r"""related|recommend|popular|trending|most[-_]?(?:read|view|seen)|side[-_]?bar|teaser|carousel|slider|playlist
    |ranking|read[-_]?(?:more|next|also)|more[-_]?(?:news|stories|articles|from|on)|(?:other|next|prev)[-_]?(?:news|post)
    |(?<![a-z])(?:comments?|replies|respond|disqus|latest|recent)(?:[-_](?:list|area|body|section|item|posts?|news))?(?:\s|$)
    |video|youtube|embed|player|(?<!entry-)(?<!post-)(?<!article-)footer|navbar|tweet""",
    re.VERBOSE | re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CARD_CHARACTERS = 600
_CARD_LEVELS = 8
_MAX_LEVELS = 200
_TITLE_CHARACTERS = 25
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What places on one page are judged by.

    ``above`` are the elements that hold the headline, the innermost first, ``holders`` the same as a set; ``titles``
    what the page calls itself, folded; ``addresses`` its own.
    """

    above: tuple[lxml.html.HtmlElement, ...]
    holders: frozenset[lxml.html.HtmlElement]
    titles: str
    addresses: frozenset[str]


def surroundings(page: Page) -> Surroundings:
    """What places on ``page`` are judged by."""
    named = [*page.markup.titles, *(content for _, content in page.markup.meta("og:title", "twitter:title"))]
    titles = fold("\n".join(named)).casefold()
    headings = list(page.tree.iter("h1")) or [h2 for h2 in page.tree.iter("h2") if _names(shown_text(h2), titles)]
    own = [heading for heading in headings if _names(shown_text(heading), titles)] or headings
    addresses = {page.address, *page.markup.links.get("canonical", ())}
    above = tuple(own[0].iterancestors()) if own else ()
    return Surroundings(above=above, holders=frozenset(above), titles=titles, addresses=frozenset(addresses))


def is_elsewhere(element: lxml.html.HtmlElement, around: Surroundings) -> bool:
    """Whether what stands in ``element`` is hidden or speaks of something else than the page's article."""
    for level, outer in enumerate(chain([element], islice(element.iterancestors(), _MAX_LEVELS))):
        if outer in around.holders or outer.tag in ("body", "html"):
            return False
        if _is_apart(outer, around):
            return True
        if level < _CARD_LEVELS and _is_card(outer, around):
            return True
    return False


def closeness(element: lxml.html.HtmlElement, around: Surroundings) -> int:
    """How closely ``element`` stands by the headline: the depth of the element that holds both, -1 for none."""
    outer = {element, *element.iterancestors()}
    return next((len(around.above) - place for place, holder in enumerate(around.above) if holder in outer), -1)


def is_real_link(element: lxml.html.HtmlElement, around: Surroundings) -> bool:
    """Whether ``element`` is a link that leads to another page."""
    href = (element.get("href") or "").strip() if element.tag == "a" else ""
    leads = href.partition("#")[0]
    return bool(leads) and not leads.lower().startswith("javascript:") and leads not in around.addresses


def _is_apart(element: lxml.html.HtmlElement, around: Surroundings) -> bool:
    if element.tag in _ELSEWHERE_TAGS or is_unseen(element) or is_real_link(element, around):
        return True
    if element.tag == "footer" and not any(outer.tag == "article" for outer in element.iterancestors("article")):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _ELSEWHERE_NAMES.search(names) is not None


def _is_card(element: lxml.html.HtmlElement, around: Surroundings) -> bool:
    """Whether ``element`` is small and shows the headline of another article."""
    if len(shown_text(element, _CARD_CHARACTERS)) > _CARD_CHARACTERS:
        return False
    shown = (*_shown_titles(element, around), *(shown_text(heading) for heading in element.iter(*_HEADINGS)))
    return any(title and not _names(title, around.titles) for title in shown)


def _shown_titles(element: lxml.html.HtmlElement, around: Surroundings) -> Iterator[str]:
    for link in element.iter("a"):
        text = shown_text(link)
        if is_real_link(link, around) and len(text) + len(_WIDE.findall(text)) >= _TITLE_CHARACTERS:
            yield text


def _names(text: str, titles: str) -> bool:
    return bool(text) and text.casefold() in titles
