"""What is made of a site's answers: findings, notices, a definition, and the text of its file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadConnectionRefusedError, IgnoreRequest

from spiders.probe.answer import Robots
from spiders.probe.definition import definition_of
from spiders.probe.findings import Findings, findings_of
from spiders.probe.site_text import site_text
from spiders.probe.telling import counted, findings_lines, sample_lines
from spiders.site import SiteDefinition
from spiders.site_file import read_site_file
from tests.spiders.probe.playing import ADDRESS, NOW, feed, front, index, probed, site_of_stories, sitemap
from tests.spiders.probe.playing import Site as Answers

NAME = '<meta property="og:site_name" content="The Gazette">'
FEED = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
EDITION = '<link rel="alternate" hreflang="{0}" href="https://{0}.gazette.example/">'


def found(site: Answers, address: str = ADDRESS, robots: Robots | None = None) -> Findings:
    known = probed(site, address, robots)
    return findings_of(known, requests=len(known.answers) + 1)


def read_back(findings: Findings, folder: Path, name: str | None = None) -> tuple[SiteDefinition, SiteDefinition, str]:
    """The definition made of ``findings``, the one its file is read back to, and the file's text."""
    definition = definition_of(findings, name)
    text = site_text(definition, findings, NOW)
    path = folder / f"{definition.name}.toml"
    path.write_text(text, encoding="utf-8")
    return definition, read_site_file(path), text


def assert_same(definition: SiteDefinition, read: SiteDefinition) -> None:
    for name in ("name", "title", "address", "hosts", "listings", "rules", "politeness", "sources", "bounds", "links"):
        assert getattr(read, name) == getattr(definition, name), name


def test_a_site_file_reads_back_to_the_definition_it_was_made_of(tmp_path: Path) -> None:
    site = site_of_stories(9, head=NAME + FEED) | {f"{ADDRESS}feed.xml": feed(9), f"{ADDRESS}m.xml": sitemap(ADDRESS)}
    findings = found(site, robots=Robots(sitemaps=(f"{ADDRESS}m.xml",), crawl_delay=2.5))
    definition, read, text = read_back(findings, tmp_path)
    assert_same(definition, read)
    assert (read.name, read.title, read.rules.language) == ("gazette.example", "The Gazette", "en")
    assert read.hosts == {"gazette.example", "www.gazette.example"}
    assert read.listings.start == (ADDRESS,)
    assert read.sources.feeds == (f"{ADDRESS}feed.xml",)
    assert read.sources.sitemaps == (f"{ADDRESS}m.xml",)
    assert read.politeness.delay_seconds == 2.5
    assert "# https://gazette.example/: leads to 9 articles" in text
    assert "feed.xml: feed, 9 entries" in text
    assert "robots.txt asks for 2.5" in text
    assert "+01:00" in text


def test_what_leads_where_stands_in_the_file_with_its_evidence(tmp_path: Path) -> None:
    _, read, text = read_back(found(site_of_stories(9)), tmp_path)
    (rule,) = read.links
    assert (rule.pattern, rule.seen, rule.read, rule.articles) == ("/{year}/{month}/{slug}/", 9, 3, 3)
    assert "[[links]]" in text


def test_a_page_that_only_lets_choose_a_language_leads_to_the_editions(tmp_path: Path) -> None:
    head = EDITION.format("pt") + EDITION.format("fr")
    choice = f'<html lang="en"><head>{head}</head><body><h1>Gazette</h1></body></html>'
    findings = found({ADDRESS: choice, "https://pt.gazette.example/": front(9)})
    assert findings.leads_to_articles
    assert not any(notice.is_fatal for notice in findings.notices)
    definition, read, _ = read_back(findings, tmp_path)
    assert_same(definition, read)
    assert read.listings.start == ("https://pt.gazette.example/", "https://fr.gazette.example/")


def test_an_index_of_sitemaps_that_names_itself_is_none_of_its_own_parts() -> None:
    address = f"{ADDRESS}m.xml"
    site = site_of_stories(3) | {address: index(address, f"{ADDRESS}part.xml")}
    findings = found(site, robots=Robots(sitemaps=(address,)))
    assert [sitemap.address for sitemap in findings.sitemaps] == [address]


def test_a_sitemap_at_the_usual_place_that_breaks_off_is_told() -> None:
    broken = sitemap(*(f"{ADDRESS}2026/01/story-number-{n}/" for n in range(1, 9)))[:-30]
    findings = found(site_of_stories(3) | {f"{ADDRESS}sitemap.xml": broken})
    (notice,) = [notice.text for notice in findings.notices if "sitemap.xml" in notice.text]
    assert "it breaks off before its end" in notice
    assert "what could be read of it is used" in notice


def test_a_host_that_sends_everything_to_another_is_told_so() -> None:
    problem = IgnoreRequest("unreadable rules of gazette.example: offsite: https://herald.example.org/robots.txt")
    (notice,) = found({ADDRESS: problem}).notices
    assert "it leads to another site, https://herald.example.org: if the site is there now" in notice.text


def test_editions_in_other_languages_are_part_of_the_site(tmp_path: Path) -> None:
    head = EDITION.format("pt") + EDITION.format("fr") + EDITION.format("x-default")
    head += '<link rel="alternate" hreflang="de" href="https://gazette.elsewhere.example.org/">'
    findings = found(site_of_stories(9, head=head))
    definition, read, _ = read_back(findings, tmp_path)
    assert_same(definition, read)
    editions = ("https://pt.gazette.example/", "https://fr.gazette.example/")
    assert read.listings.start == (ADDRESS, *editions)
    assert read.hosts == {"gazette.example", "www.gazette.example", "pt.gazette.example", "fr.gazette.example"}
    assert read.rules.language is None


def test_a_site_of_a_feed_alone_begins_there(tmp_path: Path) -> None:
    findings = found({ADDRESS: front(0, head=FEED), f"{ADDRESS}feed.xml": feed(9)})
    assert findings.leads_to_articles
    assert findings.title == "The Gazette"
    definition, read, _ = read_back(findings, tmp_path)
    assert_same(definition, read)
    assert read.sources.feeds == (f"{ADDRESS}feed.xml",)


def test_a_section_that_was_asked_for_leaves_the_site_its_front_page(tmp_path: Path) -> None:
    findings = found(site_of_stories(9) | {f"{ADDRESS}science/": front(4)}, address=f"{ADDRESS}science/")
    assert read_back(findings, tmp_path)[1].listings.start == (ADDRESS,)
    only = found({f"{ADDRESS}science/": front(4)}, address=f"{ADDRESS}science/")
    assert read_back(only, tmp_path)[1].listings.start == (f"{ADDRESS}science/",)


@given(title=st.text(max_size=200))
def test_no_title_of_a_site_breaks_its_file(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    words = "".join(f"&#{ord(letter)};" for letter in title if letter.isprintable())
    findings = found({ADDRESS: front(3, head=f'<meta property="og:site_name" content="{words}">')})
    definition, read, _ = read_back(findings, tmp_path_factory.mktemp("title"))
    assert_same(definition, read)


@pytest.mark.parametrize(
    ("answers", "words", "is_fatal"),
    [
        ({ADDRESS: DownloadConnectionRefusedError("refused")}, "is the address right?", True),
        ({ADDRESS: IgnoreRequest("Forbidden by robots.txt")}, "robots.txt asks crawlers not to fetch", True),
        ({ADDRESS: IgnoreRequest("unreadable rules of gazette.example: status 503")}, "could not be read", True),
        ({ADDRESS: IgnoreRequest("offsite: https://b.example/")}, "another site, https://b.example/", True),
        ({}, "no longer exists", True),
        ({ADDRESS: b"%PDF-"}, "other than HTML", True),
        ({ADDRESS: front(0)}, "leads to nothing that looks like an article", True),
        ({ADDRESS: front(9)}, "no longer exists", False),
        (site_of_stories(9, head=FEED), "the feed https://gazette.example/feed.xml", False),
        (site_of_stories(9, head=FEED) | {f"{ADDRESS}feed.xml": b"<rss>"}, "leads nowhere", False),
        (site_of_stories(9, head=FEED) | {f"{ADDRESS}feed.xml": b"Hello"}, "neither a feed nor a sitemap", False),
        (site_of_stories(9, head=FEED) | {f"{ADDRESS}feed.xml": feed(29, lost=1)}, "1 of 30 entries", False),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(answers: Answers, words: str, is_fatal: bool) -> None:
    notices = found(answers).notices
    (notice,) = [notice for notice in notices if words in notice.text][:1]
    assert notice.is_fatal is is_fatal
    assert all("\n" not in notice.text for notice in notices)


def test_of_a_site_that_is_well_nothing_is_told_but_what_was_found() -> None:
    findings = found(site_of_stories(9, head=NAME))
    assert findings.notices == ()
    assert list(findings_lines(findings)) == [
        "https://gazette.example/ (The Gazette): looked at with 6 requests",
        "  page          https://gazette.example/: leads to 9 articles",
        "  language      en",
    ]


def test_a_sample_is_shown_as_it_will_be_stored() -> None:
    sample, *_ = found(site_of_stories(9)).samples
    lines = list(sample_lines(sample))
    assert lines[0] == "  article       Story number 1"
    assert "2026-01-05 07:00+00:00, no views" in lines[1]
    assert lines[2].endswith("…")


def test_a_page_that_reads_as_no_article_is_shown_as_one_that_is_not_stored() -> None:
    site = site_of_stories(9) | {f"{ADDRESS}2026/01/story-number-1/": "<html><body><h1>Members</h1></body></html>"}
    sample, *_ = found(site).samples
    assert "not stored" in next(sample_lines(sample))


def test_a_page_asked_for_as_an_article_that_is_a_list_leads_to_articles() -> None:
    years = "".join(
        f'<div class="post"><h2><a href="/{year}-in-the-town-of-mills/">{year.title()} in the town of mills</a></h2>'
        "<p>All there was in that year, in the order of its days and nights.</p></div>"
        for year in ("one", "two")
    )
    site = site_of_stories(9)
    site[ADDRESS] = f"<html><body><main><h1>The Gazette</h1>{years}</main></body></html>"
    site |= {f"{ADDRESS}{year}-in-the-town-of-mills/": front(9) for year in ("one", "two")}
    findings = found(site)
    assert [len(page.articles) for page in findings.lists[1:]] == [9, 9]
    assert [sample.verdict.kind.value for sample in findings.samples][-1] == "article"
    assert findings.leads_to_articles


@pytest.mark.parametrize(("count", "told"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_what_is_counted_has_its_number(count: int, told: str) -> None:
    assert counted(count, "entry") == told
