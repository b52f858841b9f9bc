"""Numbered pagers: which of the links 1 2 3 … is the page after this one, and how its address is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.rules.addresses import plain_address
from spiders.pagination.numbering import PageMark, mark_within, number_within, plain_form

_FEW = 2


def next_of_numbered(own: str, links: Iterable[tuple[int, str]]) -> str | None:
    """The address of the page after ``own``, given the number on each link and its address; None: there is none.

    Links count where they are pages of the same list and their numbers and addresses grow together; how much an address
    grows from page to page (1, or the entries of a page) is learned from them.
    """
    pagers: dict[tuple[str, str], dict[int, PageMark]] = defaultdict(dict)
    first_pages = set()
    for label, address in links:
        mark = mark_within(plain_address(address), own)
        if mark is not None and label > 0:
            pagers[mark.before, mark.after][label] = mark
        elif label == 1:
            first_pages.add(plain_form(address))
    best = max(pagers.values(), key=len, default={})
    has_first = any(not first_pages.isdisjoint(mark.lists()) for mark in best.values())
    return _next(own, _with_first(best) if has_first else best) if best else None


def _with_first(pager: Mapping[int, PageMark]) -> Mapping[int, PageMark]:
    """``pager`` with its first page, whose link has no number, under the one it must have: 0 or 1."""
    label, mark = max(pager.items())
    if label == 1:
        return pager
    numbers = [number for number in (0, 1) if mark.number > number and (mark.number - number) % (label - 1) == 0]
    return {1: replace(mark, number=numbers[0]), **pager} if len(numbers) == 1 else pager


def _next(own: str, pager: Mapping[int, PageMark]) -> str | None:
    steps = _steps(pager)
    if steps is None:
        return None
    grows_by, first = steps
    mark = next(iter(pager.values()))
    mine = number_within(own, mark)
    label = 1 if mine is None else (mine - first) // grows_by + 1
    following = label + 1
    # Years and days are numbers too; a pager names the page after this one, or pages on both sides of it.
    if following in pager:
        return pager[following].with_number(pager[following].number)
    return mark.with_number(first + grows_by * label) if min(pager) < following < max(pager) else None


def _steps(pager: Mapping[int, PageMark]) -> tuple[int, int] | None:
    """By how much the addresses of ``pager`` grow from page to page, and the number of the first; None: they do not."""
    labels = sorted(pager)
    if len(labels) < _FEW:
        mark = pager[labels[0]]
        if not mark.is_named or labels[0] != _FEW:
            return None
        # The link to the second page alone: ?page=2, ?page=1 counted from 0, or the entries of the first page.
        return (mark.number, 0) if mark.number not in (1, _FEW) else (1, mark.number - 1)
    low, high = labels[0], labels[-1]
    grows_by, rest = divmod(pager[high].number - pager[low].number, high - low)
    first = pager[low].number - grows_by * (low - 1)
    is_even = rest == 0 and all(pager[label].number == first + grows_by * (label - 1) for label in labels)
    return (grows_by, first) if grows_by > 0 and is_even else None
