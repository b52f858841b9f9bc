"""From the source of a page to its one tree."""

import re

import lxml.etree
import lxml.html

_EMPTY = b"<html/>"
# lxml looks up the class of each element in Python, at each step of each walk, unless told that there is but one.
_ELEMENTS = lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
_END = re.compile(rb"</(?:body|BODY|html|HTML)>")
_SHOWING = re.compile(rb"<(?!script|style|noscript|iframe|link|meta|img)[A-Za-z]")
_CLOSING = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# Elements that only group others. Without them a page keeps its text and loses its depth.
_GROUPING = re.compile(
    rb"</?(?!(?:html|head|body|title|meta|link|base|script|style|noscript|template|p|br|h[1-6]|a|time)[\s/>])"
    rb"[A-Za-z][^<>]*>"
)


def parse(source: bytes) -> lxml.html.HtmlElement:
    """The root of the tree of ``source``, HTML in UTF-8; an empty html element where it holds none.

    Pages of any size and depth are read. The parser stops at a depth of 2,048; a page deeper than that is read
    without the elements that only group others, since nothing of its text may be lost silently. It also stops at
    the first ``</html>``, which browsers pass over where more follows, and so do we. Raises MemoryError.
    """
    source = _without_early_end(source)
    root, last_error = _parsed(source)
    if last_error is not None and last_error.type == lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        root, _ = _parsed(_GROUPING.sub(b"\n", source))
    if root is None:
        root, _ = _parsed(_EMPTY)
    assert isinstance(root, lxml.html.HtmlElement)
    return root


def _without_early_end(source: bytes) -> bytes:
    """``source`` without the tags that end it, where elements that show something stand behind them."""
    end = _END.search(source)
    if end is None or not _SHOWING.search(source, end.start()):
        return source
    return _CLOSING.sub(b"", source)


def _parsed(source: bytes) -> "tuple[lxml.etree._Element | None, lxml.etree._LogEntry | None]":
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = lxml.etree.fromstring(source, parser)
    except lxml.etree.XMLSyntaxError:  # nothing but white space or comments
        root = None
    last_error = parser.error_log.last_error
    if last_error is not None and last_error.type == lxml.etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError("the parser was refused memory")
    return root, last_error
