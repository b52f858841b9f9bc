"""Signs that a page is not what a reader sees."""

import pytest

from pipelines.page.page import Page
from spiders.probe.signs import Sign, is_challenge, signs_of
from tests.spiders.probe.playing import ADDRESS, NOW, front

SCRIPT = '<script src="/app.js"></script>'
TEXT = "A sentence of some length about what happened in the town that day. " * 20


def signs(html: str) -> tuple[Sign, ...]:
    return signs_of(Page(body=html.encode(), address=ADDRESS, fetched_at=NOW))


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="root"></div>{SCRIPT}',
        f'<div id="__next"><p>Loading…</p></div>{SCRIPT}',
        f"<app-root></app-root>{SCRIPT}",
        f"<noscript>Please enable JavaScript to continue.</noscript>{SCRIPT}",
        f"<noscript>Bitte aktivieren Sie Javascript.</noscript>{SCRIPT}",
    ],
)
def test_a_page_that_scripts_draw_is_told(body: str) -> None:
    assert signs(f"<html><body>{body}</body></html>") == (Sign.SCRIPTS_ONLY,)


@pytest.mark.parametrize(
    "html",
    [
        front(9),
        f'<html><body><div id="root">{TEXT}</div>{SCRIPT}<noscript>Enable JavaScript</noscript></body></html>',
        "<html><body><h1>Welcome</h1><p>Short, and whole.</p></body></html>",
        f"<html><body><h1>How cookies came to be</h1><p>{TEXT}</p><p>A cookie is small.</p></body></html>",
        "",
    ],
)
def test_a_page_that_is_whole_gives_no_sign(html: str) -> None:
    assert signs(html) == ()


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies. Your consent matters: accept cookies or read our privacy policy before you go on.",
        "Datenschutz: Mit Ihrer Einwilligung setzen wir Cookies. Sie können der Einwilligung widersprechen.",
        "Votre consentement : nous utilisons des cookies. Politique de confidentialité et gestion des cookies.",
    ],
)
def test_a_question_for_consent_is_told(text: str) -> None:
    assert signs(f"<html><body><h1>Hello</h1><p>{text}</p></body></html>") == (Sign.CONSENT_WALL,)


def test_a_page_for_subscribers_says_so() -> None:
    markup = '{"@context": "https://schema.org", "@type": "NewsArticle", "isAccessibleForFree": false}'
    html = f'<html><head><script type="application/ld+json">{markup}</script></head><body><p>{TEXT}</p></body></html>'
    assert signs(html) == (Sign.PAYWALLED,)


def test_a_test_for_browsers_is_told_by_its_words_or_its_headers() -> None:
    assert is_challenge("Just a moment...", ())
    assert is_challenge("", ["server", "cf-mitigated"])
    assert not is_challenge("Forbidden", ["server"])
    assert not is_challenge("Attention required: " + TEXT, ())


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_has_its_words(sign: Sign) -> None:
    assert sign.meaning
    assert not sign.meaning.endswith(".")
