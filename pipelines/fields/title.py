"""The headline: what most of a page's own titles agree on, the visible one before the declared ones."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.fields.candidate import Candidate
from pipelines.page.page import Page
from pipelines.page.site_names import folded
from pipelines.page.text import fold, shown_text, unescaped

_WORD = re.compile(r"\w+")
# ㅣ is a Korean letter, used for a bar by Korean sites.
_SEPARATOR = re.compile(r"\s+[\-–—•·:»›/~]+\s+|\s*[|｜ㅣ]+\s*")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_CUT_SHORT = ("…", "...")
_AGREEMENT = 0.5  # share of common words from which a heading and a declared title are one title
_MAX_HEADING_CHARACTERS = 400
_MAX_TITLE_CHARACTERS = 1_000  # what is longer is no title
_MAX_SITE_NAME_WORDS = 5
_MIN_HEADLINE_WORDS = 3
_METAS = ("og:title", "twitter:title", "headline", "parsely-title", "dc.title")
_HEADING = "element:h1"
_NAME = "json-ld:name"
# How far a place is to be believed when titles differ; places that say the same add up.
_WEIGHTS = {
    "json-ld:headline": 1.2,
    _HEADING: 1.0,
    "meta:og:title": 0.8,
    "meta:twitter:title": 0.3,
    "meta:headline": 1.2,
}
_OTHER_WEIGHT = 0.01  # titles made for browser tabs and search engines decide only where nothing else is there
_LONE_WEIGHT = 1.5
_MIN_LONE_WORDS = 4
_NO_AGREEMENT = 0.2  # what is left of a heading's weight where no declared title agrees with it


def read_title(page: Page) -> Iterator[Candidate[str]]:
    """The titles of ``page``, the one most of its places agree on first; the heading stands for those that say it."""
    declared = list(declared_titles(page))
    headings = [Candidate(text, _HEADING) for text in _headings(page)]
    agreed = max(headings, key=lambda heading: _agreement(heading.value, declared), default=None)
    titles = [*([agreed] if agreed else []), *declared]
    said: dict[str, list[Candidate[str]]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    for title in titles:
        text = _whole(_bare(title, titles), declared)
        key = folded(text).replace(" ", "") or text
        said[key].append(Candidate(text, title.source))
        weights[key] += _weight(title, declared, len(headings))
    for key, titles_said in said.items():
        weights[key] += _LONE_WEIGHT if _is_editors(titles_said, list(said.values())) else 0
    total = sum(weights.values())
    for key in sorted(weights, key=weights.__getitem__, reverse=True):
        title = _well_spaced(said[key])
        yield Candidate(title.value, title.source, weights[key] / total)
    for heading in headings:
        yield Candidate(heading.value, _HEADING, 0.1)


def declared_titles(page: Page) -> Iterator[Candidate[str]]:
    """The titles ``page`` declares in its markup, the site's name cut off."""
    names = page.site_names
    shown = [folded(heading) for heading in _headings(page)]
    headline = page.markup.article.get("headline") or page.markup.article.get("name")
    if isinstance(headline, str) and headline.strip() and len(headline) <= _MAX_TITLE_CHARACTERS:
        title = without_site_name(plain(headline), names, is_short=False)
        shown.append(folded(title))
        yield Candidate(title, "json-ld:headline")
        name = page.markup.article.get("name")
        if isinstance(name, str) and name != headline and 0 < len(name) <= _MAX_TITLE_CHARACTERS:
            yield Candidate(without_site_name(plain(name), names), _NAME)
    stated = [(f"meta:{name}", content) for name, content in page.markup.meta(*_METAS)]
    stated += [("element:title", title) for title in page.markup.titles[:1] if title.strip()]
    for source, text in stated:
        if len(text) > _MAX_TITLE_CHARACTERS:
            continue
        title = plain(text)
        said = folded(title)
        is_shown = any(said in other for other in shown)  # a title that is shown whole bears no site's name
        yield Candidate(without_site_name(title, names, is_short=not is_shown), source)


def plain(title: str) -> str:
    """``title`` without the entities and elements that some sites leave in it."""
    text = unescaped(title)
    return fold(_TAG.sub("", text)) if "<" in text else text


def without_site_name(title: str, names: frozenset[str] = frozenset(), *, is_short: bool = True) -> str:
    """``title`` without a last or first part that is one of ``names``, folded.

    With ``is_short``, any short last part such as "… | Example News" is taken for the site's name.
    """
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    head, tail = title[: separators[-1].start()].strip(), title[separators[-1].end() :]
    is_cut = is_short and 0 < len(_words(tail)) <= _MAX_SITE_NAME_WORDS and len(_words(head)) >= _MIN_HEADLINE_WORDS
    if head and (folded(tail) in names or is_cut):
        return head
    front, rest = title[: separators[0].start()], title[separators[0].end() :].strip()
    return rest if rest and folded(front) in names else title


def _bare(title: Candidate[str], others: Sequence[Candidate[str]]) -> str:
    """``title``, or another title that stands in it with no more than a few words before or behind a separator."""
    if title.source in (_HEADING, "json-ld:headline"):
        return title.value
    said_by = {folded(other.value) for other in others} if _SEPARATOR.search(title.value) else set()
    for separator in _SEPARATOR.finditer(title.value):
        parts = title.value[: separator.start()].strip(), title.value[separator.end() :].strip()
        for part, rest in (parts, parts[::-1]):
            if len(_words(rest)) <= _MAX_SITE_NAME_WORDS and folded(part) in said_by:
                return part
    return title.value


def _whole(title: str, declared: Sequence[Candidate[str]]) -> str:
    """``title``, or the declared one it was cut short from."""
    if not title.endswith(_CUT_SHORT):
        return title
    begun = title.rstrip(".… ")
    return next((other.value for other in declared if other.value != title and other.value.startswith(begun)), title)


def _is_editors(titles: Sequence[Candidate[str]], groups: Sequence[Sequence[Candidate[str]]]) -> bool:
    """Whether ``titles`` are a JSON-LD headline alone against one title that all other places say.

    Where a search title takes the place of the heading and of the title element alike, the headline that the editors
    wrote is left in JSON-LD: so in five of seven pages of which the truth is known.
    """
    others = [{title.source for title in group} for group in groups if group is not titles]
    is_alone = [title.source for title in titles] == ["json-ld:headline"]
    is_whole = len(_words(titles[0].value)) >= _MIN_LONE_WORDS and not titles[0].value.endswith(_CUT_SHORT)
    is_opposed = len(others) == 1 and others[0] >= {_HEADING, "meta:og:title", "element:title"}
    return is_alone and is_whole and is_opposed and _NAME not in others[0]


def _well_spaced(titles: Sequence[Candidate[str]]) -> Candidate[str]:
    """The first of titles that say the same, unless its words run together where all others part them."""
    spaces = [folded(title.value).count(" ") for title in titles]
    return titles[1] if len(titles) > 1 and spaces[0] < min(spaces[1:]) else titles[0]


def _weight(title: Candidate[str], declared: Sequence[Candidate[str]], headings: int) -> float:
    """How far ``title`` is to be believed on a page with so many ``headings``."""
    weight = _WEIGHTS.get(title.source, _OTHER_WEIGHT)
    agreement = _agreement(title.value, declared) if title.source == _HEADING and declared else 1.0
    if agreement >= _AGREEMENT:
        return weight
    # Sites write other titles for search engines and networks than for their readers, who see one long heading.
    is_lone = headings == 1 and len(_words(title.value)) >= _MIN_LONE_WORDS and agreement > 0
    return _LONE_WEIGHT if is_lone else weight * _NO_AGREEMENT


def _headings(page: Page) -> list[str]:
    texts = (fold(shown_text(element)) for element in page.markup.headings)
    return [text for text in texts if text and len(text) <= _MAX_HEADING_CHARACTERS]


def _agreement(heading: str, declared: Sequence[Candidate[str]]) -> float:
    """The largest share of words that ``heading`` has in common with a declared title or a long part of one."""
    words = set(_words(heading))
    return max((_share(words, set(_words(part))) for title in declared for part in _long_parts(title.value)), default=0)


def _long_parts(title: str) -> Iterator[str]:
    yield title
    for separator in _SEPARATOR.finditer(title):
        if len(_words(title[: separator.start()])) >= _MIN_HEADLINE_WORDS:
            yield title[: separator.start()]


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
