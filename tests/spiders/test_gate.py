"""The gate of a crawl: what is taken up of what pages lead to, what is kept out, and what is said of that."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from archive.ledger import Found, Task
from archive.outcomes import Outcome
from pipelines.account import Account
from pipelines.visit import Kind, Visit
from spiders.budgets import Budgets
from spiders.gate import SiteGate
from spiders.site import SiteDefinition, site_at
from spiders.traps import Reason
from tests.archive.rows import NOON

BASE = "https://news.example"
SITE = site_at(f"{BASE}/")


def gate_of(site: SiteDefinition = SITE, **budgets: int) -> tuple[SiteGate, Account]:
    account = Account()
    return SiteGate(replace(site, budgets=Budgets(**budgets)), account, lambda: NOON), account


def found(path: str, kind: Kind = Kind.ARTICLE, **data: int | str) -> Found:
    return Found(address=f"{BASE}{path}", kind=kind, host="news.example", data=data)


def visit(path: str, *led_to: Found, kind: Kind = Kind.LISTING, **facts: Any) -> Visit:
    address = f"{BASE}{path}"
    outcome = Outcome.LISTING if kind is Kind.LISTING else Outcome.NEW
    given: dict[str, Any] = {"outcome": outcome, "final_address": address} | facts
    return Visit(address=address, kind=kind, observed_at=NOON, found=led_to, **given)


def task(path: str, kind: Kind = Kind.LISTING, article_id: str | None = None, **data: int | str) -> Task:
    return Task(address=f"{BASE}{path}", kind=kind, host="news.example", data=data, attempts=0, article_id=article_id)


def paths(admitted: Iterable[Found]) -> list[str]:
    return [one.address.removeprefix(BASE) for one in admitted]


def test_what_is_no_trap_passes_as_it_is() -> None:
    gate, account = gate_of()
    led_to = (found("/warm-bread-at-dawn/", depth=1), found("/town/", Kind.LISTING, page_number=1))

    assert paths(gate.admit(visit("/", *led_to))) == ["/warm-bread-at-dawn/", "/town/"]
    assert not account.kept_out


def test_what_is_kept_out_counts_once_however_often_it_is_linked() -> None:
    gate, account = gate_of()
    for _ in range(3):
        assert gate.admit(visit("/", found("/calendar/2031/05/", Kind.LISTING))) == ()

    assert account.kept_out == {"future": 1}
    assert account.kept_out_examples == {"future": f"{BASE}/calendar/2031/05/"}


def test_an_article_too_far_from_a_listing_is_kept_out_until_one_leads_to_it() -> None:
    gate, account = gate_of(depth=2)
    far = found("/warm-bread-at-dawn/", depth=3)

    assert gate.admit(visit("/x", far, kind=Kind.ARTICLE)) == ()
    assert account.kept_out == {"depth": 1}
    assert paths(gate.admit(visit("/", replace(far, data={"depth": 1})))) == ["/warm-bread-at-dawn/"]
    assert account.kept_out["depth"] == 0


def test_an_article_that_was_taken_up_is_not_kept_out_where_it_is_far() -> None:
    gate, account = gate_of(depth=2)
    gate.admit(visit("/", found("/warm-bread-at-dawn/", depth=1)))
    gate.admit(visit("/x", found("/warm-bread-at-dawn/", depth=3), kind=Kind.ARTICLE))

    assert not account.kept_out


def test_listings_lead_so_many_links_on_and_their_further_pages_count_as_none() -> None:
    gate, account = gate_of(listing_depth=2)
    (section,) = gate.admit(visit("/", found("/town/", Kind.LISTING, page_number=1)))
    (second,) = gate.admit(visit("/town/", found("/town/2/", Kind.LISTING, page_number=2), data=section.data))
    (quarter,) = gate.admit(visit("/town/2/", found("/town/east/", Kind.LISTING, page_number=1), data=second.data))
    deepest = gate.admit(visit("/town/east/", found("/town/east/mill/", Kind.LISTING), data=quarter.data))

    assert [one.data["listing_depth"] for one in (section, second, quarter)] == [1, 1, 2]
    assert deepest == ()
    assert account.kept_out == {"depth": 1}


def test_a_host_gives_so_many_addresses_in_a_run() -> None:
    gate, account = gate_of(addresses_per_host=2)
    led_to = [found(f"/warm-bread-{n}-at-dawn/") for n in range(5)]

    assert len(gate.admit(visit("/", *led_to))) == 2
    assert len(gate.admit(visit("/", *led_to[:2]))) == 2
    assert account.kept_out == {"host": 3}


def test_listing_pages_beyond_the_budget_are_left_to_the_next_run() -> None:
    gate, _ = gate_of(listing_pages=2)
    refusals = [gate.turned_away(task(f"/?page={n}", page_number=n)) for n in range(1, 4)]

    assert [refusal.reason if refusal else None for refusal in refusals] == [None, None, Reason.LISTINGS]


def test_an_article_that_the_archive_knows_is_visited_whatever_its_address() -> None:
    gate, _ = gate_of()
    looped = "/a/b/a/b/a/b/"

    assert gate.turned_away(task(looped, Kind.ARTICLE, article_id="news.example/x")) is None
    refusal = gate.turned_away(task(looped, Kind.ARTICLE))
    assert refusal is not None
    assert refusal.reason is Reason.PATH_LOOP


def months(count: int) -> list[Visit]:
    return [
        visit(f"/calendar/{2026 - n}/05/", found(f"/calendar/{2025 - n}/05/", Kind.LISTING), data={"listing_depth": 1})
        for n in range(count)
    ]


def test_empty_months_in_a_row_end_a_calendar_for_those_that_wait_too() -> None:
    gate, account = gate_of()
    admitted = [bool(gate.admit(each)) for each in months(7)]
    refusal = gate.turned_away(task("/calendar/1990/05/", listing_depth=1))

    assert admitted == [True] * 5 + [False] * 2
    assert account.kept_out == {"barren": 2}
    assert refusal is not None
    assert refusal.reason is Reason.BARREN


def test_a_month_with_news_keeps_a_calendar_open() -> None:
    gate, _ = gate_of()
    for number, each in enumerate(months(30)):
        led_to = (*each.found, found(f"/warm-bread-{number}-at-dawn/")) if number % 5 == 0 else each.found
        assert gate.admit(replace(each, found=led_to))


def test_known_articles_without_end_are_no_barren_series() -> None:
    gate, _ = gate_of()
    for number in range(100):
        known = visit(f"/story/{number}", kind=Kind.ARTICLE, outcome=Outcome.DUPLICATE, known_as="x")
        gate.admit(known)

    assert gate.admit(visit("/", found("/story/1000")))


def test_articles_that_are_none_end_their_series() -> None:
    gate, account = gate_of()
    for number in range(20):
        gate.admit(visit(f"/photo/{number}", kind=Kind.ARTICLE, outcome=Outcome.NO_BODY))

    assert gate.admit(visit("/", found("/photo/1000"), found("/story/1000"))) == (found("/story/1000"),)
    assert account.kept_out == {"barren": 1}


def test_further_pages_without_entries_or_with_those_of_another_page_end_a_listing() -> None:
    for shown, reason in (((), "no_entries"), ((found("/warm-bread-at-dawn/"),), "same_entries")):
        gate, account = gate_of()
        for number in (1, 2):
            following = found(f"/?page={number + 1}", Kind.LISTING, page_number=number + 1)
            admitted = gate.admit(visit(f"/?page={number}", *shown, following, data={"page_number": number}))
            assert (following.address in [one.address for one in admitted]) is (number == 1)
        assert account.kept_out == {reason: 1}


def test_of_two_versions_on_one_page_the_common_one_is_taken_up() -> None:
    gate, _ = gate_of()

    assert paths(gate.admit(visit("/", found("/amp/warm-bread-at-dawn"), found("/warm-bread-at-dawn")))) == [
        "/warm-bread-at-dawn"
    ]


def test_what_waits_in_a_spelling_the_site_does_not_use_is_asked_for_in_the_one_it_uses() -> None:
    gate, _ = gate_of()
    for number in range(3):
        path = f"/warm-bread-{number}-at-dawn"
        gate.admit(visit(f"{path}?ref=x", kind=Kind.ARTICLE, declared=f"{BASE}{path}"))
    refusal = gate.turned_away(task("/warm-bread-9-at-dawn?ref=x", Kind.ARTICLE, depth=2))

    assert paths(gate.admit(visit("/", found("/warm-bread-8-at-dawn?ref=x")))) == ["/warm-bread-8-at-dawn"]
    assert refusal is not None
    assert refusal.reason is Reason.SPELLING
    assert refusal.instead == (found("/warm-bread-9-at-dawn", depth=2),)


def test_a_canonical_address_off_the_site_is_no_place_to_move_to() -> None:
    gate, _ = gate_of()

    assert gate.preferred("https://other.example/a") is None
    assert gate.preferred(f"{BASE}/a") == f"{BASE}/a"
