"""One fetched page: its bytes, where and when they came from, and the one parse that all readers share."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import lxml.etree
import lxml.html
import parsel
from w3lib.encoding import html_to_unicode

from pipelines.body.walk import Walk, walk
from pipelines.page.links import base_address
from pipelines.page.structured import Markup, read_markup
from pipelines.page.visible import Line, read_lines


@dataclass(frozen=True, kw_only=True)
class Page:
    """An HTML page as it was answered. Everything derived from the bytes is computed once, on first use.

    ``address`` is the final address, after redirects; ``content_type`` the header as sent, if any.
    The tree is shared by all readers and never changed.
    """

    body: bytes = field(repr=False)
    address: str
    fetched_at: datetime
    content_type: str | None = None

    @cached_property
    def text(self) -> str:
        """The page's source, decoded by byte-order mark, header, meta element or as UTF-8."""
        try:
            _, text = html_to_unicode(self.content_type, self.body, default_encoding="utf-8")
            text.encode("utf-8")
        except (LookupError, UnicodeError):  # a page may name a codec of Python that is no encoding of text
            return self.body.decode("utf-8", "replace")
        return text

    @cached_property
    def selector(self) -> parsel.Selector:
        """The parsed page, for CSS and XPath."""
        return parsel.Selector(text=self.text or "<html/>", type="html")

    @property
    def tree(self) -> lxml.html.HtmlElement:
        """The root element of the parse."""
        root: lxml.html.HtmlElement = self.selector.root
        return root

    @cached_property
    def base(self) -> str:
        """What the page's relative addresses are relative to."""
        return base_address(self.tree, self.address)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What a reader sees, line by line, in document order."""
        return read_lines(self.tree, self.base)

    @cached_property
    def walk(self) -> Walk:
        """The page's blocks of text, and the boxes they stand in."""
        body = self.tree.find("body")
        return walk(self.tree if body is None else body)

    @cached_property
    def markup(self) -> Markup:
        """What the page declares about itself: JSON-LD, meta elements, links."""
        return read_markup(self.tree, self.base)
