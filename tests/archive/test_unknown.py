"""An address or a site that the archive does not know is told with what became of it, or with the nearest it knows."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import UsageError
from archive.folder import create_folder
from archive.ledger import Found
from archive.ledger.sqlite import SqliteLedger
from archive.query.unknown import require_site
from tests.archive.rows import DAY, NOON, observation, revision, run
from tests.archive.runs import AnyRecord, stored, writer_of

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


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: archive.articles(site="gazete"),
        lambda archive: archive.search("storm", site="gazete", use_index=False),
        lambda archive: archive.named("latest", site="gazete"),
    ],
    ids=["articles", "search", "named"],
)
def test_whatever_takes_a_site_tells_of_one_there_is_not(known: Archive, ask: Callable[[Archive], object]) -> None:
    with pytest.raises(UsageError, match=r"the archive has no site gazete; did you mean gazette\?"):
        ask(known)


def test_a_site_that_came_later_is_known_and_has_nothing_yet(known: Archive) -> None:
    before = known.as_of(NOON - 365 * DAY)
    assert before.articles(site="gazette").rows() == []
    assert before.named("latest", site="gazette").rows() == []
    with pytest.raises(UsageError, match="no site gazete"):
        before.articles(site="gazete")


def test_a_site_in_its_first_crawl_is_known_by_its_requests(known: Archive) -> None:
    folder = known.folder
    address = "https://fresh.example/"
    stored(folder, observation(None, site="fresh", address=address, outcome="listing"), run_id="run-3", now=NOON + DAY)
    assert Archive(folder.path).articles(site="fresh").rows() == []


def test_an_archive_without_sites_answers_of_any_with_nothing(tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
    assert Archive(folder.path).articles(site="news").rows() == []


def test_an_address_that_waits_is_told_as_known(tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "archive", archive_id="a1b2", now=NOON)
    address = "https://news.example/2026/01/waiting"
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger)
        writer.add([revision("a")])
        writer.find([Found(address=address, host="news.example", kind="article")])
        writer.commit(now=NOON, due_before=NOON)
        writer.seal()
        ledger.close_run("run-1")
    archive = Archive(folder.path)
    for spelling in (address, "http://www.news.example/2026/01/waiting/"):
        assert told(archive, spelling).endswith(f" at {spelling}: an article, known and not fetched yet")
    assert "not fetched yet" not in told(archive.as_of(NOON), address)
