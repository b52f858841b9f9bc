"""The visible text of a page as lines: what block elements and line breaks separate for a reader's eye."""

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.etree
import lxml.html

from pipelines.page.links import absolute

# Elements a browser shows as blocks (HTML Standard, section 15.3) and those that show no text.
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option
    p pre search section select summary table tbody td tfoot th thead tr ul
    """.split()
)
_SILENT = frozenset(
    """
    head script style noscript template iframe object svg math canvas audio video map textarea datalist
    """.split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line. ``pieces`` are its texts by inline element, ``link`` where its first link leads."""

    text: str
    pieces: tuple[str, ...] = ()
    link: str | None = None


def read_lines(root: lxml.html.HtmlElement, base: str) -> tuple[Line, ...]:
    """The visible lines below ``root`` in document order; links are made absolute against ``base``."""
    lines: list[Line] = []
    pieces: list[str] = []
    link: str | None = None
    for text, href, is_glued in _runs(root):
        if text is None:
            lines.extend(_line(pieces, link))
            pieces, link = [], None
            continue
        if is_glued and pieces:
            pieces[-1] += text
        else:
            pieces.append(text)
        if href and link is None and text.strip():
            link = absolute(base, href)
    return (*lines, *_line(pieces, link))


def _line(pieces: list[str], link: str | None) -> Iterator[Line]:
    text = " ".join("".join(pieces).split())
    if text:
        yield Line(text, tuple(" ".join(piece.split()) for piece in pieces if piece.strip()), link)


def _runs(root: lxml.html.HtmlElement) -> Iterator[tuple[str | None, str | None, bool]]:
    """(text, link it stands in, whether only something unseen parts it from the text before) in document order.

    The text is None where a line ends. No recursion, however deep the page.
    """
    links: list[str | None] = [None]
    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_shown = isinstance(element.tag, str) and element.tag not in _SILENT and not _is_hidden(element)
        if is_shown and element.tag in _BLOCKS:
            yield None, None, False
        if event == "start":
            if not is_shown:
                walk.skip_subtree()
                continue
            if element.tag == "a":
                links.append(element.get("href"))
            yield element.text or "", links[-1], False
            continue
        if element.tag == "a" and is_shown:
            links.pop()
        if element is not root:
            yield element.tail or "", links[-1], not is_shown


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
