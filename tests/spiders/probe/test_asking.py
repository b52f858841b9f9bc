"""What a probe asks of a site, and that it stops."""

from scrapy.exceptions import DownloadConnectionRefusedError

from spiders.probe.answer import Robots, What
from spiders.probe.asking import MAX_REQUESTS
from tests.spiders.probe.playing import (
    ADDRESS,
    Site,
    asked,
    feed,
    front,
    index,
    probed,
    site_of_stories,
    sitemap,
    story,
)


def test_a_site_that_lists_its_articles_costs_the_pages_that_are_read_anyway_and_one_guess() -> None:
    known = probed(site_of_stories(9))
    stories = [f"/2026/01/story-number-{number}/" for number in (1, 5, 9)]
    assert asked(known) == ["/", *stories, "/sitemap.xml"]


def test_of_what_the_page_and_robots_txt_name_nothing_is_guessed() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
    site = site_of_stories(9, head=head) | {f"{ADDRESS}news.rss": feed(9), f"{ADDRESS}map.xml": sitemap(ADDRESS)}
    known = probed(site, robots=Robots(sitemaps=(f"{ADDRESS}map.xml",)))
    assert {"/news.rss", "/map.xml"} < set(asked(known))
    assert not {"/sitemap.xml", "/feed", "/rss.xml"} & set(asked(known))


def test_feeds_of_comments_are_no_feeds_of_articles() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
    assert "/comments/feed/" not in asked(probed(site_of_stories(9, head=head)))


def test_where_nothing_leads_to_articles_two_places_of_feeds_are_tried() -> None:
    known = probed({ADDRESS: front(0)})
    assert asked(known) == ["/", "/sitemap.xml", "/feed", "/rss.xml"]
    known = probed({ADDRESS: front(0), f"{ADDRESS}feed": feed(9)})
    assert asked(known)[:3] == ["/", "/sitemap.xml", "/feed"]
    assert "/rss.xml" not in asked(known)
    assert len(known.of(What.ARTICLE)) > 0


def test_of_an_index_of_sitemaps_one_is_looked_into() -> None:
    site: Site = {
        ADDRESS: front(0),
        f"{ADDRESS}sitemap.xml": index(f"{ADDRESS}a.xml", f"{ADDRESS}b.xml"),
        f"{ADDRESS}a.xml": sitemap(f"{ADDRESS}2026/01/story-number-1/"),
        f"{ADDRESS}2026/01/story-number-1/": story(1),
    }
    assert asked(probed(site)) == ["/", "/sitemap.xml", "/a.xml", "/2026/01/story-number-1/"]


def test_a_section_of_the_navigation_is_looked_at() -> None:
    nav = '<a href="/">Home</a><a href="/science/">Science</a><a href="/sport/">Sport</a>'
    known = probed(site_of_stories(9, nav=nav) | {f"{ADDRESS}science/": front(3), f"{ADDRESS}sport/": front(3)})
    assert [answer.wish.address for answer in known.of(What.SECTION)] == [f"{ADDRESS}science/"]


def test_of_an_address_below_the_front_page_both_are_looked_at() -> None:
    site = site_of_stories(9) | {f"{ADDRESS}science/": front(4)}
    known = probed(site, address=f"{ADDRESS}science/")
    assert asked(known)[:2] == ["/science/", "/"]


def test_other_articles_are_tried_where_the_first_read_as_none() -> None:
    site = site_of_stories(9)
    for number in (1, 5, 9):
        site[f"{ADDRESS}2026/01/story-number-{number}/"] = "<html><body><h1>Members only</h1></body></html>"
    known = probed(site)
    assert len(known.of(What.ARTICLE)) == 5
    assert known.has_article


def test_nothing_else_is_asked_of_a_site_that_does_not_answer() -> None:
    assert asked(probed({ADDRESS: DownloadConnectionRefusedError("refused")})) == ["/"]


def test_what_stands_under_another_domain_is_not_asked_for() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="https://feeds.elsewhere.example/gazette">'
    known = probed(site_of_stories(9, head=head), robots=Robots(sitemaps=("https://maps.elsewhere.example/g.xml",)))
    assert all(answer.wish.address.startswith(ADDRESS) for answer in known.answers)


def test_a_probe_is_kept_to_its_requests_whatever_a_site_names() -> None:
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}.rss">' for n in range(50))
    nav = "".join(f'<a href="/section-{n}/">Section {n}</a>' for n in range(50))
    maps = tuple(f"{ADDRESS}map-{n}.xml" for n in range(50))
    known = probed(site_of_stories(40, head=feeds, nav=nav), robots=Robots(sitemaps=maps))
    assert len(asked(known)) <= MAX_REQUESTS
    assert len(set(asked(known))) == len(asked(known))
