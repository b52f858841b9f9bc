"""A shape as it is built: what each address answers, and the truth about it."""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from crawler.localsite.shapes.writing.pieces import Piece

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response; ``location`` is where a redirect leads."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    location: str | None = None


class ArticleTruth(TypedDict):
    """One article that a crawl has to find, once, under its address or one of its aliases."""

    address: str
    aliases: list[str]
    title: str
    published_at: str
    language: str


class ShapeTruth(TypedDict):
    """What there is to find: ``others`` are pages that are no articles, and stand for all of their kind;
    ``sources`` are the least set of pages (listings, feeds, sitemaps) that leads from ``address`` to all articles;
    ``idle_parameters`` are names in queries that make no other page.
    """  # noqa: D205

    shape: str
    about: str
    address: str
    articles: list[ArticleTruth]
    others: list[str]
    sources: list[str]
    idle_parameters: list[str]


@dataclass(slots=True, kw_only=True)
class Site:
    """The site under construction. ``base`` is the address of its one host, or of its main one, without the last
    slash; ``lively`` answers what no finished page does, such as pages without end.
    """  # noqa: D205

    base: str
    answers: dict[str, Answer] = field(default_factory=dict)
    articles: dict[str, ArticleTruth] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    idle_parameters: list[str] = field(default_factory=list)
    lively: Callable[[str], Answer | None] | None = None

    def host(self, name: str) -> str:
        """The base of the host ``name.`` before the main one."""
        scheme, _, rest = self.base.partition("://")
        return f"{scheme}://{name}.{rest}"

    def article(
        self, address: str, piece: Piece, html: str | bytes, *, aliases: Iterable[str] = (), content_type: str = HTML
    ) -> None:
        """Put an article under an address."""
        full = self.full(address)
        self._put(address, html, content_type)
        self.articles[full] = ArticleTruth(
            address=full,
            aliases=[self.full(alias) for alias in aliases],
            title=piece.title,
            published_at=piece.published_at.isoformat(),
            language=piece.language,
        )

    def source(self, address: str, body: str | bytes, content_type: str = HTML) -> None:
        """Put a listing, feed or sitemap that has to be read under an address."""
        self.sources.append(self.full(address))
        self._put(address, body, content_type)

    def other(self, address: str, body: str | bytes, content_type: str = HTML) -> None:
        """Put a page that nobody has to read, and that is no article, under an address."""
        self.others.append(self.full(address))
        self._put(address, body, content_type)

    def alias(self, address: str, html: str) -> None:
        """Put a further page of an article, named among its aliases, under an address."""
        self._put(address, html, HTML)

    def redirect(self, address: str, target: str, status: int = 301) -> None:
        """Let an address lead on to another."""
        self.answers[self.full(address)] = Answer(body=b"", status=status, location=self.full(target))

    def full(self, address: str) -> str:
        """The whole address of one that may begin with its path."""
        return self.base + address if address.startswith("/") else address

    def truth(self, name: str, about: str) -> ShapeTruth:
        """The truth about the finished site, whose first source is where a crawl begins."""
        return ShapeTruth(
            shape=name,
            about=about,
            address=self.sources[0],
            articles=list(self.articles.values()),
            others=self.others,
            sources=self.sources,
            idle_parameters=self.idle_parameters,
        )

    def _put(self, address: str, body: str | bytes, content_type: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.answers[self.full(address)] = Answer(body=content, content_type=content_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape: ``build`` fills the site, the same way for the same pieces; ``host`` is the name of its main host
    where it has several, which all are names that end in .localhost.
    """  # noqa: D205

    name: str
    about: str
    languages: tuple[str, ...]
    build: Callable[[Site, tuple[Piece, ...]], None]
    articles: int = 30
    host: str = "127.0.0.1"


def zipped(body: bytes) -> bytes:
    """The body as a .gz file, the same at any time."""
    return gzip.compress(body, mtime=0)
