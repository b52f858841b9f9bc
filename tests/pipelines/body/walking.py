"""Walks over invented markup."""

import lxml.html

from pipelines.body.walk import Walk, walk


def walk_of(html: str) -> Walk:
    root = lxml.html.document_fromstring(html or "<html/>")
    body = root.find("body")
    return walk(root if body is None else body)


def texts_of(html: str) -> list[str]:
    return [block.text for block in walk_of(html).blocks]
