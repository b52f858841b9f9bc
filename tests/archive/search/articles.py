"""Articles to be found, and the two ways to find them."""

from typing import Any

from archive import Archive
from archive.folder import ArchiveFolder
from archive.records import ArticleRevision
from archive.search import Results, search
from tests.archive.rows import NOON, revision
from tests.archive.runs import stored


def article(
    article_id: str, title: str | None = "", body: str = "", *, number: int = 1, **values: Any
) -> ArticleRevision:
    """An article that says nothing but what it is given."""
    nothing: dict[str, Any] = {"summary": None, "authors": None, "section": None, "tags": None, "language": None}
    return revision(article_id, number, **(nothing | {"title": title, "body": body} | values))


def archive_of(folder: ArchiveFolder, *articles: ArticleRevision, run_id: str = "run-1", now: Any = NOON) -> Archive:
    """The archive in ``folder`` with ``articles`` in a sealed file more."""
    stored(folder, *articles, run_id=run_id, now=now)
    return Archive(folder.path)


def ids(results: Results) -> list[str]:
    return [hit.article_id for hit in results.hits]


def found(archive: Archive, text: str, **options: Any) -> set[str]:
    """What is found, by the index and by the scan alike."""
    by_index = search(archive, text, limit=1000, **options)
    by_scan = search(archive, text, limit=1000, use_index=False, **options)
    assert (by_index.by_index, by_scan.by_index) == (True, False)
    assert not by_index.notes + by_scan.notes
    assert by_index.total == len(by_index.hits) == by_scan.total == len(by_scan.hits)
    assert set(ids(by_index)) == set(ids(by_scan))
    assert len(set(ids(by_index))) == by_index.total
    return set(ids(by_index))
