"""How the pages of one shape look: its name, navigation, footer and the kind of markup."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.localsite.shapes.writing.languages import Language, Words, language

Links = tuple[tuple[str, str], ...]
"""Pairs of words and address."""


class Entries(StrEnum):
    """The markup of a listing's entries."""

    CARDS = "cards"
    TEASERS = "teasers"
    ROWS = "rows"
    TABLE = "table"
    DEFINITIONS = "definitions"
    SOUP = "soup"


class Layout(StrEnum):
    """The markup of a whole page and of an article in it."""

    SEMANTIC = "semantic"
    SOUP = "soup"
    TABLES = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``has_metadata``: articles carry JSON-LD and OpenGraph; ``head`` stands in every page's head, ``boxes`` is
    HTML beside the content of every page, ``charset`` the one pages name.
    """  # noqa: D205

    title: str
    code: str
    nav: Links
    footer: Links = ()
    entries: Entries = Entries.TEASERS
    layout: Layout = Layout.SEMANTIC
    has_metadata: bool = True
    has_dates: bool = True
    head: str = ""
    boxes: str = ""
    charset: str = "utf-8"

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return language(self.code)

    @property
    def words(self) -> Words:
        """The words around the articles."""
        return self.language.words
