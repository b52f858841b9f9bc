"""newsreel state due: what is visited next, and why, told of a real archive."""

import json
from datetime import datetime

import pytest

from archive.ledger import AddressState
from crawler.exits import ExitStatus
from tests.crawler.commandline import Ended, here, rows, state_of
from tests.crawler.conftest import Crawled


@pytest.fixture
def article(crawled: Crawled) -> str:
    """An article that was edited between the first crawl and the second."""
    return str(min(crawled.change["edited"]))


def due(crawled: Crawled, *arguments: str, form: str = "text") -> Ended:
    return here("state", "-a", crawled.archive, "due", *arguments, "--format", form, cwd=crawled.archive.parent)


def test_what_is_visited_next_is_told_with_its_reason(crawled: Crawled) -> None:
    done = due(crawled, "--limit", "5")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Due now: ")
    assert "within 1 d: " in done.out
    assert "demo" in done.out


def test_the_same_for_a_program_counts_each_address_once(crawled: Crawled) -> None:
    told = json.loads(due(crawled, "--limit", "7", form="json").out)
    states = state_of(crawled.archive)["demo"].states
    assert sum(told["counts"].values()) == states[AddressState.DONE] + states.get(AddressState.PENDING, 0)
    assert list(told["counts"]) == ["now", "within 1 h", "within 1 d", "within 7 d", "later"]
    assert len(told["next"]) == 7
    times = [datetime.fromisoformat(entry["due_at"]) for entry in told["next"]]
    assert times == sorted(times)
    assert all(entry["site"] == "demo" and entry["rule"] for entry in told["next"])


def test_an_article_tells_its_history_the_rule_and_what_would_be_sooner(crawled: Crawled, article: str) -> None:
    done = due(crawled, article)
    assert (done.status, done.err) == (0, "")
    for words in ("article of demo, done", "next visit", "published", "visits", "changes      1, so", "views", "listed",
                  "validators", "last visit", "unchanged", "sooner by", "first page of a listing"):  # fmt: skip
        assert words in done.out, words


def test_the_history_of_an_article_for_a_program_is_that_of_the_archive(crawled: Crawled, article: str) -> None:
    told = json.loads(due(crawled, article, form="json").out)
    (latest,) = rows(crawled.archive, "SELECT published_at, views FROM revisions WHERE address = ? AND revision = 2",
                     article)  # fmt: skip
    history = told["history"]["history"]
    assert (history["visits"], history["changes"]) == (3, 1)
    assert datetime.fromisoformat(history["born_at"]) == latest["published_at"]
    assert told["views"] == history["views"] >= latest["views"]


def test_a_listing_tells_how_much_is_new_in_it(crawled: Crawled) -> None:
    done = due(crawled, crawled.site.address)
    assert done.status == 0, done.err
    for words in ("listing of demo, done", "shows", "new entries", "more new entries at the next visit"):
        assert words in done.out, words


def test_an_unknown_address_is_an_error_that_names_the_nearest(crawled: Crawled, article: str) -> None:
    done = due(crawled, article.replace("/en/", "/zz/"))
    assert done.status == ExitStatus.USAGE
    assert "is not known in this archive; did you mean" in done.err
    assert article.rsplit("/", 2)[0] in done.err


def test_an_address_without_its_last_slash_is_found(crawled: Crawled, article: str) -> None:
    assert due(crawled, article.rstrip("/")).out.startswith(article)


def test_an_unknown_site_is_an_error_that_names_those_there_are(crawled: Crawled) -> None:
    done = due(crawled, "--site", "nowhere")
    assert done.status == ExitStatus.USAGE
    assert "knows no such site; it knows demo" in done.err
