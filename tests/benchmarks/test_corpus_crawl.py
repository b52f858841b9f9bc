import gzip
import http.client
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from archive.outcomes import Outcome
from benchmarks.corpus_crawl.__main__ import main
from benchmarks.corpus_crawl.account import PageVisit, check
from benchmarks.corpus_crawl.crawls import Cost, site_file, site_names
from benchmarks.corpus_crawl.results import Result, table
from benchmarks.corpus_crawl.server import BenchmarkError, Folder, Pages, Server, listing, read_folders, serving
from spiders.site_file import read_site_file

ORIGIN = "http://127.0.0.1:8000"
ODD_NAME = "50%41 d'été? #1"
SENTENCES = " ".join(f"The council met for the {n}th time and spoke about the old bridge at length." for n in range(9))
ARTICLE = f"""<!doctype html><html lang="en"><head><title>The bridge stays</title>
<link rel="canonical" href="https://news.example/bridge/"></head><body><article><h1>The bridge stays</h1>
<p>{SENTENCES}</p><p>Nobody wanted to pay. {SENTENCES}</p></article>
<a href="https://news.example/other/">Other news</a> <a href="next.html">Next</a></body></html>"""
PAGES = {
    "bridge": ARTICLE,
    ODD_NAME: ARTICLE.replace("bridge", "école"),
    "empty": "<!doctype html><title>Nothing here</title>",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "Tiny News_1"
    folder.mkdir(parents=True)
    for name, page in PAGES.items():
        (folder / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {name: {"url": "https://news.example/"} for name in PAGES}
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder.parent


def visit(address: str, outcome: Outcome = Outcome.NEW, *, has_row: bool = True) -> PageVisit:
    return PageVisit(address=f"{ORIGIN}{address}", outcome=outcome, detail=None, has_row=has_row)


def test_every_page_of_a_small_corpus_is_accounted_for(corpus: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    command = [sys.executable, "-m", "benchmarks.corpus_crawl", str(corpus), "--keep", str(kept)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    total = done.stdout.partition("\ntotal ")[2].splitlines()[0]
    assert total.split()[:2] == ["3", "2"]
    assert total.endswith("new 2, no_body 1")
    assert "Requests meant for other hosts: 0" in done.stdout
    assert "Unaccounted for: 0" in done.stdout
    assert (kept / "archive" / "articles").is_dir()


def test_pages_are_served_byte_for_byte_on_one_connection(corpus: Path) -> None:
    (folder,) = read_folders(corpus)
    server = Server(Pages(folder))
    with serving([server]):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        for name, page in PAGES.items():
            connection.request("GET", folder.page_path(name))
            answer = connection.getresponse()
            assert answer.read() == page.encode()
            assert answer.headers["Content-Type"] == "text/html"
            assert not answer.will_close
        connection.close()
    assert server.unknown == []


def test_listings_lead_to_every_page_fifty_at_a_time(tmp_path: Path) -> None:
    folder = Folder(path=tmp_path / "many", names=tuple(f"{number:03}" for number in range(101)))
    pages = [listing(folder, f"page={number}") or b"" for number in (1, 2, 3)]
    assert [page.count(b"<li>") for page in pages] == [50, 50, 1]
    assert [b'rel="next"' in page for page in pages] == [True, True, False]
    assert listing(folder, "page=4") is None
    assert listing(folder, "page=0") is None
    assert listing(folder, "page=²") is None


def test_requests_without_an_answer_are_noted_even_through_a_proxy(corpus: Path) -> None:
    (folder,) = read_folders(corpus)
    server, elsewhere = Server(Pages(folder)), Server()
    proxies = {"http": elsewhere.origin, "https": elsewhere.origin}
    by_proxy = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with serving([server, elsewhere]):
        for opener, address in (
            (direct, f"{server.origin}/favicon.ico"),
            (by_proxy, "http://news.example/a"),
            (by_proxy, "https://news.example/b"),
        ):
            with pytest.raises((urllib.error.URLError, OSError)) as caught:
                opener.open(address, timeout=10)
            if isinstance(caught.value, urllib.error.HTTPError):
                caught.value.close()
    assert server.unknown == ["GET /favicon.ico"]
    assert elsewhere.unknown == ["GET http://news.example/a", "CONNECT news.example:443"]


def test_the_site_file_is_valid_and_takes_the_saved_pages_only(corpus: Path, tmp_path: Path) -> None:
    ((name, folder),) = site_names(read_folders(corpus)).items()
    assert name == "tiny-news-1"
    path = tmp_path / f"{name}.toml"
    path.write_text(site_file(name, folder, ORIGIN), encoding="utf-8")
    addresses = read_site_file(path).rules.addresses
    assert all(addresses.is_article(ORIGIN + folder.page_path(page)) for page in PAGES)
    assert not addresses.is_article(f"{ORIGIN}{folder.front}next.html")


def test_folders_whose_names_read_alike_become_two_sites(tmp_path: Path) -> None:
    folders = [Folder(path=tmp_path / name, names=("a",)) for name in ("My News", "my_news", "…")]
    assert list(site_names(folders)) == ["my-news", "my-news-2", "site"]


def test_one_visit_a_page_adds_up() -> None:
    visits = [visit("/f/a.html"), visit("/f/b%20c.html", Outcome.NO_BODY, has_row=False)]
    assert check(ORIGIN, {"/f/a.html": "a", "/f/b c.html": "b c"}, visits) == []


@pytest.mark.parametrize(
    ("visits", "complaint"),
    [
        ([], "a: 0 visits instead of one"),
        ([visit("/f/a.html"), visit("/f/a.html")], "a: 2 visits instead of one"),
        ([visit("/f/a.html", has_row=False)], "a: outcome new, but no row in articles"),
        ([visit("/f/a.html"), visit("/f/x.html")], f"{ORIGIN}/f/x.html: visited (new), but no page of the corpus"),
    ],
)
def test_whatever_does_not_add_up_is_named(visits: list[PageVisit], complaint: str) -> None:
    assert check(ORIGIN, {"/f/a.html": "a"}, visits) == [complaint]


def test_a_page_that_truth_names_but_nobody_saved_is_an_error(corpus: Path) -> None:
    (corpus / "Tiny News_1" / "empty.html.gz").unlink()
    with pytest.raises(BenchmarkError, match=r"empty\.html\.gz: is missing"):
        read_folders(corpus)


def test_folders_that_cannot_be_used_end_with_status_two(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert main([str(corpus), "--keep", str(corpus)]) == 2
    assert "is not empty; give --keep a new folder" in capsys.readouterr().err


def test_counts_that_differ_are_named_and_the_table_adds_up() -> None:
    cost = Cost(exit_status=7, seconds=2.0, cpu_seconds=1.0, peak_bytes=200_000_000, outcomes={}, last_log_lines=())
    result = Result(
        site="tiny",
        pages=2,
        visits=[visit("/f/a.html"), visit("/f/b.html", Outcome.CRASHED, has_row=False)],
        counts={"new": 1, "crashed": 1},
        rows=0,
        cost=cost,
        unknown=["GET /x"],
        misfits=[],
    )
    assert result.wrong == [
        "tiny: GET /x: asked for, but no address of this site",
        "tiny: 0 rows in articles, but 1 pages ended as new",
        "tiny: the report counts {}, the archive holds {'new': 1, 'crashed': 1}",
    ]
    assert table([result, result]).splitlines()[-1].split() == (
        ["total", "4", "0", "4.0", "500", "200", "7", "new", "2,", "crashed", "2"]
    )
