"""Articles that go, move and come back, on real servers: each leaves a tombstone with its reason, and none is lost."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.folder import open_folder
from archive.ledger import AddressEntry
from archive.ledger.sqlite import SqliteLedger
from crawler.localsite import LocalSite
from pipelines.revisit.memory import VisitMemory
from tests.crawler.commandline import newsreel, rows
from tests.crawler.gazette import Gazette, Reply, article
from tests.crawler.mazes import page

STORY, OTHER, NEW = (f"/news/story-{n}/{n}/" for n in (1, 2, 9))
LONG = article(1).replace(b"</div>", b"<p>A third paragraph, with what the mayor had to say about it all.</p></div>")
NOTHING = b"<html><body><h1>Nothing here</h1></body></html>"
CRAWLS = 3


def by_address(site: Gazette, folder: Path) -> Path:
    """A site file that tells articles by their folder, and one from another by their address alone."""
    path = folder / "gazette.toml"
    path.write_text(
        f'name = "gazette"\ntitle = "Gazette"\naddress = "{site.address}"\ntime_zone = "UTC"\nrules_only = ["body"]\n'
        "[listings]\nstart = [\"/\"]\n[articles]\npath = '/news/.+'\n"
        '[[fields.title]]\ncss = "h1"\n[[fields.body]]\ncss = "div.body p"\n[politeness]\ndelay_seconds = 0.0\n',
        encoding="utf-8",
    )
    return path


def crawl(definition: Path, *options: str) -> dict[str, int]:
    """The outcomes of a crawl into the archive beside the site file."""
    done = newsreel("crawl", definition, "-a", "archive", "--format", "json", *options, cwd=definition.parent)
    assert done.status == 0, done.err
    outcomes: dict[str, int] = done.report["outcomes"]
    return outcomes


def bring_due(folder: Path, address: str) -> None:
    """Let the time come at which a gone address is looked for again."""
    with closing(SqliteLedger(open_folder(folder / "archive").ledger)) as ledger:
        db = ledger._connection.db  # noqa: SLF001 - as if weeks had gone by
        db.execute("UPDATE addresses SET due_at = 0 WHERE address = ?", (address,))


def known_of(folder: Path, address: str) -> AddressEntry:
    with closing(SqliteLedger(open_folder(folder / "archive").ledger, read_only=True)) as ledger:
        (entry,) = ledger.known_address(address)
    return entry


def observed(folder: Path, address: str) -> list[tuple[str, str | None, str | None]]:
    """How every visit of an address ended: outcome, detail, article."""
    sql = "SELECT outcome, detail, article_id FROM observations WHERE address = ? ORDER BY observed_at, run_id"
    return [tuple(row.values()) for row in rows(folder / "archive", sql, address)]


def gone(folder: Path) -> list[tuple[str, str]]:
    found = rows(folder / "archive", "SELECT address, reason FROM gone ORDER BY address")
    return [(row["address"], row["reason"]) for row in found]


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_gone_leaves_a_tombstone_and_is_noted_when_it_is_back(
    gazette: Gazette, tmp_path: Path, status: int
) -> None:
    gazette.publish(2)
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    crawl(definition)
    gazette.replies[STORY] = Reply(NOTHING, status=status)
    assert crawl(definition)["gone"] == 1

    article_id = f"gazette/{address}"
    assert observed(tmp_path, address)[-1] == ("gone", f"HTTP status {status}", article_id)
    assert gone(tmp_path) == [(address, f"HTTP status {status}")]
    assert len(rows(tmp_path / "archive", "FROM articles")) == 2

    since = known_of(tmp_path, address).ended_at
    gazette.replies[STORY] = Reply(article(1))
    bring_due(tmp_path, address)
    assert crawl(definition)["unchanged"] == 2
    assert since is not None
    outcome, detail, same = observed(tmp_path, address)[-1]
    assert (outcome, same) == ("unchanged", article_id)
    assert detail == f"back: it was gone since {since:%Y-%m-%d %H:%M} UTC"
    assert gone(tmp_path) == []
    assert known_of(tmp_path, address).history is not None
    assert VisitMemory.unpacked(known_of(tmp_path, address).history).gone is None


def test_a_listing_that_still_links_a_gone_article_has_it_fetched_neither_twice_nor_sooner(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(2)
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    crawl(definition)
    del gazette.replies[STORY]
    crawl(definition)
    due_at = known_of(tmp_path, address).due_at
    gazette.asked.clear()
    for _ in range(2):  # the address is linked on the front page all the time
        assert "gone" not in crawl(definition)
        assert known_of(tmp_path, address).due_at == due_at

    assert STORY not in gazette.paths
    bring_due(tmp_path, address)
    assert crawl(definition)["gone"] == 1
    assert gazette.paths.count(STORY) == 1
    later = known_of(tmp_path, address)
    assert VisitMemory.unpacked(later.history).gone is not None
    assert later.due_at is not None
    assert due_at is not None
    assert later.ended_at is not None
    first_wait = due_at - datetime.now(UTC)
    assert later.due_at - later.ended_at > first_wait  # ever more rarely


@pytest.mark.parametrize(
    ("target", "reason"), [("/", "leads to the front page"), ("/all/", "leads to a listing: {}all/")]
)
def test_an_article_that_leads_to_a_list_has_moved_away(
    gazette: Gazette, tmp_path: Path, target: str, reason: str
) -> None:
    gazette.publish(4)
    gazette.replies["/all/"] = page(*((f"/news/story-{n}/{n}/", f"Story number {n}") for n in (2, 3, 4)))
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    definition.write_text(definition.read_text(encoding="utf-8").replace('["/"]', '["/", "/all/"]'), encoding="utf-8")
    crawl(definition)
    gazette.replies[STORY] = Reply(status=301, location=target)
    assert crawl(definition)["moved_away"] == 1

    assert gone(tmp_path) == [(address, reason.format(gazette.address))]
    assert [row["address"] for row in rows(tmp_path / "archive", "FROM aliases WHERE address = ?", address)] == [
        address
    ]
    front = "SELECT count(*) AS n FROM aliases WHERE address = ?"
    assert rows(tmp_path / "archive", front, gazette.address + target.removeprefix("/")) == [{"n": 0}]


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "not known yet"])
def test_an_article_that_leads_to_another_article_has_moved_away_and_that_one_is_counted_once(
    gazette: Gazette, tmp_path: Path, is_known: bool
) -> None:
    gazette.publish(2)
    target = OTHER if is_known else NEW
    gazette.replies[target] = Reply(article(2 if is_known else 9, "is about something else: a market and a bridge."))
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    crawl(definition)
    gazette.replies[STORY] = Reply(status=301, location=target)
    outcomes = crawl(definition)

    other = gazette.address + target.removeprefix("/")
    assert outcomes["moved_away"] == 1
    assert outcomes.get("new", 0) == (0 if is_known else 1)
    assert gone(tmp_path) == [(address, f"leads to another article: {other}")]
    visits = rows(
        tmp_path / "archive", "SELECT DISTINCT address FROM observations WHERE article_id = ?", f"gazette/{other}"
    )
    assert visits == [{"address": other}]
    assert len(rows(tmp_path / "archive", "FROM articles")) == (2 if is_known else 3)


@pytest.mark.parametrize(
    ("edits", "is_linked"),
    [("none", True), ("while it moved", True), ("while it moved", False), ("after it moved", False)],
)
def test_an_article_that_moved_keeps_its_id_also_when_it_is_edited(
    gazette: Gazette, tmp_path: Path, edits: str, is_linked: bool
) -> None:
    gazette.publish(3)
    gazette.replies[STORY] = Reply(LONG)
    definition = by_address(gazette, tmp_path)
    crawl(definition)
    moved = LONG.replace(b"</div>", b"<p>One word more.</p></div>") if edits == "while it moved" else LONG
    gazette.replies[STORY], gazette.replies[NEW] = Reply(status=301, location=NEW), Reply(moved)
    if is_linked:
        gazette.replies["/"].body = gazette.replies["/"].body.replace(STORY.encode(), NEW.encode())
    crawl(definition)
    if edits == "after it moved":
        gazette.replies[NEW] = Reply(LONG.replace(b"</div>", b"<p>One word more.</p></div>"))
    crawl(definition)

    assert len(rows(tmp_path / "archive", "FROM articles")) == 3
    assert gone(tmp_path) == []
    old, new = (gazette.address + path.removeprefix("/") for path in (STORY, NEW))
    known = rows(tmp_path / "archive", "SELECT DISTINCT article_id FROM aliases WHERE address IN (?, ?)", old, new)
    assert known == [{"article_id": f"gazette/{old}"}]
    revisions = rows(tmp_path / "archive", "FROM revisions WHERE article_id = ?", f"gazette/{old}")
    assert len(revisions) == (1 if edits == "none" else 2)


def test_an_article_that_comes_up_elsewhere_when_it_is_gone_is_back_at_another_address(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(2)
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    crawl(definition)
    del gazette.replies[STORY]
    crawl(definition)
    gazette.replies[NEW] = Reply(article(1))
    gazette.replies["/"].body = gazette.replies["/"].body.replace(STORY.encode(), NEW.encode())
    crawl(definition)

    outcome, detail, article_id = observed(tmp_path, gazette.address + NEW.removeprefix("/"))[-1]
    assert (outcome, article_id) == ("unchanged", f"gazette/{address}")
    assert detail is not None
    assert detail.startswith("back at another address: it was gone since ")
    assert gone(tmp_path) == []
    assert len(rows(tmp_path / "archive", "FROM articles")) == 2


def test_an_article_nearly_like_another_is_stored_once_the_other_is_known_to_stand(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(2)
    gazette.replies[STORY] = Reply(LONG)
    definition = by_address(gazette, tmp_path)
    crawl(definition)
    gazette.replies[NEW] = Reply(LONG.replace(b"</div>", b"<p>More.</p></div>"))
    gazette.replies["/"].body = gazette.replies["/"].body.replace(
        b"</ul>", f'<li><a href="{NEW}">1</a></li></ul>'.encode()
    )
    bring_due(tmp_path, gazette.address)
    crawl(definition, "--due")  # which does not visit the first article yet
    new = gazette.address + NEW.removeprefix("/")
    old = gazette.address + STORY.removeprefix("/")
    assert observed(tmp_path, new) == [
        ("duplicate", f"nearly the same as {old}, which is visited first", f"gazette/{old}")
    ]
    crawl(definition)

    assert observed(tmp_path, new)[-1] == ("new", None, f"gazette/{new}")
    assert len(rows(tmp_path / "archive", "FROM articles")) == 3


def test_an_address_that_reads_as_no_article_twice_is_gone_and_back_when_it_reads_as_one(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.publish(2)
    definition, address = by_address(gazette, tmp_path), gazette.address + STORY.removeprefix("/")
    crawl(definition)
    gazette.replies[STORY] = Reply(NOTHING)
    assert crawl(definition)["no_body"] == 1
    assert gone(tmp_path) == []
    bring_due(tmp_path, address)
    crawl(definition)
    assert gone(tmp_path) == [(address, "reads as no article: no_body")]

    gazette.replies[STORY] = Reply(article(1))
    bring_due(tmp_path, address)
    crawl(definition)
    assert gone(tmp_path) == []
    assert (observed(tmp_path, address)[-1][1] or "").startswith("back: it was gone since ")


@pytest.mark.parametrize("with_definition", [True, False], ids=["with its definition", "by its address alone"])
def test_of_a_site_that_moves_and_deletes_stories_each_is_in_the_archive_once(
    tmp_path: Path, with_definition: bool
) -> None:
    changes: list[dict[str, Any]] = []
    with LocalSite(stories=24) as site:
        what = ["demo", "--address", site.address] if with_definition else [site.address]
        for number in range(CRAWLS):
            if number:
                changes.append(site.advance())
            done = newsreel("crawl", *what, "-a", "archive", "--format", "json", cwd=tmp_path)
            assert done.status == 0, done.err
    archive = tmp_path / "archive"
    twice = rows(archive, "SELECT title FROM articles GROUP BY title, language HAVING count(*) > 1")
    assert twice == []
    deleted = {address for change in changes for address in change["deleted"]}
    assert {row["address"] for row in rows(archive, "FROM gone WHERE reason = 'HTTP status 410'")} == deleted
    assert len(rows(archive, "FROM gone")) == len(deleted)
    for move in (move for change in changes for move in change["moved"]):
        sql = "SELECT count(DISTINCT article_id) AS n FROM aliases WHERE address IN (?, ?)"
        assert rows(archive, sql, move["from"], move["to"]) == [{"n": 1}], json.dumps(move)
