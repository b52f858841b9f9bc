"""How a request ended, or the page it brought; and who we say we are."""

import pytest
from scrapy import exceptions
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from archive.outcomes import Outcome
from spiders.answers import detail_of_error, header_of, outcome_of_answer, outcome_of_error, page_of, user_agent
from tests.archive.rows import NOON

PAGE = None


@pytest.mark.parametrize(
    ("status", "is_html", "outcome"),
    [
        (200, True, PAGE),
        (203, True, PAGE),
        (299, True, PAGE),
        (200, False, Outcome.NOT_HTML),
        (204, False, Outcome.NOT_HTML),
        (404, True, Outcome.GONE),
        (410, True, Outcome.GONE),
        (404, False, Outcome.GONE),
        (300, True, Outcome.HTTP_ERROR),
        (304, False, Outcome.HTTP_ERROR),
        (401, True, Outcome.HTTP_ERROR),
        (403, True, Outcome.HTTP_ERROR),
        (429, True, Outcome.HTTP_ERROR),
        (451, True, Outcome.HTTP_ERROR),
        (500, True, Outcome.HTTP_ERROR),
        (503, False, Outcome.HTTP_ERROR),
        (999, True, Outcome.HTTP_ERROR),
    ],
)
def test_the_status_and_type_of_an_answer_decide(status: int, is_html: bool, outcome: Outcome | None) -> None:
    assert outcome_of_answer(status, is_html=is_html) is outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (exceptions.IgnoreRequest("Forbidden by robots.txt"), Outcome.ROBOTS),
        (
            exceptions.IgnoreRequest("unreadable rules of the host of https://robots.txt.example/"),
            Outcome.ROBOTS_UNKNOWN,
        ),
        (exceptions.IgnoreRequest("offsite: https://other.example/robots.txt"), Outcome.OFF_SITE),
        (exceptions.IgnoreRequest("Filtered offsite request to x"), Outcome.OFF_SITE),
        (exceptions.IgnoreRequest("max redirections reached"), Outcome.REDIRECT_LIMIT),
        (exceptions.IgnoreRequest("for a reason nobody has met"), Outcome.CRASHED),
        (exceptions.DownloadTimeoutError("60 s"), Outcome.TIMEOUT),
        (exceptions.ResponseDataLossError(), Outcome.INCOMPLETE),
        (exceptions.DownloadCancelledError(), Outcome.TOO_LARGE),
        (exceptions.UnsupportedURLSchemeError(), Outcome.OFF_SITE),
        (exceptions.DownloadConnectionRefusedError(), Outcome.UNREACHABLE),
        (exceptions.CannotResolveHostError(), Outcome.UNREACHABLE),
        (exceptions.DownloadFailedError(), Outcome.UNREACHABLE),
        (TunnelError(), Outcome.UNREACHABLE),
        (ConnectionResetError(), Outcome.UNREACHABLE),
        (ZeroDivisionError(), Outcome.CRASHED),
        (None, Outcome.CRASHED),
    ],
    ids=repr,
)
def test_the_error_of_a_request_decides(error: BaseException | None, outcome: Outcome) -> None:
    assert outcome_of_error(error) is outcome


def test_the_detail_of_an_error_is_one_line_of_bounded_length() -> None:
    assert detail_of_error(ValueError("two\n  lines")) == "ValueError: two lines"
    assert len(detail_of_error(ValueError("x" * 5000))) == 300


def response(**headers: str) -> HtmlResponse:
    return HtmlResponse("https://News.example/a?utm_source=x#top", body=b"<p>caf\xe9", headers=headers)


def test_the_page_of_an_answer_has_its_plain_address_its_moment_and_its_type() -> None:
    page = page_of(response(**{"Content-Type": "text/html; charset=latin-1"}), NOON)

    assert (page.address, page.fetched_at, page.body) == ("https://news.example/a", NOON, b"<p>caf\xe9")
    assert page.content_type == "text/html; charset=latin-1"
    assert page.text == "<p>café"
    assert page_of(response(), NOON).content_type is None


def test_a_header_is_text_whatever_its_bytes_and_none_where_it_is_missing() -> None:
    assert header_of(response(ETag='"e1"'), "etag") == '"e1"'
    assert header_of(HtmlResponse("https://news.example/", headers={"ETag": b"\xff"}), "ETag") == "ÿ"
    assert header_of(response(), "ETag") is None


@pytest.mark.parametrize(
    ("ours", "the_sites", "name"),
    [
        (None, None, "newsreel/1"),
        ("me@y.example", None, "newsreel/1 (me@y.example)"),
        (None, "desk@x.example", "newsreel/1 (desk@x.example)"),
        ("me@y.example", "desk@x.example", "newsreel/1 (desk@x.example)"),
    ],
)
def test_we_say_who_we_are_and_how_to_reach_us(ours: str | None, the_sites: str | None, name: str) -> None:
    settings = Settings({"USER_AGENT": "newsreel/1", "NEWSREEL_CONTACT": ours})

    assert user_agent(settings, the_sites) == name
