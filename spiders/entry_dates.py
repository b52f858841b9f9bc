"""The dates beside the entries of a listing of which no rule tells where they stand."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import lxml.html

from pipelines.fields.moments import DateHints, Moment, Precision, parse_moment
from pipelines.page.links import absolute
from pipelines.page.page import Page
from pipelines.page.text import fold
from spiders.pagination.numbering import day_of

_LEVELS_UP = 6
_MAX_DATE_CHARACTERS = 40
_MAX_TEXTS = 12


def entry_dates(page: Page, visiting: Mapping[str, str], hints: DateHints) -> dict[str, Moment]:
    """The date beside each entry of ``page``, by the address in its visiting form, where one is stated.

    ``visiting`` maps the addresses of the entries' links to that form. A date is beside an entry where the largest
    block that leads to no other entry states it; else it may be part of the address.
    """
    found: dict[str, Moment] = {}
    anchors = {anchor: absolute(page.base, anchor.get("href")) for anchor in page.tree.iter("a")}
    entries = {anchor: visiting[address] for anchor, address in anchors.items() if address and address in visiting}
    for anchor, address in entries.items():
        if address not in found:
            moment = _date_in(_block_of(anchor, entries, address), hints) or _date_of(address)
            if moment:
                found[address] = moment
    return found


def _block_of(
    anchor: lxml.html.HtmlElement, entries: Mapping[lxml.html.HtmlElement, str], address: str
) -> lxml.html.HtmlElement:
    """The largest block around ``anchor`` in which no link leads to another entry than ``address``."""
    block = anchor
    for parent in list(anchor.iterancestors())[:_LEVELS_UP]:
        if parent.tag in ("body", "main") or any(entries.get(one, address) != address for one in parent.iter("a")):
            break
        block = parent
    return block


def _date_in(block: lxml.html.HtmlElement, hints: DateHints) -> Moment | None:
    for element in block.iter("time"):
        moment = parse_moment(element.get("datetime") or fold(element.text_content()), hints)
        if moment:
            return moment
    texts: Collection[str] = [fold(text) for text in block.itertext() if any(letter.isdecimal() for letter in text)]
    for text in list(texts)[:_MAX_TEXTS]:
        moment = parse_moment(text.strip(" :|·–-"), hints) if len(text) <= _MAX_DATE_CHARACTERS else None
        if moment:
            return moment
    return None


def _date_of(address: str) -> Moment | None:
    told = day_of(address)
    if told is None or not told[1]:
        return None
    day = datetime.combine(told[0], datetime.min.time(), UTC)
    return Moment(at=day, text=str(told[0]), offset_minutes=None, precision=Precision.DAY)
