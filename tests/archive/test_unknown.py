"""An address or a site that the archive does not know is told with what became of it, or with the nearest it knows."""

import pytest

from archive import Archive
from archive.errors import UsageError
from archive.folder import create_folder
from archive.query.unknown import require_site
from tests.archive.rows import DAY, NOON, observation, revision, run
from tests.archive.runs import AnyRecord, stored

STORIES = ["storm-warning-for-the-coast", "council-votes-on-the-budget", "chips-are-quiet-again"]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = create_folder(tmp_path_factory.mktemp("unknown") / "archive", archive_id="a1b2", now=NOON)
    records: list[AnyRecord] = []
    for host, site in (("news.example", "news"), ("www.gazette.example", "gazette")):
        for story in STORIES:
            address = f"https://{host}/2026/01/{story}"
            records.append(
                revision(story, site=site, address=address, final_address=address, canonical_address=address)
            )
            records.append(observation(story, site=site, address=address, final_address=address))
    refused = "https://news.example/secret/plans"
    records.append(observation(None, site="news", address=refused, final_address=None, outcome="robots", detail=None))
    stored(folder, *records, run("run-1", site="news"))
    later = NOON + DAY
    stored(folder, run("run-2", site="gazette", started_at=later, ended_at=later), run_id="run-2", now=later)
    return Archive(folder.path)


def told(archive: Archive, address: str) -> str:
    with pytest.raises(UsageError) as problem:
        archive.history(address)
    for ask in (archive.article, archive.views, archive.diff):
        with pytest.raises(UsageError) as other:
            ask(address)
        assert str(other.value) == str(problem.value)
    assert str(problem.value).isprintable()
    return str(problem.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "https://news.example/2026/01/storm-waning-for-the-coast",
            "; the nearest it knows: https://news.example/2026/01/storm-warning-for-the-coast",
        ),
        (
            "gazette.example/2026/02/storm-warning-for-the-coast",
            "; the nearest it knows: https://www.gazette.example/2026/01/storm-warning-for-the-coast",
        ),
        ("https://news.example/zzz", "; none that it knows is near"),
        ("https://news.example/2026/01/" + "q" * 20_000, "; none that it knows is near"),
        ("https://gazete.example/2026/01/x", ", and none of gazete.example; did you mean gazette.example?"),
        ("https://elsewhere.org/a", ", and none of elsewhere.org; it has articles of gazette.example, news.example"),
        ("https://news.example/secret/plans", ": it was asked for on 2026-03-14 12:00 UTC and ended as robots"),
        ("http://www.news.example/secret/plans/", "ended as robots. The site's robots.txt asks crawlers not to"),
        ("storm", "storm is no address; one looks like https://news.example/a-story"),
        ("http://[", "is no address"),
        ("", "is no address"),
        ("two words.example", "is no address"),
        ("https://news.example/\x1b[31m", "none that it knows is near"),
    ],
    ids=lambda value: value[:40],
)
def test_an_unknown_address_is_told_with_what_is_near_and_nothing_else(
    known: Archive, address: str, words: str
) -> None:
    message = told(known, address)
    assert words in message
    assert len(message) < 600
    assert message.count("https://") <= 3


def test_an_archive_without_articles_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = create_folder(tmp_path_factory.mktemp("empty") / "archive", archive_id="a1b2", now=NOON)
    assert told(Archive(folder.path), "https://news.example/a").endswith("/a, and none of news.example")


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("gazete", "the archive has no site gazete; did you mean gazette?"),
        ("xyz", "the archive has no site xyz; it has gazette, news"),
    ],
)
def test_an_unknown_site_is_told_with_the_nearest(known: Archive, site: str, words: str) -> None:
    with pytest.raises(UsageError) as problem:
        require_site(known, site)
    assert str(problem.value) == words


@pytest.mark.parametrize("site", [None, "news", "gazette"])
def test_a_known_site_is_no_trouble(known: Archive, site: str | None) -> None:
    require_site(known, site)
