"""What an article page says about itself to machines: JSON-LD, OpenGraph and link elements."""

import json
from html import escape

from crawler.localsite.stories import Story, Version
from crawler.localsite.wording import SITE_NAME

_LOCALES = {"en": "en_GB", "pt": "pt_BR"}


def describe(story: Story, version: Version, base: str) -> str:
    """Write the head elements of one article; `base` is the site's address without a last slash."""
    return "\n".join(
        [*_links(story, version, base), *_open_graph(story, version, base), _json_ld(story, version, base)]
    )


def image_path(story: Story) -> str:
    """Say where the picture of a story stands."""
    return f"/images/{story.number}.svg"


def _links(story: Story, version: Version, base: str) -> list[str]:
    links = [f'<link rel="canonical" href="{escape(base + story.path(version.language))}">']
    links += [
        f'<link rel="alternate" hreflang="{each.language}" href="{escape(base + story.path(each.language))}">'
        for each in story.versions
    ]
    return links


def _open_graph(story: Story, version: Version, base: str) -> list[str]:
    properties = [
        ("og:type", "article"),
        ("og:site_name", SITE_NAME),
        ("og:locale", _LOCALES[version.language]),
        ("og:url", base + story.path(version.language)),
        ("og:title", version.title),
        ("og:image", base + image_path(story)),
        ("article:published_time", story.published_at.isoformat()),
        ("article:section", version.section),
        *(("article:tag", tag) for tag in version.tags),
    ]
    if story.modified_at:
        properties.append(("article:modified_time", story.modified_at.isoformat()))
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties]
    if version.summary:
        lines.append(f'<meta property="og:description" content="{escape(version.summary)}">')
        lines.append(f'<meta name="description" content="{escape(version.summary)}">')
    return lines


def _json_ld(story: Story, version: Version, base: str) -> str:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "datePublished": story.published_at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "Organization", "name": SITE_NAME},
        "articleSection": version.section,
        "keywords": list(version.tags),
        "inLanguage": version.language,
        "image": [base + image_path(story)],
        "mainEntityOfPage": base + story.path(version.language),
    }
    if story.modified_at:
        data["dateModified"] = story.modified_at.isoformat()
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
