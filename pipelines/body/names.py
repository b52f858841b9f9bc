"""What class, id and role names say of a box: the words that publishing systems give to parts of a page."""

import re
from collections.abc import Mapping
from functools import lru_cache

# Parts of words and of pairs of words ("read-more"), in the languages of the systems; "$" is the end of a word.
ROLES: Mapping[str, str] = {
    "comments": "comment disqus replies reply respond livefyre talkback kommentar coral",
    "navigation": "nav$ navi navbar navigation menu breadcrumb paginat pager$ pagenav skip-link tabs$ toc$ tablist",
    "author": "byline author autor auteur autore writer contributor bio$ biography profile avatar staff reporter",
    "hidden": (
        "hidden hide$ visually sr-only screen-reader screenreader invisible offscreen noprint no-print "
        "tooltip modal popup popover overlay dropdown cookie consent gdpr onetrust lightbox"
    ),
    "live": "live-blog liveblog live-feed live-post live-ticker liveticker timeline",
    "body": (
        "article-body articlebody article-text article-content articlecontent article-main article-paragraph "
        "story-body storybody story-text story-content story-paragraph entry-content entry-body post-body "
        "post-content post-text body-text body-content body-copy bodytext bodycopy rich-text richtext main-text "
        "main-content content-body content-text content-main text-body text-content articletext "
        "storytext paragraph field-body wysiwyg articulo-cuerpo news-text news-body news-content corps cuerpo "
        "testo$ prose copy$ texto txt"
    ),
    "caption": (
        "caption credit legend bildunter image img photo picture figure figcaption gallery slide slider "
        "slideshow carousel media thumb quelle foto video"
    ),
    "teaser": (
        "teaser card cards tile tiles tout river feed stream listing list-item archive excerpt story-list "
        "grid-item block-link swiper collection package item$ items$ promo-item"
    ),
    "trade": (
        "rating score product price buy shop deal recipe ingredient event poll quiz vote survey game weather stock"
    ),
    "box": (
        "box infobox fact inset callout highlight note sidestory module panel accordion glossar explainer "
        "key-point keypoint kasten"
    ),
    "content": "content main text body primary center page hentry inhalt contenido contenu",
    "article": "article story post entry artikel beitrag news single permalink articolo articulo noticia",
    "related": (
        "relat recommend recirc more-on more-from more-stories more-news more-like more-in more-article also-read "
        "also-like also-in read-more read-next read-also readmore see-also suggest similar next-article "
        "next-post next-story prev up-next upnext outbrain taboola zergnet dont-miss weitere verwandt inline-link "
        "crosslink interlink link-box linkbox link-list linklist"
    ),
    "date": "date$ dateline time$ timestamp publish published updated datum posted-on pubdate",
    "side": "sidebar side-bar side-col rail aside widget secondary complementary column-right right-col marginal",
    "share": "share sharing shares social facebook twitter whatsapp follow sns addthis addtoany",
    "summary": (
        "summary standfirst lead$ lede intro deck dek$ subtitle sub-title sub-head subhead vorspann chapo "
        "abstract description desc$ strapline entradilla bajada synopsis ingress teasertext"
    ),
    "promotion": (
        "promo newsletter subscri signup sign-up cta call-to marketing donat membership abo$ abonn upsell "
        "offer piano paywall regwall register login signin"
    ),
    "advert": (
        "ad$ ads$ adv$ advert adslot adunit sponsor banner dfp gpt anzeige publicit partner affiliat commerc shopping"
    ),
    "popular": (
        "popular trending most-read most-viewed mostread top-stories top-news latest recent ranking "
        "meistgelesen hot-news ticker breaking headlines"
    ),
    "embed": "tweet instagram embed tiktok fb-post oembed",
    "meta": (
        "meta info$ detail toolbar tools utility action actions button buttons btn print tag$ tags tagged "
        "topic categor keyword label footer header"
    ),
}
BIT: Mapping[str, int] = {role: 1 << place for place, role in enumerate(ROLES)}

_WORD = re.compile(r"[A-Z]?[a-zäöüß]+|[A-Z]+(?![a-z])|\d+")
# Says of an article whether it may be commented on, and of no box that it holds comments; that a field's label is
# hidden (Drupal), or the box on some screens or where it overflows only (Bootstrap, Bulma, Foundation, Tailwind).
_STATE = re.compile(
    r"comments?-(?:open|closed|enabled|allowed|off|on)\b|\b(?:has|no|with|hide)-comments?\b|"
    r"label-(?:visually[-_])?hidden\b|overflow(?:-[xy])?-hidden\b|"
    r"\bhid(?:den|e)-(?:for-|on-)?(?:small|medium|large|xs|sm|md|lg|xl|print|phone|mobile|tablet|touch|desktop)\b|"
    r"\b(?:xs|sm|md|lg|xl|print|mobile|tablet|desktop):hidden\b"
)
_CACHED_NAMES = 65_536
_SHORT = 4
_Stems = tuple[tuple[str, int], ...]


def _tables() -> tuple[dict[str, int], dict[str, int], dict[str, _Stems], dict[str, _Stems]]:
    """The words of all roles: whole ones, short beginnings, longer stems by their first five letters, and pairs.

    A short word counts only where another begins with it, since it stands in others by chance. Pairs are by their
    first word, which must be whole.
    """
    whole: dict[str, int] = {}
    short: dict[str, int] = {}
    long: dict[str, _Stems] = {}
    pairs: dict[str, _Stems] = {}
    for role, text in ROLES.items():
        for word in text.split():
            first, is_pair, second = word.partition("-")
            if is_pair:
                pairs[first] = (*pairs.get(first, ()), (second, BIT[role]))
            elif word.endswith("$"):
                whole[word[:-1]] = whole.get(word[:-1], 0) | BIT[role]
            elif len(word) <= _SHORT:
                short[word] = short.get(word, 0) | BIT[role]
            else:
                long[word[: _SHORT + 1]] = (*long.get(word[: _SHORT + 1], ()), (word, BIT[role]))
    return whole, short, long, pairs


_WHOLE, _BEGINNINGS, _STEMS, _PAIRS = _tables()


@lru_cache(maxsize=_CACHED_NAMES)
def roles_of(names: str) -> int:
    """The roles that ``names``, the class, id and other names of a box, speak of, as a sum of ``BIT`` values."""
    roles = 0
    for name in names.split():
        roles |= _roles_of_name(name)
    return roles


@lru_cache(maxsize=_CACHED_NAMES)
def _roles_of_name(name: str) -> int:
    if "omment" in name or "hid" in name:
        name = _STATE.sub("", name)
    roles = 0
    before = ""
    for word in _WORD.findall(name):
        lower = word.lower()
        roles |= _roles_of_word(lower)
        if before in _PAIRS:
            for second, bit in _PAIRS[before]:
                roles |= bit if lower.startswith(second) else 0
        before = lower
    return roles


@lru_cache(maxsize=_CACHED_NAMES)
def _roles_of_word(word: str) -> int:
    roles = _WHOLE.get(word, 0)
    for size in range(2, _SHORT + 1):
        roles |= _BEGINNINGS.get(word[:size], 0)
    for at in range(len(word) - _SHORT):
        for stem, bit in _STEMS.get(word[at : at + _SHORT + 1], ()):
            if word.startswith(stem, at):
                roles |= bit
    return roles
