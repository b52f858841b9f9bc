"""One fetched page: its bytes, where and when they came from, and the one parse that all readers share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import lxml.html
import parsel

from pipelines.body.walk import Walk, walk
from pipelines.page.decoding import decoded, utf_8
from pipelines.page.marked import MarkedElements, read_marked
from pipelines.page.parsing import parse
from pipelines.page.site_names import read_site_names
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
        """The page's source, decoded by byte-order mark, header, meta element or by what its bytes look like."""
        return decoded(self.body, self.content_type)

    @cached_property
    def source(self) -> bytes:
        """The page's source in UTF-8, which what is looked for without the tree is looked for in."""
        return self.body if utf_8(self.body) is not None else self.text.encode()

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        """The root element of the parse."""
        return parse(self.source)

    @cached_property
    def selector(self) -> parsel.Selector:
        """The parsed page, for CSS and XPath; its tree is ``tree``."""
        return parsel.Selector(root=self.tree, type="html")

    @cached_property
    def base(self) -> str:
        """What the page's relative addresses are relative to."""
        return self.markup.base

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
        return read_markup(self.tree, self.address)

    @cached_property
    def site_names(self) -> frozenset[str]:
        """What the page's site calls itself, folded."""
        return read_site_names(self.markup, self.address)

    @cached_property
    def marked(self) -> MarkedElements:
        """The elements marked as dates, authors or properties."""
        return read_marked(self.tree, is_rdfa=b"typeof=" in self.body)

    def properties(self, name: str) -> Sequence[lxml.html.HtmlElement]:
        """The elements marked as microdata's or RDFa's property ``name``."""
        # Few pages have properties; the bytes tell sooner than a walk.
        return self.marked.property(name) if name.encode() in self.body else ()
