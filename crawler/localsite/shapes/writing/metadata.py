"""What articles of shapes say about themselves to machines."""

import json
from html import escape

from crawler.localsite.shapes.writing.look import Look
from crawler.localsite.shapes.writing.pieces import Piece


def describe(look: Look, piece: Piece, address: str, *, is_free: bool = True) -> str:
    """The canonical link, OpenGraph and JSON-LD of one article; ``is_free``: everyone may read all of it."""
    properties = (
        ("og:type", "article"),
        ("og:site_name", look.title),
        ("og:url", address),
        ("og:title", piece.title),
        ("article:published_time", piece.published_at.isoformat()),
    )
    lines = [f'<link rel="canonical" href="{escape(address)}">']
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "datePublished": piece.published_at.isoformat(),
        "author": {"@type": "Person", "name": piece.author},
        "publisher": {"@type": "Organization", "name": look.title},
        "articleSection": piece.section_name,
        "inLanguage": piece.language,
        "mainEntityOfPage": address,
    }
    if not is_free:
        data["isAccessibleForFree"] = False
        data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".locked"}
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join([*lines, f'<script type="application/ld+json">{text}</script>', ""])
