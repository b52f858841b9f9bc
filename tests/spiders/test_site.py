"""A site definition at another address: a mirror or a test server."""

import re
from dataclasses import replace

import pytest

from pipelines.rules.addresses import AddressRules
from spiders.site import Sources, site_at
from spiders.site_folders import find_site

MIRROR = "http://127.0.0.1:8080/"


def test_a_site_at_another_address_has_its_listings_and_its_host_there() -> None:
    site = find_site("demo").at(MIRROR)
    assert site.address == MIRROR
    assert site.hosts == {"127.0.0.1:8080"}
    assert site.listings.start == (MIRROR, f"{MIRROR}all/en/", f"{MIRROR}all/pt/")


def test_a_site_at_another_address_keeps_its_name_rules_and_manners() -> None:
    site = find_site("neuron")
    moved = site.at(MIRROR)
    assert (moved.name, moved.rules, moved.politeness) == (site.name, site.rules, site.politeness)
    assert moved.listings == replace(site.listings, start=(MIRROR, f"{MIRROR}news/"))


def test_a_mirror_may_lie_below_a_path() -> None:
    assert find_site("demo").at(f"{MIRROR}copy/").listings.start[1] == f"{MIRROR}copy/all/en/"


def test_a_listing_on_another_host_of_the_site_moves_too() -> None:
    site = find_site("neuron")
    elsewhere = replace(site, listings=replace(site.listings, start=("https://www.neuron.expert/latest/?page=1",)))
    assert elsewhere.at(MIRROR).listings.start == (f"{MIRROR}latest/?page=1",)


def test_a_site_at_its_own_address_is_the_same_but_for_its_other_hosts() -> None:
    site = find_site("neuron")
    assert site.at(site.address) == replace(site, hosts=frozenset({"neuron.expert"}))


@pytest.mark.parametrize("address", [MIRROR, MIRROR.rstrip("/")])
def test_a_site_starts_at_its_own_listings_where_the_address_is_its_front_page(address: str) -> None:
    site = find_site("demo").at(MIRROR)
    assert site.starting_at(address) is site


@pytest.mark.parametrize("path", ["all/en/", "?page=2", "all/en/?page=2"])
def test_a_site_starts_at_the_address_where_that_is_a_page_of_its_own(path: str) -> None:
    site = find_site("demo").at(MIRROR)
    started = site.starting_at(MIRROR + path)
    assert started == replace(site, listings=replace(site.listings, start=(MIRROR + path,)))


def test_of_an_address_alone_the_name_is_the_host_without_www() -> None:
    assert site_at("https://www.News.example:8443/a/b?c").name == "news.example-8443"


SOURCES = Sources(feeds=("https://neuron.expert/feed.xml",), sitemaps=("https://neuron.expert/map.xml?all=1",))


def test_a_site_at_another_address_has_its_sources_there() -> None:
    moved = replace(find_site("neuron"), sources=SOURCES).at(MIRROR)
    assert moved.sources == Sources(feeds=(f"{MIRROR}feed.xml",), sitemaps=(f"{MIRROR}map.xml?all=1",))


def test_a_site_that_starts_at_a_page_of_its_own_is_read_from_there_alone() -> None:
    site = replace(find_site("neuron"), sources=SOURCES)
    assert site.starting_at("https://neuron.expert/").sources == SOURCES
    assert site.starting_at("https://neuron.expert/news/").sources == Sources()


def test_a_site_shows_its_articles_by_itself_where_nobody_wrote_a_rule_for_them() -> None:
    unknown = site_at("https://news.example/")
    addresses = AddressRules(article=re.compile(r"/news/\d+"))
    ruled = replace(unknown, rules=replace(unknown.rules, addresses=addresses))
    assert (unknown.learns_links, ruled.learns_links) == (True, False)
