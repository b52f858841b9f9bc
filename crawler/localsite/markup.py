"""The HTML of the site's pages."""

from datetime import datetime
from html import escape

from crawler.localsite.dates import visible_date
from crawler.localsite.designs import Design, names_of
from crawler.localsite.metadata import describe
from crawler.localsite.newsroom import Newsroom
from crawler.localsite.prose import LANGUAGES
from crawler.localsite.stories import Story, Version
from crawler.localsite.wording import SITE_NAME, WORDINGS

ENTRIES_A_PAGE = 20
HOT_ENTRIES = 7
TITLE_CUT = 48


def article_page(newsroom: Newsroom, story: Story, version: Version, base: str) -> str:
    """Write the page of one story in one language."""
    language = version.language
    head = "" if story.bare_markup or newsroom.design is Design.BARE else describe(story, version, base)
    others = [each.language for each in story.versions if each is not version]
    body = [
        _language_switch(language, [(other, story.path(other)) for other in others]),
        _article(newsroom, story, version),
        _watch(version),
        _offer(WORDINGS[language].offer, WORDINGS[language].offer_text),
        _language_links(language, [(each.language, story.path(each.language)) for each in story.versions]),
        _hot_news(newsroom, language, leaving_out=story),
        _all_news(language),
        _offer(WORDINGS[language].second_offer, WORDINGS[language].second_offer_text),
    ]
    return _document(language, f"{version.title} | {SITE_NAME}", head, body)


def front_page(newsroom: Newsroom) -> str:
    """Write the page under `/`."""
    language = LANGUAGES[0]
    listings = [(each, f"/all/{each}/") for each in LANGUAGES]
    body = [
        _language_switch(language, listings[1:]),
        f"<header><h1>{escape(SITE_NAME)}</h1></header>",
        _hot_news(newsroom, language),
        _all_news(language),
        _offer(WORDINGS[language].offer, WORDINGS[language].offer_text),
    ]
    return _document(language, SITE_NAME, "", body)


def count_pages(newsroom: Newsroom, language: str) -> int:
    """Count the pages of the list of all news; the first exists even when there is none."""
    return max(1, -(-len(newsroom.newest(language)) // ENTRIES_A_PAGE))


def listing_page(newsroom: Newsroom, language: str, page: int) -> str:
    """Write one page of the list of all news, newest first, pages counted from 1."""
    words = WORDINGS[language]
    first = (page - 1) * ENTRIES_A_PAGE
    stories = newsroom.newest(language)[first : first + ENTRIES_A_PAGE]
    has_older = page < count_pages(newsroom, language)
    links, head = [], []
    for relation, label, number, exists in (
        ("prev", words.newer, page - 1, page > 1),
        ("next", words.older, page + 1, has_older),
    ):
        if exists:
            address = f"/all/{language}/?page={number}"
            head.append(f'<link rel="{relation}" href="{address}">')
            links.append(f'<a rel="{relation}" href="{address}">{escape(label)}</a>')
    body = [
        _language_switch(language, [(each, f"/all/{each}/") for each in LANGUAGES if each != language]),
        f"<header><h1>{escape(words.all_news)}</h1></header>",
        '<ol class="entries">',
        *(_entry(story, language) for story in stories if newsroom.design is not Design.SCRIPTED),
        "</ol>",
        f'<nav class="pages">{" ".join(links)}</nav>',
    ]
    return _document(language, f"{words.all_news}, {words.page} {page} | {SITE_NAME}", "\n".join(head), body)


def plain_page(title: str, sentence: str) -> str:
    """Write a page that only says what happened to an address."""
    return _document("en", f"{title} | {SITE_NAME}", "", [f"<h1>{escape(title)}</h1>", f"<p>{escape(sentence)}</p>"])


def cut_title(title: str) -> str:
    """Cut a title the way lists show it."""
    return title if len(title) <= TITLE_CUT else title[:TITLE_CUT].rstrip() + "…"


def _document(language: str, title: str, head: str, body: list[str]) -> str:
    feeds = (
        f'<link rel="alternate" type="application/{kind}+xml" href="/feeds/{language}.{kind}">'
        for kind in ("rss", "atom")
    )
    lines = [
        "<!doctype html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        *feeds,
        head,
        "</head>",
        "<body>",
        *body,
        f"<footer><p>{escape(SITE_NAME)}</p><p>{escape(WORDINGS[language].footer)}</p></footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _language_switch(language: str, others: list[tuple[str, str]]) -> str:
    lines = ['<div class="language-switch">', f"<p>lang icon {escape(WORDINGS[language].name)}</p>"]
    if others:
        lines.append(_link_list(others))
    return "\n".join([*lines, "</div>"])


def _language_links(language: str, versions: list[tuple[str, str]]) -> str:
    heading = f"<h2>{escape(WORDINGS[language].languages)}</h2>"
    return f'<nav class="languages">\n{heading}\n{_link_list(versions)}\n</nav>'


def _link_list(links: list[tuple[str, str]]) -> str:
    items = (
        f'<li><a hreflang="{language}" href="{escape(path)}">{escape(WORDINGS[language].name)}</a></li>'
        for language, path in links
    )
    return f"<ul>{''.join(items)}</ul>"


def _article(newsroom: Newsroom, story: Story, version: Version) -> str:
    names = names_of(newsroom.design)
    date = _date(story.published_at, version.language, machine_readable=not story.bare_markup, name=names.date)
    title = f"<h1>{escape(version.title)}</h1>"
    views = story.views(newsroom.now)
    if newsroom.design is Design.REGROUPED:
        number = f"<span>{len(version.paragraphs)}</span><span>{views}</span>"
        head = [date, title, f'<div class="facts">{number}</div>']
    else:
        head = [date, f'<p class="{names.views}">{views}</p>', title]
    lines = ["<article>", "<header>", *head, "</header>"]
    if version.summary:
        heading = f"<h2>{escape(WORDINGS[version.language].brief)}</h2>"
        lines += [f'<section class="{names.brief}">', heading, f"<p>{escape(version.summary)}</p>", "</section>"]
    if story.video_only:
        lines.append(f'<figure><video controls src="/videos/{story.number}.mp4"></video></figure>')
    else:
        paragraphs = [f"<p>{escape(each)}</p>" for each in version.paragraphs]
        lines += [f'<div class="{names.body}">', *paragraphs, "</div>"]
    return "\n".join([*lines, "</article>"])


def _date(moment: datetime, language: str, *, machine_readable: bool, name: str = "date") -> str:
    shown = escape(visible_date(moment, language))
    return (
        f'<p class="{name}"><time datetime="{moment.isoformat()}">{shown}</time></p>'
        if machine_readable
        else f'<p class="{name}">{shown}</p>'
    )


def _watch(version: Version) -> str:
    heading = f"<h2>{escape(WORDINGS[version.language].watch)}</h2>"
    return f'<section class="video">\n{heading}\n<p>{escape(version.title)}</p>\n</section>'


def _offer(title: str, text: str) -> str:
    return f'<aside class="promotion">\n<h2>{escape(title)}</h2>\n<p>{escape(text)}</p>\n</aside>'


def _hot_news(newsroom: Newsroom, language: str, leaving_out: Story | None = None) -> str:
    newest = newsroom.newest(language)[: HOT_ENTRIES + 1]
    stories = [story for story in newest if story is not leaving_out][:HOT_ENTRIES]
    lines = ['<section class="hot-news">', f"<h2>{escape(WORDINGS[language].hot)}</h2>", "<ul>"]
    lines += [_hot_entry(story, language) for story in stories if newsroom.design is not Design.SCRIPTED]
    return "\n".join([*lines, "</ul>", "</section>"])


def _hot_entry(story: Story, language: str) -> str:
    version = _version(story, language)
    link = f'<a href="{escape(story.path(language))}">{escape(WORDINGS[language].more)}</a>'
    return "\n".join(
        [
            "<li>",
            _date(story.published_at, language, machine_readable=False),
            f"<h3>{escape(cut_title(version.title))}</h3>",
            f"<p>{escape(version.teaser or WORDINGS[language].video_teaser)}</p>",
            f"{link}</li>",
        ]
    )


def _entry(story: Story, language: str) -> str:
    version = _version(story, language)
    title = f'<a href="{escape(story.path(language))}">{escape(cut_title(version.title))}</a>'
    return "\n".join(
        [
            "<li>",
            _date(story.published_at, language, machine_readable=True),
            f"<h2>{title}</h2>",
            f"<p>{escape(version.teaser or WORDINGS[language].video_teaser)}</p>",
            "</li>",
        ]
    )


def _all_news(language: str) -> str:
    return f'<p class="all-news"><a href="/all/{language}/">{escape(WORDINGS[language].all_news)}</a></p>'


def _version(story: Story, language: str) -> Version:
    version = story.version(language)
    assert version is not None
    return version
