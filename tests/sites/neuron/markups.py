"""Markups for one article: the order of the visible words is the same in each, all else differs."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from tests.sites.neuron.articles import LANGUAGES, Article, path_in

ORIGIN = "https://neuron.expert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows of an article: its date and views as written, and whether there is a summary box."""

    date: str
    views: str | None = "3742"
    has_summary: bool = True


Markup = Callable[[Article, Shown], str]


def semantic(article: Article, shown: Shown) -> str:
    summary = f"<section><h2>{article.summary_label}</h2><p>{article.summary}</p></section>"
    teasers = "".join(
        f'<li><time>{teaser.date}</time><h3><a href="{teaser.path}">{teaser.title}</a></h3><p>{teaser.text}</p></li>'
        for teaser in article.teasers
    )
    return f"""<!doctype html><html lang="{article.language}"><head><meta charset="utf-8"><title>{article.title}</title>
    </head><body><header>{article.switch}</header><main><article>
    <header><time>{shown.date}</time>{_tagged("p", shown.views)}<h1>{article.title}</h1></header>
    {summary if shown.has_summary else ""}<section>{_paragraphs(article)}</section></article>
    <section><h2>{article.watch_label}</h2><p>{article.title}</p></section></main>
    <aside>{"".join(f"<p>{text}</p>" for text in article.promotion)}</aside>
    <nav><h2>{article.language_label}</h2><ul>{_language_links("li")}</ul></nav>
    <section><h2>{article.hot_label}</h2><ol>{teasers}</ol><a href="/news/">{article.all_label}</a></section>
    <footer>{"".join(f"<p>{text}</p>" for text in article.closing)}</footer></body></html>"""


def div_soup(article: Article, shown: Shown) -> str:
    """Nothing but div, no title element, no language declared, classes that mean nothing."""
    lines = [_linked(text, link) for text, link in visible_lines(article, shown)]
    return f"<html><body>{''.join(f'<div><div class=x{len(line) % 7}>{line}</div></div>' for line in lines)}"


def tables(article: Article, shown: Shown) -> str:
    rows = [_linked(text, link) for text, link in visible_lines(article, shown)]
    cells = "".join(f"<tr><td>{row}</td><td></td></tr>\n" for row in rows)
    return f"<html><title>{article.title} – neuron.expert</title><body><table><tbody>{cells}</tbody></table></body>"


def inline_split(article: Article, shown: Shown) -> str:
    """Every word, and every half of a word, in an inline element of its own."""
    lines = [
        _linked("", link, inner=re.sub(r"(\w{1,4})(\W?)", r"<span>\1</span><b><i>\2</i></b>", text))
        for text, link in visible_lines(article, shown)
    ]
    return f"<html><title>{article.title}</title><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


def br_separated(article: Article, shown: Shown) -> str:
    lines = [_linked(text, link) for text, link in visible_lines(article, shown)]
    return f"<html><body><font size=2>{'<br><br/>'.join(lines)}</font></body></html>"


def side_by_side(article: Article, shown: Shown) -> str:
    """Date and views stand in one line as inline elements; an entry is one link around its three blocks."""
    lines = [text for text, _ in visible_lines(article, shown)]
    head = f"<p><span>{shown.date}</span> <span>{shown.views or ''}</span></p>"
    start = 3 if shown.views else 2
    hot = lines.index(article.hot_label, start)
    teasers = "".join(
        f'<a href="{teaser.path}"><div>{teaser.date}</div><div>{teaser.title}</div><div>{teaser.text}</div></a>'
        for teaser in article.teasers
    )
    body = "".join(f"<p>{line}</p>" for line in lines[start : hot + 1])
    ending = f'<p><a href="/news/">{article.all_label}</a></p>{"".join(f"<p>{text}</p>" for text in article.closing)}'
    return (
        f'<html lang="{article.language}"><title>{article.title}</title><body><p>{article.switch}</p>{head}{body}'
        f"<p>{_language_links('span')}</p>{teasers}{ending}</body></html>"
    )


def full(article: Article, shown: Shown) -> str:
    """All that a page can declare about itself, some of it at odds with the visible words."""
    declared = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.paragraphs[0][:150],
        "datePublished": "2024-12-31T23:00:00+03:00",
        "interactionStatistic": {"interactionType": "https://schema.org/ViewAction", "userInteractionCount": 5},
        "inLanguage": article.language,
    }
    alternates = "".join(
        f'<link rel="alternate" hreflang="{language}" href="{ORIGIN}{path_in(language)}">' for language in LANGUAGES
    )
    head = f"""<title>{article.title} | AI news by neuron.expert</title><link rel="canonical"
    href="{ORIGIN}{path_in(article.language)}">{alternates}
    <meta property="og:title" content="{escape(article.title)} | neuron.expert">
    <meta property="og:type" content="article">
    <meta property="og:description" content="{escape(article.paragraphs[0][:150])}">
    <script type="application/ld+json">{json.dumps(declared)}</script>"""
    return semantic(article, shown).replace(f"<title>{article.title}</title>", head)


def noisy(article: Article, shown: Shown) -> str:
    """Menus, a hidden banner, scripts and a long footer around the article; the switch is a picture and a word."""
    menu = "".join(f'<li><a href="{path}">{word}</a></li>' for path, word in _MENU)
    lines = [_linked(text, link) for text, link in visible_lines(article, shown)[1:]]
    return f"""<html lang="{article.language}"><head><title>{article.title} - neuron.expert</title>
    <style>p {{ color: #222 }}</style></head><body><div style="display: none">Jan. 1, 2020, noon<p>77</p></div>
    <noscript>Please switch scripts on</noscript><header><nav><ul>{menu}</ul></nav><p>Nov. 16, 2025</p></header>
    <button><img src="/flag.svg" alt="lang icon"> {article.switch.removeprefix("lang icon ")}</button>
    <script>document.write("Jan. 2, 2020, noon");</script>
    {"".join(f"<section><p>{line}</p><svg><text>ornament</text></svg></section><!-- end -->" for line in lines)}
    <footer><nav><ul>{menu}</ul></nav><p>© 2025</p><p>Imprint</p></footer><script>track()</script></body></html>"""


_MENU = (
    ("/", "Home"),
    ("/news/", "All news"),
    ("/#hot", "Hot news"),
    ("https://elsewhere.example/", "Watch video about"),
)

MARKUPS: Mapping[str, Markup] = {
    markup.__name__: markup
    for markup in (semantic, div_soup, tables, inline_split, br_separated, side_by_side, full, noisy)
}
# Those that say in their head what the article's title is.
TITLED = ("semantic", "tables", "inline_split", "side_by_side", "full", "noisy")


def visible_lines(article: Article, shown: Shown) -> list[tuple[str, str | None]]:
    """The visible lines of the page in order, each with where it links to."""
    summary = (article.summary_label, article.summary) if shown.has_summary else ()
    words = [article.switch, shown.date, shown.views, article.title, *summary, *article.paragraphs]
    words += [article.watch_label, article.title, *article.promotion, article.language_label]
    lines: list[tuple[str, str | None]] = [(word, None) for word in words if word]
    lines += [(name, path_in(language)) for language, name in LANGUAGES.items()]
    lines.append((article.hot_label, None))
    for teaser in article.teasers:
        lines += [(teaser.date, None), (teaser.title, teaser.path), (teaser.text, None)]
    return [*lines, (article.all_label, "/news/"), *((text, None) for text in article.closing)]


def _tagged(tag: str, text: str | None) -> str:
    return f"<{tag}>{text}</{tag}>" if text else ""


def _paragraphs(article: Article) -> str:
    return "".join(f"<p>{paragraph}</p>\n" for paragraph in article.paragraphs)


def _linked(text: str, link: str | None, inner: str | None = None) -> str:
    shown = text if inner is None else inner
    return f'<a href="{link}">{shown}</a>' if link else shown


def _language_links(tag: str) -> str:
    return "".join(
        f'<{tag}><a hreflang="{language}" href="{path_in(language)}">{name}</a></{tag}>'
        for language, name in LANGUAGES.items()
    )
