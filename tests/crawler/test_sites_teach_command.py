"""newsreel sites teach: one number shown, and the site's views are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from crawler.localsite import LocalSite
from crawler.localsite.designs import Design
from tests.crawler.commandline import Ended, newsreel

SITE_FILE = r"""
# A file of my own.
name = "local"
title = "Local"
address = "ADDRESS"   # where it is today

[listings]
start = ["/all/en/"]
max_pages = 2

[articles]
path = '/news/(?P<slug>[^/?]+)/(?P<id>\d+)/(?P<language>[a-z]{2})/?'
identity = "{id}"
canonical = "/news/{slug}/{id}/{language}/"

[politeness]
delay_seconds = 0.0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A site that was taught its views by the first of ``articles``, in ``folder``."""

    site: LocalSite
    folder: Path
    article: dict[str, Any]
    ended: Ended

    @property
    def file(self) -> Path:
        return self.folder / "newsreel-sites" / "local.toml"

    def teach(self, *examples: str) -> Ended:
        return newsreel("sites", "teach", "local", self.article["address"], *examples, cwd=self.folder)


def write_site_file(folder: Path, site: LocalSite) -> None:
    (folder / "newsreel-sites").mkdir()
    text = SITE_FILE.replace("ADDRESS", site.address)
    (folder / "newsreel-sites" / "local.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taught]:
    folder = tmp_path_factory.mktemp("taught")
    with LocalSite(stories=30) as site:
        write_site_file(folder, site)
        article = next(each for each in site.truth() if each["views"] and each["language"] == "en")
        example = f"views={article['views']}"
        ended = newsreel("sites", "teach", "local", article["address"], example, cwd=folder)
        yield Taught(site=site, folder=folder, article=article, ended=ended)


def crawled(taught: Taught, archive: str) -> tuple[Ended, list[dict[str, Any]]]:
    ended = newsreel("crawl", "local", "-a", archive, "--format", "text", cwd=taught.folder)
    return ended, list(Archive(taught.folder / archive).sql("SELECT address, views FROM articles").rows())


def test_the_rule_is_written_with_the_share_it_reads_and_the_file_stays_its_owners(taught: Taught) -> None:
    assert taught.ended.status == 0, taught.ended.err
    assert "9 of 9 other articles" in taught.ended.out
    text = taught.file.read_text(encoding="utf-8")
    assert "# A file of my own." in text
    assert "# where it is today" in text
    assert "[[fields.views]]\n# taught by an example: reads 9 of 9 other articles" in text
    assert "[expected]\nviews = 1.0" in text


@pytest.mark.parametrize("design", [Design.FIRST, Design.RENAMED])
def test_all_articles_are_read_right_also_when_the_site_renames_its_classes(taught: Taught, design: Design) -> None:
    taught.site.redesign(design)
    ended, rows = crawled(taught, f"archive-{design}")
    assert ended.status == 0
    assert "Look at views" not in ended.out
    truth = {each["address"]: each["views"] for each in taught.site.truth()}
    assert len(rows) > 20
    assert {row["address"]: row["views"] for row in rows} == {row["address"]: truth[row["address"]] for row in rows}


def test_a_rule_that_no_longer_reads_is_named_with_the_way_out(taught: Taught) -> None:
    taught.site.redesign(Design.REGROUPED)
    ended, rows = crawled(taught, "archive-regrouped")
    assert {row["views"] for row in rows} == {None}
    assert ended.status == 8
    assert f"Look at views: read for 0% of {len(rows)} articles, the site file expects 100%" in ended.out
    assert "newsreel sites teach local http" in ended.out
    assert "views=VALUE" in ended.out
    again = taught.teach(f"views={taught.article['views']}")
    assert again.status == 0, again.out
    ended, rows = crawled(taught, "archive-again")
    truth = {each["address"]: each["views"] for each in taught.site.truth()}
    assert {row["address"]: row["views"] for row in rows} == {row["address"]: truth[row["address"]] for row in rows}


def test_what_is_read_already_and_what_stands_nowhere_is_said(taught: Taught) -> None:
    before = taught.file.read_bytes()
    ended = taught.teach(f"title={taught.article['title']}", "views=987654321")
    assert ended.status == 2
    assert f"title: {taught.article['title']!r} is read already" in ended.out
    assert "views: '987654321' stands nowhere on" in ended.out
    assert "nothing learned for views" in ended.err
    assert taught.file.read_bytes() == before


@pytest.mark.parametrize(
    ("example", "complaint"),
    [
        ("views", "'views' shows nothing"),
        ("clicks=3", "'clicks' is no field that one value can show"),
        ("body=It began", "'body' is no field that one value can show"),
        ("views= ", "shows nothing"),
    ],
)
def test_a_wrong_example_is_named(taught: Taught, example: str, complaint: str) -> None:
    ended = taught.teach(example)
    assert ended.status == 2
    assert complaint in ended.err


def test_an_address_of_another_site_is_refused(taught: Taught) -> None:
    ended = newsreel("sites", "teach", "local", "https://elsewhere.example/a", "views=1", cwd=taught.folder)
    assert ended.status == 2
    assert "is no address of an article of local" in ended.err
