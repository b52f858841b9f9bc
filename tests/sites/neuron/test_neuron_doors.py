"""A page of the neuron site reads the same through every door: pipelines.read_page and `newsreel read`."""

import json
import subprocess
import sys
from pathlib import Path

from pipelines import read_page
from tests.sites.neuron.articles import ENGLISH, SLUG, path_in
from tests.sites.neuron.markups import ORIGIN, Shown, noisy

ADDRESS = ORIGIN + path_in("en")
HTML = noisy(ENGLISH, Shown(date=ENGLISH.date, views="3,742")).encode()


def test_read_page_reads_with_the_site_definition_named() -> None:
    record = read_page(HTML, ADDRESS, site="neuron")

    assert (record.site, record.article_id, record.views) == ("neuron", f"neuron/{SLUG}/en", 3742)
    assert record.summary == ENGLISH.summary
    assert record.body == "\n\n".join(ENGLISH.paragraphs)
    assert len(record.entries) == 7


def test_read_page_without_a_site_still_finds_the_article() -> None:
    record = read_page(HTML, ADDRESS)

    assert (record.site, record.article_id, record.entries) == ("generic", f"generic/{ADDRESS}", ())
    assert record.title == ENGLISH.title
    assert record.body is not None
    assert ENGLISH.paragraphs[1] in record.body


def test_the_command_line_prints_the_record_that_read_page_gives(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(HTML)
    ran = subprocess.run(
        [sys.executable, "-c", "from crawler.cli import main; main()", "read", "page.html", "--url", ADDRESS],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=60,
    )
    printed = json.loads(ran.stdout)
    record = read_page(HTML, ADDRESS, site="neuron")

    assert ran.stderr == b""
    assert printed["published_at"] == "2025-01-09T06:55:00+00:00"
    assert printed["refused"] is None
    same = ("site", "article_id", "canonical_address", "title", "summary", "body", "views", "content_hash", "sources")
    assert {name: printed[name] for name in same} == {name: getattr(record, name) for name in same}
    assert [entry["title"] for entry in printed["entries"]] == [teaser.title for teaser in ENGLISH.teasers]
    assert printed["entries"][2]["published_at"] == "2025-11-14T12:00:00+00:00"
