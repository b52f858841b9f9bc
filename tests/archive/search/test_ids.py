"""The names of all that a search finds, for whoever wants every hit and none of the texts."""

from archive.folder import ArchiveFolder
from archive.search import Pace
from archive.search.answering import search_ids
from tests.archive.rows import DAY, NOON
from tests.archive.search.articles import archive_of, article


def test_index_and_scan_name_the_same_articles_all_of_them(folder: ArchiveFolder) -> None:
    many = [article(f"n{number}", "Quiet", published_at=NOON) for number in range(30)]
    archive = archive_of(folder, *many, article("loud", "Loud"))
    for use_index in (True, False):
        found, notes = search_ids(archive, "quiet", use_index=use_index)
        assert sorted(found) == sorted(one.article_id for one in many)
        assert notes == ()
        assert search_ids(archive, "quiet", site="unheard", use_index=use_index) == ([], ())


def test_none_is_missing_where_the_index_cannot_be_brought_up_to_date_in_time(folder: ArchiveFolder) -> None:
    archive = archive_of(folder, article("a", "Quiet"))
    assert search_ids(archive, "quiet") == (["a"], ())
    archive = archive_of(folder, article("b", "Quiet"), run_id="run-2", now=NOON + DAY)
    found, _ = search_ids(archive, "quiet", pace=Pace(at_most_seconds=0.0))
    assert sorted(found) == ["a", "b"]
