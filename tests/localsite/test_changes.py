"""What happens on the site when its clock moves on, and that it happens the same way again."""

import http.client
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.localsite import LocalSite
from crawler.localsite.designs import Design
from crawler.localsite.newsroom import Newsroom

Fetch = Callable[..., Any]


def read_everything(site: LocalSite, fetch: Fetch) -> dict[str, tuple[int, str]]:
    names = ["", "robots.txt", "sitemap.xml", "sitemap-articles.xml", "sitemap-news.xml"]
    names += [f"feeds/{language}.{kind}" for language in ("en", "pt") for kind in ("rss", "atom")]
    names += [f"all/{language}/?page={page}" for language in ("en", "pt") for page in range(1, 14)]
    addresses = [site.address + name for name in names] + [each["address"] for each in site.truth()]
    replies = {address: fetch(address) for address in addresses}
    return {
        address.replace(site.address, "/"): (reply.status, reply.text.replace(site.address, "/"))
        for address, reply in replies.items()
    }


def without_host(change: dict[str, Any], site: LocalSite) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(change).replace(site.address, "/"))
    return plain


def test_the_same_seed_gives_the_same_site_before_and_after_it_changes(fetch: Fetch) -> None:
    with LocalSite(seed=3) as first, LocalSite(seed=3) as second:
        assert read_everything(first, fetch) == read_everything(second, fetch)
        for hours in (6, 30):
            changes = [without_host(site.advance(hours), site) for site in (first, second)]
            assert changes[0] == changes[1]
        assert read_everything(first, fetch) == read_everything(second, fetch)


def test_another_seed_gives_another_site(fetch: Fetch) -> None:
    with LocalSite(seed=3, stories=40) as first, LocalSite(seed=4, stories=40) as second:
        pages = [{path for path in read_everything(site, fetch) if "/news/" in path} for site in (first, second)]
    assert not pages[0] & pages[1]


def test_an_advance_changes_what_it_says_and_nothing_else(changing_site: LocalSite) -> None:
    before = {each["address"]: each for each in changing_site.truth()}
    change = changing_site.advance()
    after = {each["address"]: each for each in changing_site.truth()}
    moved = {each["from"]: each["to"] for each in change["moved"]}
    assert change["now"] == "2026-01-05T14:00:00+00:00"
    assert set(after) - set(before) == {*change["added"], *moved.values()}
    assert set(before) - set(after) == {*change["deleted"], *moved}
    edited = set()
    for address in set(before) & set(after):
        old, new = before[address], after[address]
        assert new["views"] > old["views"]
        if {**old, "views": 0} != {**new, "views": 0}:
            edited.add(address)
            assert new["body"] != old["body"]
    assert edited == set(change["edited"])
    english = [address for address in edited if address.endswith("/en/")]
    assert len(english) == 5
    assert sum(before[each]["title"] != after[each]["title"] for each in english) == 1
    assert sum(before[each]["summary"] is None for each in english) == 1
    assert all(after[each]["summary"] for each in english)
    assert len([address for address in change["added"] if address.endswith("/en/")]) == 8


def test_a_page_is_unchanged_until_the_clock_moves(changing_site: LocalSite, fetch: Fetch) -> None:
    for address in [changing_site.address, *(each["address"] for each in changing_site.truth()[:30])]:
        tag = fetch(address).headers["etag"]
        for _ in range(2):
            again = fetch(address, If_None_Match=tag, Accept_Encoding="gzip")
            assert (again.status, again.body) == (304, b"")
    pages = {each["address"]: fetch(each["address"]).headers for each in changing_site.truth()}
    edited = changing_site.advance()["edited"]
    for address in edited:
        known = pages[address]
        assert fetch(address, If_None_Match=known["etag"]).status == 200
        assert fetch(address, If_Modified_Since=known["last-modified"]).status == 200


def test_a_deleted_story_is_gone_under_every_address(changing_site: LocalSite, fetch: Fetch) -> None:
    for address in changing_site.advance()["deleted"]:
        for each in (address, address.rstrip("/"), urljoin(address, "../../")):
            assert fetch(each).status == 410


def test_a_moved_story_sends_its_old_addresses_on(changing_site: LocalSite, fetch: Fetch) -> None:
    for moved in changing_site.advance()["moved"]:
        for old, new in (
            (moved["from"], moved["to"]),
            (moved["from"].rstrip("/"), moved["to"]),
            (urljoin(moved["from"], "../../"), urljoin(moved["to"], "../../")),
        ):
            reply = fetch(old)
            assert (reply.status, reply.headers["location"]) == (301, new)
            assert fetch(new).status == 200


def test_the_site_stays_sound_over_many_advances() -> None:
    newsroom = Newsroom(seed=11, stories=20)
    for _ in range(60):
        change = newsroom.advance(hours=1)
        assert len(change.deleted) in {1, 2}
        assert len(newsroom.newest("en")) == len({story.slug for story in newsroom.stories})
    assert len(newsroom.stories) == 20 + 60 * 7
    moments = [story.published_at for story in newsroom.stories]
    assert moments == sorted(moments, reverse=True)
    assert all(moment <= newsroom.now for moment in moments)


@pytest.mark.parametrize("hours", ["0", "-3", "soon", "999999"])
def test_a_nonsense_advance_is_refused(site: LocalSite, hours: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=20)
    connection.request("POST", f"/_control/advance?hours={hours}")
    response = connection.getresponse()
    assert response.status == 400
    assert json.load(response)["error"]
    connection.close()


def test_a_site_with_too_few_stories_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 20 stories"):
        Newsroom(stories=19)


@pytest.mark.parametrize("design", Design)
def test_a_redesign_changes_the_markup_and_nothing_that_is_said(
    changing_site: LocalSite, fetch: Fetch, design: Design
) -> None:
    before = changing_site.truth()
    changing_site.redesign(design)
    assert changing_site.truth() == before
    page = fetch(before[0]["address"]).text
    assert str(before[0]["views"]) in page
    # One design is another for lists alone.
    assert ('class="views"' in page) == (design in (Design.FIRST, Design.SCRIPTED))
