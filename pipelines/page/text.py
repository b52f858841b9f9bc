"""Text as it stands in a page: white space and entities."""

import html
from collections.abc import Iterator

import lxml.etree
import lxml.html
from parsel import Selector

_UNSEEN = ("script", "style", "noscript", "template")


def fold(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def unescaped(text: str) -> str:
    """``text`` of an attribute or of JSON, where some sites escape a second time."""
    return fold(html.unescape(text))


def shown_text(element: lxml.html.HtmlElement) -> str:
    """The text within ``element``, white space as it stands, without comments, scripts and styles."""
    if len(element) == 0:
        return element.text or ""
    if next(element.iter(*_UNSEEN), None) is None:
        return str(lxml.etree.tostring(element, method="text", encoding="unicode", with_tail=False))
    return "".join(_texts_beside_unseen(element))


def _texts_beside_unseen(element: lxml.html.HtmlElement) -> Iterator[str]:
    walk = lxml.etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        is_seen = isinstance(node.tag, str) and node.tag not in _UNSEEN
        if event == "start" and is_seen:
            yield node.text or ""
        elif event == "start":
            walk.skip_subtree()
        elif node is not element:
            yield node.tail or ""


def text_of(match: Selector) -> str:
    """The whole text of an element that a selector found, or the text or attribute it found."""
    is_element = hasattr(match.root, "tag")
    return fold(match.xpath("string()").get(default="") if is_element else match.get())
