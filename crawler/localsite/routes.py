"""Which address of the site answers with what."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from http import HTTPStatus

from crawler.localsite.feeds import (
    article_sitemap,
    atom_feed,
    news_sitemap,
    robots_text,
    rss_feed,
    sitemap_index,
)
from crawler.localsite.markup import article_page, count_pages, front_page, listing_page, plain_page
from crawler.localsite.newsroom import Newsroom
from crawler.localsite.prose import LANGUAGES

_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_LONGEST_PAGE_NUMBER = 6
_GZIP_LEVEL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One finished response, also compressed."""

    status: int
    content_type: str
    location: str | None
    body: bytes
    zipped: bytes
    etag: str


class Routes:
    """All pages of the site; a finished page is kept until the clock moves on or the site is redesigned."""

    def __init__(self, newsroom: Newsroom, base: str) -> None:
        self.newsroom = newsroom
        self.base = base
        self._kept: dict[tuple[str, str], Answer] = {}
        self._kept_at = (newsroom.now, newsroom.design)

    def answer(self, path: str, page: str = "") -> Answer:
        """Answer for a path and the value of its `page` parameter."""
        present = (self.newsroom.now, self.newsroom.design)
        if self._kept_at != present:
            self._kept.clear()
            self._kept_at = present
        path = path.rstrip("/")
        key = (path, page if path.startswith("/all/") else "")
        answer = self._kept.get(key)
        if answer is None:
            answer = self._make(*key)
            if answer.status == HTTPStatus.OK:
                self._kept[key] = answer
        return answer

    def _make(self, path: str, page: str) -> Answer:
        answer = None
        match path.split("/")[1:]:
            case []:
                answer = _html(front_page(self.newsroom))
            case ["all", language] if language in LANGUAGES:
                answer = self._listing(language, page or "1")
            case ["news", slug]:
                answer = self._article(slug, None, LANGUAGES[0])
            case ["news", slug, number, language]:
                answer = self._article(slug, number, language)
            case ["images", name]:
                answer = _image(name)
            case _ if path in self._documents:
                content_type, write = self._documents[path]
                answer = _finish(write(), content_type)
        return answer or _html(plain_page("Not found", "There is no page under this address."), HTTPStatus.NOT_FOUND)

    @property
    def _documents(self) -> dict[str, tuple[str, Callable[[], bytes]]]:
        newsroom, base = self.newsroom, self.base
        documents: dict[str, tuple[str, Callable[[], bytes]]] = {
            "/robots.txt": ("text/plain; charset=utf-8", lambda: robots_text(newsroom, base)),
            "/sitemap.xml": (_XML, lambda: sitemap_index(base)),
            "/sitemap-articles.xml": (_XML, lambda: article_sitemap(newsroom, base)),
            "/sitemap-news.xml": (_XML, lambda: news_sitemap(newsroom, base)),
        }
        for kind, write in (("rss", rss_feed), ("atom", atom_feed)):
            for language in LANGUAGES:
                content_type = f"application/{kind}+xml; charset=utf-8"
                documents[f"/feeds/{language}.{kind}"] = (content_type, partial(write, newsroom, language, base))
        return documents

    def _listing(self, language: str, page: str) -> Answer | None:
        known = page.isascii() and page.isdecimal() and len(page) <= _LONGEST_PAGE_NUMBER
        if not known or not 1 <= int(page) <= count_pages(self.newsroom, language):
            return None
        return _html(listing_page(self.newsroom, language, int(page)))

    def _article(self, slug: str, number: str | None, language: str) -> Answer | None:
        known, story = self.newsroom.find(slug)
        if known is None or number not in {None, str(known)} or language not in LANGUAGES:
            return None
        if story is None:
            return _html(plain_page("Gone", "This story was taken down."), HTTPStatus.GONE)
        version = story.version(language)
        if version is None:
            return None
        if story.slug != slug:
            path = story.path(language) if number else f"/news/{story.slug}/"
            page = plain_page("Moved", "This story has a new address.")
            return _html(page, HTTPStatus.MOVED_PERMANENTLY, location=self.base + path)
        return _html(article_page(self.newsroom, story, version, self.base))


def _html(text: str, status: int = HTTPStatus.OK, location: str | None = None) -> Answer:
    return _finish(text.encode(), _HTML, status, location)


def _finish(body: bytes, content_type: str, status: int = HTTPStatus.OK, location: str | None = None) -> Answer:
    return Answer(
        status=status,
        content_type=content_type,
        location=location,
        body=body,
        zipped=gzip.compress(body, _GZIP_LEVEL, mtime=0),
        etag=f'"{blake2b(body, digest_size=12).hexdigest()}"',
    )


def _image(name: str) -> Answer | None:
    number = name.removesuffix(".svg")
    if number == name or not (number.isascii() and number.isdecimal()) or len(number) > _LONGEST_PAGE_NUMBER:
        return None
    colour = f"hsl({int(number) * 47 % 360} 55% 45%)"
    shape = f'<rect width="640" height="360" fill="{colour}"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">{shape}</svg>\n'
    return _finish(text.encode(), "image/svg+xml; charset=utf-8")
