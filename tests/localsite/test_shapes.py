"""The shapes themselves: what each serves is what its truth says, and enough to find all of it."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from parsel import Selector

from crawler.localsite.shapes import ServedShape, serve_shape
from crawler.localsite.shapes.definitions.catalogue import SHAPES
from crawler.localsite.shapes.verdict import judge

Fetch = Callable[..., Any]
NAMES = [shape.name for shape in SHAPES]


@pytest.fixture(params=NAMES)
def shape(request: pytest.FixtureRequest) -> Iterator[ServedShape]:
    with serve_shape(request.param) as served:
        yield served


@pytest.fixture
def ask(fetch: Fetch) -> Fetch:
    """Fetch an address from this machine, whatever the name of its host."""

    def ask(address: str) -> Any:
        parts = urlsplit(address)
        return fetch(parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl(), Host=parts.netloc)

    return ask


def addresses_on(address: str, body: bytes) -> set[str]:
    """Every address that stands anywhere on a page, a feed or a sitemap, complete, and its session cut off."""
    text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8", "replace")
    if text.startswith("{"):
        parts = json.loads(text)
        named = [item["url"] for item in parts.get("items", ())] + [parts.get("next_url") or parts.get("next") or ""]
        selector = Selector(parts.get("html", "<p></p>"))
    else:
        selector = Selector(text.partition("?>")[2] or text)
        named = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("Sitemap")]
    base = urljoin(address, selector.css("base::attr(href)").get(""))
    named += selector.css("::attr(href), ::attr(data-url), loc::text").getall()
    named += selector.xpath("//link/following-sibling::text()[1] | //link/text()").getall()
    return {urljoin(base, each.strip()).partition("?sid=")[0].partition("&sid=")[0] for each in named if each.strip()}


def test_every_address_of_the_truth_is_there(shape: ServedShape, ask: Fetch) -> None:
    for article in shape.truth["articles"]:
        for address in (article["address"], *article["aliases"]):
            assert ask(address).status == 200
    for address in (*shape.truth["sources"], *shape.truth["others"]):
        assert ask(address).status == 200


def test_the_sources_lead_to_every_article_and_to_each_other(shape: ServedShape, ask: Fetch) -> None:
    sources = shape.truth["sources"]
    robots = urljoin(shape.address, "/robots.txt")
    seen = {shape.address, robots}.union(*(addresses_on(source, ask(source).body) for source in sources))
    assert set(sources) <= seen
    for article in shape.truth["articles"]:
        assert seen & {article["address"], *article["aliases"]}


def test_no_source_can_be_left_out(shape: ServedShape, ask: Fetch) -> None:
    sources = shape.truth["sources"]
    links = {source: addresses_on(source, ask(source).body) for source in sources}
    names = {each["address"]: {each["address"], *each["aliases"]} for each in shape.truth["articles"]}
    for left_out in sources[1:]:
        reached: set[str] = {shape.address}
        ahead = [shape.address, urljoin(shape.address, "/robots.txt")]
        while ahead:
            source = ahead.pop()
            if source in links and source != left_out:
                ahead += [link for link in links[source] - reached if link in links]
                reached |= links[source]
        assert any(not reached & addresses for addresses in names.values()), left_out


def test_an_article_page_shows_its_title_and_its_text(shape: ServedShape, ask: Fetch) -> None:
    for article in shape.truth["articles"][:4]:
        reply = ask(article["address"])
        text = Selector(body=reply.body, encoding=reply.headers["content-type"].partition("charset=")[2]).xpath(
            "string(//body)"
        )
        assert article["title"] in (text.get() or "")


def test_there_are_twenty_shapes_and_more_in_six_languages_and_more() -> None:
    assert len(SHAPES) >= 20
    assert len({language for shape in SHAPES for language in shape.languages}) >= 6


def test_the_same_seed_gives_the_same_shape(ask: Fetch) -> None:
    pages = []
    for seed in (3, 3, 4):
        with serve_shape("daily", seed=seed) as served:
            body = ask(served.address).text
            pages.append(body.replace(served.address, "/"))
    assert pages[0] == pages[1] != pages[2]


def test_an_address_spelt_otherwise_leads_to_the_same_page(ask: Fetch) -> None:
    with serve_shape("percent-encoded") as served:
        address = served.truth["articles"][0]["address"]
        assert ask(address.lower()).body == ask(address).body == ask(f"{address}?utm_source=letter").body
        slash = ask(f"{address}/")
        assert (slash.status, slash.headers["location"]) == (301, address)
        assert ask(urljoin(address, quote("/not-there"))).status == 404


def test_the_log_tells_what_was_asked_for_but_not_the_control_calls(ask: Fetch) -> None:
    with serve_shape("blog") as served:
        ask(served.address)
        truth = json.loads(ask(f"{served.address}_control/truth").body)
        log = json.loads(ask(f"{served.address}_control/log").body)
        assert ask(f"{served.address}_control/other").status == 404
        assert truth == served.truth
        assert [(entry["address"].rpartition(":")[2].partition("/")[2], entry["status"]) for entry in log] == [
            ("", 200)
        ]


def test_a_calendar_has_no_end(ask: Fetch) -> None:
    with serve_shape("calendar") as served:
        address = f"{served.address}calendario/2026/01/"
        for _ in range(40):
            address = urljoin(address, Selector(ask(address).text).css("main li:last-child a::attr(href)").get(""))
        assert address.endswith("/calendario/2029/05/")


def test_a_verdict_names_what_is_missing_repeated_and_unwanted() -> None:
    with serve_shape("amp-twins") as served:
        first, second, *rest = served.truth["articles"]
    stored = [(first["address"],), (first["aliases"][0],), *((each["address"],) for each in rest)]
    verdict = judge(served.truth, [*stored, (f"{served.address}contacto/",)], 64)
    assert verdict.missing == (second["address"],)
    assert verdict.repeated == (first["address"],)
    assert verdict.unwanted == (f"{served.address}contacto/",)
    assert (verdict.found, verdict.there, verdict.fewest_requests, verdict.ratio) == (29, 30, 32, 2.0)


def test_a_verdict_knows_an_article_in_whatever_session_it_was_met() -> None:
    with serve_shape("session-ids") as served:
        stored = [(f"{each['address']}&sid=8f3c",) for each in served.truth["articles"]]
    verdict = judge(served.truth, [*stored, (f"{served.address}about.php?sid=8f3c",)], 40)
    assert (verdict.found, verdict.unwanted) == (30, (f"{served.address}about.php?sid=8f3c",))


def test_the_command_serves_a_shape_and_lists_them_all(ask: Fetch) -> None:
    command = [sys.executable, "-m", "crawler.localsite"]
    listed = subprocess.run([*command, "--list-shapes"], check=True, capture_output=True, text=True).stdout
    assert [line.split()[0] for line in listed.splitlines()] == NAMES
    with subprocess.Popen(
        [*command, "--shape", "rdf", "--until-stdin-closes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert ask(process.stdout.readline().strip()).status == 200
        process.communicate()
    assert process.returncode == 0
