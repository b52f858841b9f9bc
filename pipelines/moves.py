"""Moves: whether an article that answers at another address than before is still the same one."""

from dataclasses import dataclass

from archive.known import KnownArticle
from archive.ledger import AddressEntry, AddressState
from archive.outcomes import Family
from archive.writer import ArchiveWriter
from pipelines.changes.comparison import Comparison
from pipelines.changes.differences import likeness
from pipelines.changes.fingerprint import text_key
from pipelines.record import PageRecord
from pipelines.revisit.memory import Gone, VisitMemory
from pipelines.visit import Visit

# What an address led on to is its article, edited, where half of what is said is in paragraphs that both have.
SAME_ARTICLE = 0.5
# What stands at an address that nothing links to an article's own is a copy of it, or it has moved there.
NEAR_COPY = 0.8
_MOST_NAMESAKES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """An article that a page says the same as, or nearly, and that has another id than the page's own.

    ``is_here``: it stands at the address of the page from now on; else that is of a copy. ``gone``: since when it was
    not found where it stood before; None: it was. ``is_open``: whether it still stands there is to be looked at first.
    """

    article: KnownArticle
    is_here: bool = False
    gone: Gone | None = None
    is_open: bool = False


def title_key(record: PageRecord) -> int | None:
    """A number that records with one title share, whatever its case."""
    return text_key(record.title.casefold()) if record.title else None


def is_like(known: KnownArticle, record: PageRecord, share: float = SAME_ARTICLE) -> bool:
    """Whether ``record`` says what ``known`` said last, edited at most, in so great a ``share``."""
    if known.content_hash == record.content_hash:
        return True
    both = Comparison.of(record, known)
    return known.language == record.language and likeness(both.before, both.now) >= share


def kin_of(
    visit: Visit, record: PageRecord, known: KnownArticle | None, writer: ArchiveWriter, *, is_led: bool
) -> Kin | None:
    """The article that ``visit`` found elsewhere than before, or a copy of; None: what it found is nothing known.

    ``known`` is the article that the address asked for was. Where that led on (``is_led``) to what is like it, it has
    moved; so has one that is found no more where it stood. Whether a copy of one is the same article, moved, is known
    once its own address was visited after the copy came up: until then nothing of it is stored.
    """
    if known and is_like(known, record):
        home = _home_of(known, writer, record.site)
        if is_led or _is_left(home):
            return Kin(article=known, is_here=True, gone=_gone_at(home))
    for article, is_exact in _likes(record, known, writer):
        home = _home_of(article, writer, record.site)
        if article.address == record.final_address or _is_left(home):
            return Kin(article=article, is_here=True, gone=_gone_at(home))
        is_open = _is_open(visit, article, home, run_id=writer.run_id)
        if is_exact or is_open:
            return Kin(article=article, is_open=is_open)
    return None


def _likes(record: PageRecord, known: KnownArticle | None, writer: ArchiveWriter) -> list[tuple[KnownArticle, bool]]:
    """The articles that say the same as ``record``, or nearly, and whether that is the very same."""
    twin = writer.article_with_content(record.content_hash, record.language)
    if twin is not None:
        return [(twin, True)]
    key = title_key(record)
    if key is None:
        return []
    namesakes = writer.articles_with_title(key, record.language, most=_MOST_NAMESAKES)
    if known is not None:
        namesakes = [known, *namesakes]
    return [(article, False) for article in namesakes if is_like(article, record, NEAR_COPY)]


def _is_open(visit: Visit, article: KnownArticle, home: AddressEntry | None, *, run_id: str) -> bool:
    """Whether nobody has looked yet if ``article`` still stands at ``home``, since its copy was met first."""
    if home is None or article.run_id == run_id:
        return False
    if visit.known_as != article.article_id or visit.task is None or visit.task.ended_at is None:
        return True
    return home.ended_at is None or home.ended_at < visit.task.ended_at


def _home_of(article: KnownArticle, writer: ArchiveWriter, site: str) -> AddressEntry | None:
    """What is known of the address at which ``article`` stood last; None: it was never asked for itself."""
    return next((entry for entry in writer.ledger.known_address(article.address) if entry.site == site), None)


def _is_left(home: AddressEntry | None) -> bool:
    """Whether no visit to ``home`` finds its article any more: it is gone there, or led to another address."""
    if home is None or home.outcome is None:
        return False
    return home.state is AddressState.CLOSED or home.outcome.family is Family.GONE


def _gone_at(home: AddressEntry | None) -> Gone | None:
    if home is None or home.outcome is None or home.ended_at is None or home.outcome.family is not Family.GONE:
        return None
    return VisitMemory.unpacked(home.history).gone or Gone(1, home.ended_at)
