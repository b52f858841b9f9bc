"""The visible text of a page as lines: what block elements and line breaks separate for a reader's eye."""

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.etree
import lxml.html

from pipelines.page.links import absolute

# Elements a browser shows as blocks (HTML Standard, section 15.3) and those that show nothing.
_BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option "
    "p pre search section select summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "head script style noscript template iframe object svg math canvas audio video map textarea datalist".split()
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
    for text, href, ends_line in _runs(root):
        if ends_line:
            line = _line(pieces, link)
            if line:
                lines.append(line)
            pieces, link = [], None
        elif text:
            pieces.append(text)
            if href and link is None and text.strip():
                link = absolute(base, href)
    line = _line(pieces, link)
    return (*lines, line) if line else tuple(lines)


def _line(pieces: list[str], link: str | None) -> Line | None:
    text = " ".join("".join(pieces).split())
    if not text:
        return None
    return Line(text, tuple(" ".join(piece.split()) for piece in pieces if piece.strip()), link)


def _runs(root: lxml.html.HtmlElement) -> Iterator[tuple[str | None, str | None, bool]]:
    """(text, link it stands in, whether a line ends here) in document order; no recursion, however deep."""
    hrefs: list[str] = []
    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SILENT or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield None, None, True
            if tag == "a" and element.get("href"):
                hrefs.append(element.get("href"))
            yield element.text, hrefs[-1] if hrefs else None, False
        else:
            if event == "end":
                if tag in _BLOCKS and tag not in _SILENT:
                    yield None, None, True
                if tag == "a" and element.get("href") and hrefs and not _is_hidden(element):
                    hrefs.pop()
            if element is not root:
                yield element.tail, hrefs[-1] if hrefs else None, False


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
