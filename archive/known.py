"""What an archive already knows of a site's articles, read once at the start of a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from archive.outcomes import Outcome
from archive.query import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """The latest revision of one article, and the address it last answered at."""

    article_id: str
    revision: int
    content_hash: str
    first_seen_at: datetime
    address: str
    language: str | None = None
    is_gone: bool = False


@dataclass(slots=True)
class KnownArticles:
    """The articles of one site, by article id and by content."""

    _by_id: dict[str, KnownArticle] = field(default_factory=dict)
    _by_content: dict[tuple[str, str | None], KnownArticle] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: Iterable[KnownArticle]) -> "KnownArticles":
        """The collection of ``articles``."""
        known = cls()
        for article in articles:
            known.remember(article)
        return known

    def get(self, article_id: str) -> KnownArticle | None:
        """The article with this id, or None."""
        return self._by_id.get(article_id)

    def with_content(self, content_hash: str, language: str | None) -> KnownArticle | None:
        """An article with this very content in the same language, or None."""
        return self._by_content.get((content_hash, language))

    def remember(self, article: KnownArticle) -> None:
        """Add ``article``, or replace what was known of it."""
        self._by_id[article.article_id] = article
        self._by_content[article.content_hash, article.language] = article

    def addresses(self) -> list[str]:
        """Where the articles that are not gone last answered, in order of first sight."""
        articles = sorted(self._by_id.values(), key=lambda article: article.first_seen_at)
        return [article.address for article in articles if not article.is_gone]


_KNOWN = f"""
    SELECT a.article_id, a.revision, a.content_hash, a.first_seen_at, a.language,
           coalesce(last_answer.address, a.canonical_address) AS address,
           coalesce(gone.at > last_answer.at, false) AS is_gone
    FROM articles a
    LEFT JOIN (SELECT article_id, max(observed_at) AS at, arg_max(final_address, observed_at) AS address
               FROM observations WHERE article_id IS NOT NULL AND http_status = 200 GROUP BY ALL
              ) last_answer USING (article_id)
    LEFT JOIN (SELECT address, max(observed_at) AS at
               FROM observations WHERE outcome = '{Outcome.GONE}' GROUP BY ALL
              ) gone ON gone.address = coalesce(last_answer.address, a.canonical_address)
    WHERE a.site = $site
"""  # noqa: S608 - the outcome is our own constant


def known_articles(archive: Archive, site: str) -> KnownArticles:
    """Every article of ``site`` in ``archive``. Raises ArchiveDamagedError."""
    rows = archive.sql(_KNOWN, {"site": site}).rows()
    return KnownArticles.of(KnownArticle(**row) for row in rows)
