"""Names below .localhost are this machine, on every system."""

from typing import cast

from twisted.internet.base import ReactorBase
from twisted.internet.testing import MemoryReactorClock

from crawler import settings
from crawler.host_names import HostNames
from spiders.site import site_at


def test_names_below_localhost_are_answered_without_asking_anyone() -> None:
    nobody = cast("ReactorBase", MemoryReactorClock())  # type: ignore[no-untyped-call] # Twisted types half of it
    names = HostNames(nobody, 0, 1.0)
    for name in ("localhost", "kurier.localhost", "de.kurier.localhost"):
        answered: list[str] = []
        names.getHostByName(name).addCallback(answered.append)
        assert answered == ["127.0.0.1"]


def test_a_crawl_asks_for_names_there() -> None:
    assert f"{HostNames.__module__}.{HostNames.__name__}" == settings.TWISTED_DNS_RESOLVER


def test_a_site_of_such_a_name_needs_no_patience() -> None:
    assert site_at("http://kurier.localhost:8000/").politeness.delay_seconds == 0.0
    assert site_at("http://localhost.example/").politeness.delay_seconds > 0.0
