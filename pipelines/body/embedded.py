"""The article of a page that shows none before its scripts run: HTML kept in a script as a string."""

import json
import re

import lxml.etree
import lxml.html

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_MIN_CHARS = 200
_MAX_SCRIPT_CHARS = 2_000_000


def embedded_article(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The longest string with paragraphs in the scripts below ``root``, parsed; None where there is none.

    Publishing systems hand an article to the browser so, as JSON in a script. Scripts of more than two million
    characters are not read.
    """
    found = ""
    for script in root.iter("script"):
        source = script.text or ""
        if _MIN_CHARS <= len(source) <= _MAX_SCRIPT_CHARS:
            for match in _STRING.finditer(source):
                text = _decoded(match[0]) if len(match[0]) > max(len(found), _MIN_CHARS) else ""
                if len(text) > len(found) and _PARAGRAPH.search(text):
                    found = text
    if not found:
        return None
    try:
        return lxml.html.fragment_fromstring(found, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):  # characters no document may have
        return None


def _decoded(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:  # a string of JavaScript that is none of JSON
        return ""
