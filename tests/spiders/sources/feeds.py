"""Invented feeds of every kind, all with the same entries."""

import json

BASE = "https://bread.example/"
FEED = f"{BASE}feeds/all"
ABOUT = [
    ("Warm bread at the door", "2026-01-04T06:30:00+00:00", "Sun, 04 Jan 2026 06:30:00 GMT"),
    ("The bell of the hill", "2026-01-03T17:05:00+00:00", "Sat, 03 Jan 2026 17:05:00 GMT"),
    ("Flour runs low, again", "2026-01-02T08:00:00+00:00", "Fri, 02 Jan 2026 08:00:00 GMT"),
]


def address(number: int) -> str:
    return f"{BASE}news/story-{number}/"


def rss_item(number: int, **changes: str) -> str:
    title, _, date = ABOUT[(number - 1) % len(ABOUT)]
    parts = {
        "title": f"<title>{title}</title>",
        "link": f"<link>{address(number)}</link>",
        "guid": f'<guid isPermaLink="false">story-{number}</guid>',
        "date": f"<pubDate>{date}</pubDate>",
        "description": f"<description>&lt;p&gt;Teaser of story {number}.&lt;/p&gt;</description>",
        "more": "",
    } | changes
    return f"<item>{''.join(parts.values())}</item>"


def rss(*items: str, version: str = "2.0", head: str = "") -> bytes:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    names += 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    about = f"<title>Bread</title><link>{BASE}</link><language>en</language>{head}"
    text = f'<?xml version="1.0"?><rss version="{version}" {names}><channel>{about}{"".join(items)}</channel></rss>'
    return text.encode()


def rdf() -> bytes:
    items = "".join(
        f'<item rdf:about="{address(n)}"><title>{title}</title><link>{address(n)}</link><dc:date>{date}</dc:date>'
        f"<description>Teaser of story {n}.</description></item>"
        for n, (title, date, _) in enumerate(ABOUT, 1)
    )
    return f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{BASE}"><title>Bread</title><link>{BASE}</link></channel>{items}</rdf:RDF>""".encode()


def netscape_rdf() -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{address(n)}</link></item>" for n, (title, _, _) in enumerate(ABOUT, 1)
    )
    return f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Bread</title><link>{BASE}</link></channel>{items}</rdf:RDF>""".encode()


def atom_entry(number: int, more: str = "") -> str:
    title, date, _ = ABOUT[(number - 1) % len(ABOUT)]
    return (
        f"<entry><title>{title}</title><id>tag:bread.example,2026:{number}</id><published>{date}</published>"
        f'<updated>2026-01-05T07:00:00Z</updated><link href="{address(number)}"/>'
        f"<summary>Teaser of story {number}.</summary>{more}</entry>"
    )


def atom(*entries: str, attributes: str = "", head: str = "") -> bytes:
    about = f"<title>Bread</title><id>{BASE}</id>{head}"
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{about}{"".join(entries)}</feed>'
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()


def json_feed() -> bytes:
    items = [
        {"id": f"{n}", "url": address(n), "title": title, "date_published": date, "summary": f"Teaser of story {n}."}
        for n, (title, date, _) in enumerate(ABOUT, 1)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Bread", "items": items}).encode()


def all_items() -> tuple[str, ...]:
    return tuple(rss_item(number) for number in range(1, len(ABOUT) + 1))
