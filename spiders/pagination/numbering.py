"""The numbers in the addresses of a list's pages: which one chooses the page, and which address is which page's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

# Names of parameters and parts of paths that choose a page; those that contain "page" need not be listed.
_PAGE_NAMES = frozenset(
    """p pg pn pag paged pagina paginas seite sida side sivu strana str strona stranica sayfa oldal puslapis lapa
    halaman hal trang страница страница_ стр صفحة صفحه""".split()
)
_OFFSET_NAMES = frozenset("offset start from skip begin first o startat start_at startindex".split())
# Pages of something else than the list, and what only sounds like a page.
_OTHER_NAMES = re.compile(r"comment|cpage|photo|foto|galler|slide|image|per_?page|page_?size|page_?id", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d%])\d{1,6}(?!\d)")
_MAX_ADDRESS_CHARACTERS = 2000
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:_[^\W\d_]+)*)[=/_.-]?$")
_PARTS = re.compile(r"[/?&;]")
_TRAILING = re.compile(r"[-_.;=/]+$")
_INDEX_FILE = re.compile(r"/(?:index|default|home)(?:\.\w{2,5})?$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_DATE = re.compile(r"((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """One number in an address, which may choose a page of a list: ``before``, the number, ``after``."""

    before: str
    number: int
    after: str

    @property
    def name(self) -> str:
        """The word right before the number, such as page or offset; empty where there is none."""
        word = _WORD_BEFORE.search(self.before)
        return word[1].casefold() if word else ""

    @property
    def is_offset(self) -> bool:
        """Whether the number counts entries and not pages."""
        return self.name in _OFFSET_NAMES

    @property
    def is_named(self) -> bool:
        """Whether the word before the number says that it chooses a page."""
        return not self.is_of_other_pages and (self.is_offset or self.name in _PAGE_NAMES or "page" in self.name)

    @property
    def is_of_other_pages(self) -> bool:
        """Whether the word before the number says that it chooses a page of comments or pictures."""
        return bool(_OTHER_NAMES.search(_PARTS.split(self.before)[-1]))

    def with_number(self, number: int) -> str:
        """The address with another number."""
        return f"{self.before}{number}{self.after}"

    def lists(self) -> frozenset[str]:
        """The plain forms of the address that the list may have without a number."""
        head, question, query = f"{self.before}\0{self.after}".partition("?")
        if "\0" in query:
            kept = [part for part in re.split("[&;]", query) if "\0" not in part]
            return frozenset((plain_form(head + question + "&".join(kept)),))
        start, _, rest = head.partition("\0")
        bare = _TRAILING.sub("", start)
        wordless = _TRAILING.sub("", _WORD_BEFORE.sub("", bare)) if self.is_named else bare
        return frozenset(plain_form(f"{one}{rest}{question}{query}") for one in (bare, wordless))


def marks_of(address: str) -> Iterator[PageMark]:
    """Every number of up to six digits in the path and query of ``address``, the last one first."""
    if len(address) > _MAX_ADDRESS_CHARACTERS:
        return
    host_ends = address.find("/", address.find("//") + 2)
    numbers = list(_NUMBER.finditer(address, host_ends)) if host_ends > 0 else []
    for match in reversed(numbers):
        yield PageMark(before=address[: match.start()], number=int(match[0]), after=address[match.end() :])


def plain_form(address: str) -> str:
    """``address`` as two addresses of one list share it: no scheme, www, index file, extension, last slash."""
    parts = urlsplit(address)
    path = _INDEX_FILE.sub("", _EXTENSION.sub("", parts.path.rstrip("/;"))).rstrip("/")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query, separator="&")))
    return f"{parts.netloc.lower().removeprefix('www.')}{path}?{query}"


def mark_within(address: str, own: str) -> PageMark | None:
    """The number by which ``address`` is another page of the list that ``own`` is a page of, or None."""
    mine = plain_form(own)
    own_marks = {(mark.before, mark.after) for mark in marks_of(own)}
    for mark in marks_of(address):
        is_sibling = (mark.before, mark.after) in own_marks
        if not mark.is_of_other_pages and (is_sibling or mine in mark.lists()):
            return mark
    return None


def number_within(own: str, mark: PageMark) -> int | None:
    """The number that ``own`` has in the place of ``mark``; None: it has none, so it is the first page."""
    numbers = (one.number for one in marks_of(own) if (one.before, one.after) == (mark.before, mark.after))
    return next(numbers, None)


def page_after(address: str, page_number: int) -> str | None:
    """The address of the page after ``address``, the ``page_number``-th of its list; None where none can be made.

    For lists whose pages do not say it: an offset grows by what it grew by before.
    """
    mark = next((mark for mark in marks_of(address) if mark.is_named), None)
    if mark is None or page_number < 1:
        return None
    grows_by = mark.number // (page_number - 1) if mark.is_offset and page_number > 1 else 1
    return mark.with_number(mark.number + grows_by) if grows_by else None


def page_with_number(address: str, number: int) -> str | None:
    """The address of the page with ``number`` in the list that ``address``, another page of it, is of; or None."""
    mark = next((mark for mark in marks_of(address) if mark.is_named), None)
    return mark.with_number(number) if mark and number >= 0 else None


def day_of(address: str) -> tuple[date, bool] | None:
    """The last date in the path or query of ``address``, and whether it names a day, not only a month; or None."""
    for match in reversed(list(_DATE.finditer(address[:_MAX_ADDRESS_CHARACTERS]))):
        year, month, day = match.groups()
        try:
            return date(int(year), int(month), int(day or 1)), day is not None
        except ValueError:
            continue
    return None
