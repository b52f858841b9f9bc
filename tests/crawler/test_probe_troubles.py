"""Sites that are not as they should be: one clear line each, the good part used, the right exit status."""

from pathlib import Path

from tests.crawler.commandline import Ended, newsreel, rows
from tests.crawler.gazette import Gazette, Reply, article, serve
from tests.crawler.workers.pages import MANY_ATTRIBUTES

XML = "application/xml"
SCRIPTS_ONLY = b"""<html><head><title>Gazette</title><script src="/app.js"></script></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>"""
CONSENT = b"""<html><body><h1>Your privacy</h1><form><p>We use cookies and need your consent before you read on.
With your consent we store cookies; see our privacy policy.</p><button>Accept cookies</button></form></body></html>"""


LONG = "says what happened, when, and to whom, and what the neighbours had to add to it on the day after. " * 4


def publish(site: Gazette, count: int) -> None:
    """Put ``count`` articles on the front page, long enough to be known as such wherever they are found."""
    site.publish(count)
    for number in range(1, count + 1):
        site.replies[f"/news/story-{number}/{number}/"] = Reply(article(number, LONG))


def add(site: Gazette, folder: Path) -> Ended:
    return newsreel("sites", "add", site.address, cwd=folder)


def assert_left_alone(done: Ended, folder: Path, *words: str) -> None:
    """Nothing was written, the command failed, and a line says why."""
    assert done.status == 7, done.err
    assert all(any(word in line for line in done.err.splitlines()) for word in words), done.err
    assert all(line.startswith("newsreel: ") for line in done.err.splitlines()), done.err
    assert list(folder.iterdir()) == []


def one_line(done: Ended, *words: str) -> str:
    (line,) = [line for line in done.err.splitlines() if all(word in line for word in words)]
    return line


def urlset(addresses: list[str]) -> bytes:
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def test_a_site_that_is_down_is_told(tmp_path: Path) -> None:
    with serve() as site:
        address = site.address
    done = newsreel("sites", "add", address, cwd=tmp_path)
    assert_left_alone(done, tmp_path, "No connection", "is the address right? Else try again later")


def test_the_crawl_of_a_site_that_is_down_is_noted_and_fails(tmp_path: Path) -> None:
    with serve() as site:
        address = site.address
    done = newsreel("crawl", address, "-a", "archive", cwd=tmp_path)
    assert done.status == 7
    assert "No connection" in one_line(done, "is the address right?")
    assert "no site file was written" in done.err
    assert not (tmp_path / "newsreel-sites").exists()
    assert [row["outcome"] for row in rows(tmp_path / "archive", "SELECT outcome FROM observations")] == [
        "robots_unknown"
    ]


def test_a_site_that_refuses_is_told_and_asked_once(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(b"<html><body>Forbidden</body></html>", status=403)
    done = newsreel("crawl", gazette.address, "-a", "archive", cwd=tmp_path)
    assert done.status == 7
    assert "is refused to newsreel (HTTP status 403)" in one_line(done, "NEWSREEL_CONTACT")
    assert gazette.paths == ["/"]


def test_a_test_for_browsers_is_told_as_such(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(b"<html><body>Just a moment...</body></html>", status=403)
    assert_left_alone(add(gazette, tmp_path), tmp_path, "test for browsers, and newsreel never poses as one")


def test_a_site_drawn_by_scripts_is_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(SCRIPTS_ONLY)
    assert_left_alone(add(gazette, tmp_path), tmp_path, "drawn by scripts", "[sources]")


def test_a_question_for_consent_is_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(CONSENT)
    assert_left_alone(add(gazette, tmp_path), tmp_path, "question for consent")


def test_a_site_that_is_drawn_by_scripts_is_read_by_its_sitemap(gazette: Gazette, tmp_path: Path) -> None:
    publish(gazette, 3)
    gazette.replies["/"] = Reply(SCRIPTS_ONLY)
    stories = [f"{gazette.address}news/story-{number}/{number}/" for number in (1, 2, 3)]
    gazette.replies["/sitemap.xml"] = Reply(urlset(stories), content_type=XML)
    done = newsreel("crawl", gazette.address, "-a", "archive", cwd=tmp_path)
    assert "drawn by scripts" in done.err
    assert len(rows(tmp_path / "archive", "SELECT title FROM articles")) == 3
    assert done.status == 0


def test_what_robots_txt_forbids_is_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(3)
    gazette.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
    assert_left_alone(add(gazette, tmp_path), tmp_path, "robots.txt asks crawlers not to fetch")
    assert gazette.paths == []


def test_rules_that_cannot_be_read_are_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/robots.txt"] = Reply(b"", status=503)
    assert_left_alone(add(gazette, tmp_path), tmp_path, "robots.txt could not be read", "try again later")


def test_a_page_that_leads_nowhere_is_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(b"<html><body><h1>Welcome</h1><p>To the site of a small bakery.</p></body></html>")
    assert_left_alone(add(gazette, tmp_path), tmp_path, "leads to nothing that looks like an article")


def test_a_broken_sitemap_is_told_and_the_rest_is_used(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(6)
    gazette.replies["/robots.txt"] = Reply(f"Sitemap: {gazette.address}map.xml\n".encode(), content_type="text/plain")
    gazette.replies["/map.xml"] = Reply(b"<urlset><url><loc>htt", content_type=XML)
    done = newsreel("crawl", gazette.address, "-a", "archive", cwd=tmp_path)
    assert done.status == 0, done.err
    assert "map.xml" in one_line(done, "the sitemap", "left aside")
    assert done.report["outcomes"] == {"listing": 1, "new": 6}


def test_a_sitemap_of_fifty_megabytes_is_used(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(6)
    stories = [f"{gazette.address}news/story-{number}/{number}/" for number in range(1, 7)]
    filler = b"<!--" + b" " * (50 * 1024 * 1024) + b"-->"
    gazette.replies["/sitemap.xml"] = Reply(urlset(stories) + filler, content_type=XML)
    done = add(gazette, tmp_path)
    assert (done.status, done.err) == (0, "")
    assert "sitemap, 6 entries" in done.out


def test_a_sitemap_beyond_all_measure_is_told_and_the_rest_is_used(gazette: Gazette, tmp_path: Path) -> None:
    gazette.publish(6)
    gazette.replies["/robots.txt"] = Reply(f"Sitemap: {gazette.address}map.xml\n".encode(), content_type="text/plain")
    gazette.replies["/map.xml"] = Reply(b"<urlset>" + b" " * (70 * 1024 * 1024), content_type=XML)
    done = add(gazette, tmp_path)
    assert done.status == 0, done.err
    assert "larger than the size limit" in one_line(done, "map.xml")


def test_a_feed_with_one_broken_entry_of_thirty_is_told_and_the_others_are_used(
    gazette: Gazette, tmp_path: Path
) -> None:
    publish(gazette, 29)
    gazette.replies["/"] = Reply(
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Hello</body></html>'
    )
    stories = [f"<item><title>Story {n}</title><link>{gazette.address}news/story-{n}/{n}/</link></item>"
               for n in range(1, 30)]  # fmt: skip
    feed = "<rss version='2.0'><channel><title>The Gazette</title>{}<item><title>Lost</title></item></channel></rss>"
    gazette.replies["/feed"] = Reply(feed.format("".join(stories)).encode(), content_type="application/rss+xml")
    done = newsreel("crawl", gazette.address, "-a", "archive", cwd=tmp_path)
    assert done.status == 0, done.err
    assert "1 of 30 entries without an address" in one_line(done, "the feed")
    assert len(rows(tmp_path / "archive", "SELECT title FROM articles")) == 29
    paths = [asked.path for asked in gazette.asked]
    assert len(paths) == len(set(paths))


def test_a_site_that_moved_to_another_host_is_told(gazette: Gazette, tmp_path: Path) -> None:
    gazette.replies["/"] = Reply(status=301, location="https://elsewhere.example/")
    assert_left_alone(add(gazette, tmp_path), tmp_path, "it leads to another site, https://elsewhere.example/")


def test_a_page_made_to_freeze_whoever_reads_it_is_told_and_nothing_waits_for_it(
    gazette: Gazette, tmp_path: Path
) -> None:
    gazette.replies["/"] = Reply(MANY_ATTRIBUTES)
    assert_left_alone(add(gazette, tmp_path), tmp_path, "reading it took more than 5 s of processor time")
