"""Text as it stands in a page: white space and entities."""

import html

from parsel import Selector


def fold(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def unescaped(text: str) -> str:
    """``text`` of an attribute or of JSON, where some sites escape a second time."""
    return fold(html.unescape(text))


def text_of(match: Selector) -> str:
    """The whole text of an element that a selector found, or the text or attribute it found."""
    is_element = hasattr(match.root, "tag")
    return fold(match.xpath("string()").get(default="") if is_element else match.get())
