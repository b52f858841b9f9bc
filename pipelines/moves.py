"""Moves: whether an article that answers at another address than before is still the same one."""

from dataclasses import dataclass

from archive.known import KnownArticle
from archive.ledger import AddressEntry, AddressState
from archive.outcomes import Family
from archive.writer import ArchiveWriter
from pipelines.changes.differences import likeness
from pipelines.changes.fingerprint import Fingerprint, fingerprint_of
from pipelines.changes.places import Places
from pipelines.record import PageRecord
from pipelines.revisit.memory import Gone, VisitMemory

# Half of the words of the longer one are in paragraphs that both have, as far as the same title stands above them.
SAME_ARTICLE = 0.5


def is_like(known: KnownArticle, record: PageRecord) -> bool:
    """Whether ``record`` says what ``known`` said last, edited at most."""
    if known.content_hash == record.content_hash:
        return True
    if known.language != record.language:
        return False
    return likeness(Fingerprint.unpacked(known.fingerprint), fingerprint_of(record, Places())) >= SAME_ARTICLE


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that came from another address, and since when it was gone there; None: it was not."""

    article: KnownArticle
    gone: Gone | None


def moved_article(
    record: PageRecord, known: KnownArticle | None, writer: ArchiveWriter, *, is_led: bool
) -> Moved | None:
    """The article that stood elsewhere, and stands where ``record`` was read from now on; None: there is none.

    That is ``known``, the article that the address asked for was, where that led here (``is_led``) and what it says is
    like it; and one that is no longer found where it stood, if this says the same, or was a copy of it.
    """
    if known and is_like(known, record):
        home = _home_of(known, writer, record.site)
        if is_led or _is_left(home):
            return Moved(known, _gone_at(home))
    twin = writer.article_with_content(record.content_hash, record.language)
    home = _home_of(twin, writer, record.site) if twin else None
    return Moved(twin, _gone_at(home)) if twin and _is_left(home) else None


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
