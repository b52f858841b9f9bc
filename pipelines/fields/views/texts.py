"""The texts a page shows and where they stand, as if nothing unseen parted them: no comment, no script."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import lxml.etree
import lxml.html

Element: TypeAlias = lxml.html.HtmlElement

_UNSEEN_TAGS = frozenset("script style noscript template".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the page and the element it stands in; ``opens`` it, or comes after an element in it.

    An element that was asked for is a place of its own, without a text.
    """

    text: str
    element: Element
    opens: bool = True

    def is_in_a_sentence(self) -> bool:
        """Whether words of a sentence go on right before or after this text, which has an element of its own."""
        element, parent = self.element, self.element.getparent()
        if not self.opens or parent is None or element.tag in ("p", "div", "li", "td", "section"):
            return False
        behind = _text_after(element).lstrip()[:1]
        if behind.islower() or (behind and behind in ".,;!?"):
            return True
        return parent.tag == "p" and _text_before(element).rstrip()[-1:].isalpha() and element.tag != "span"


def is_unseen(element: Element) -> bool:
    """Whether a browser shows nothing of ``element``: a comment, a script, what is hidden."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN_TAGS or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def places_of(root: Element, marks: Collection[Element] = ()) -> Iterator[Place]:
    """The texts below ``root`` that are not white space, and the elements ``marks``, in document order."""
    pieces: list[str] = []
    holder, opens = root, True
    for is_piece, element, text in _walk(root):
        if is_piece:
            pieces.append(text)
            continue
        if whole := "".join(pieces).strip():
            yield Place(whole, holder, opens)
        holder, opens = element, text == _OPENS
        pieces = []
        if opens and element in marks:
            yield Place("", element)
    if whole := "".join(pieces).strip():
        yield Place(whole, holder, opens)


_OPENS, _GOES_ON = "opens", "goes on"


def _walk(root: Element) -> Iterator[tuple[bool, Element, str]]:
    """Pieces of text, (True, …, piece), and where others begin: (False, their element, whether they open it)."""
    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        unseen = is_unseen(element)
        if event == "start":
            if unseen:
                walk.skip_subtree()
                continue
            yield False, element, _OPENS
            yield True, element, element.text or ""
        elif element is not root:
            if not unseen:
                yield False, element.getparent(), _GOES_ON
            yield True, element, element.tail or ""


def shown_text(element: Element, most: int | None = None) -> str:
    """What ``element`` shows, white space folded; it may be cut once it is longer than ``most`` characters."""
    pieces: list[str] = []
    length = 0
    for is_piece, _, text in _walk(element):
        if is_piece:
            pieces.append(text)
            length += len(text.strip())
            if most is not None and length > most:
                break
    return " ".join("".join(pieces).split())


def first_text(element: Element) -> str:
    """The text with which ``element`` begins; empty where something without a text comes first, such as an icon."""
    pieces: list[str] = []
    for is_piece, _, text in _walk(element):
        if is_piece:
            pieces.append(text)
        elif text == _GOES_ON or "".join(pieces).strip():
            break
    return "".join(pieces).strip()


def _text_after(element: Element) -> str:
    pieces = [element.tail or ""]
    for sibling in element.itersiblings():
        if not is_unseen(sibling):
            break
        pieces.append(sibling.tail or "")
    return "".join(pieces)


def _text_before(element: Element) -> str:
    pieces: list[str] = []
    for sibling in element.itersiblings(preceding=True):
        pieces.append(sibling.tail or "")
        if not is_unseen(sibling):
            break
    else:
        parent = element.getparent()
        pieces.append((parent.text if parent is not None else None) or "")
    return "".join(reversed(pieces))
