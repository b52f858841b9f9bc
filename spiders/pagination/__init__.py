"""Pagination: where the next, older page of a listing is, by everything a page may say of it."""

from spiders.pagination.next_pages import NextPage, NextSource, next_pages
from spiders.pagination.numbering import page_after, page_with_number

__all__ = ["NextPage", "NextSource", "next_pages", "page_after", "page_with_number"]
