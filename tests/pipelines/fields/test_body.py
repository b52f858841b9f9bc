"""The article's text, without what stands around it."""

import json

from pipelines.body.structure import Body
from pipelines.fields.body import paragraphs, read_body
from pipelines.fields.candidate import Candidate, first
from tests.pipelines.making import ld, page_of

STORY = (
    "The bakery on the hill rings a bell before it bakes, and the street wakes up a quarter of an hour too early.",
    "Nobody minds, says the woman from number nine, who has moved her clock back and her breakfast forward instead.",
    "The council looked into it for a whole winter and found that the bell is older than the bakery and the street.",
)
AROUND = '<nav><a href="/">Home</a> <a href="/town">Town</a></nav>{}<footer>Imprint of the Hill News</footer>'


def body_of(html: str) -> Candidate[Body] | None:
    return first(read_body(page_of(html)))


def story(between: str = "") -> str:
    return AROUND.format(f"<article><h1>Bells</h1>{between.join(f'<p>{text}</p>' for text in STORY)}</article>")


def test_paragraphs_are_folded_and_parted_by_an_empty_line() -> None:
    assert paragraphs(["One  \n line", "", "  ", "\u00a0two "]) == "One line\n\ntwo"
    assert paragraphs([]) == ""


def test_the_text_is_told_from_menus_and_imprint() -> None:
    body = body_of(story())

    assert body is not None
    assert body.source == "blocks"
    assert 0.5 < body.confidence <= 1
    assert all(text in body.value.text for text in STORY)
    assert "Home" not in body.value.text
    assert "Imprint" not in body.value.text


def test_comments_and_scripts_between_paragraphs_lose_no_text() -> None:
    body = body_of(story(between="<!-- advert --><script>show()</script>"))

    assert body is not None
    assert all(text in body.value.text for text in STORY)
    assert "show()" not in body.value.text


def stated(html: str) -> tuple[str, str] | None:
    body = body_of(html)
    return (body.value.text, body.source) if body else None


def test_a_page_that_hides_its_text_in_json_ld_is_read_from_there() -> None:
    html = ld('{"@type": "NewsArticle", "articleBody": "<p>One &amp; <b>two</b></p><p>three</p>four\\nfive<br>six"}')

    assert stated(html) == ("One & two\n\nthree\n\nfour\n\nfive\n\nsix", "json-ld:articleBody")


def test_a_sign_for_less_than_is_no_tag() -> None:
    html = ld('{"@type": "NewsArticle", "articleBody": "If a < b and b > c, all is well."}')

    assert stated(html) == ("If a < b and b > c, all is well.", "json-ld:articleBody")


def test_json_ld_stands_in_for_a_page_that_shows_hardly_any_of_its_text() -> None:
    declared = " ".join(STORY)
    shown = ld(f'{{"@type": "NewsArticle", "articleBody": "{declared}"}}')
    teaser = shown.replace("<body>", "<body><p>The bakery on the hill rings a bell.</p>")
    whole = shown.replace("<body>", "<body>" + "".join(f"<p>{text}</p>" for text in STORY))

    assert stated(teaser) == (declared, "json-ld:articleBody")
    assert stated(whole) == ("\n\n".join(STORY), "blocks")


def test_a_page_that_shows_nothing_before_its_scripts_run_is_read_from_them() -> None:
    content = "".join(f"<p class='x'>{text}</p>" for text in STORY)
    script = json.dumps({"state": {"title": "Bells", "content": content, "more": "<p>Short</p>"}})
    html = f"<body><div id=app></div><script>let quote = 'a\\x27'; run({script})</script></body>"

    assert stated(html) == ("\n\n".join(STORY), "script:html")
    assert stated(html.replace("<div id=app>", "<div id=app><p>Please wait.")) == ("Please wait.", "blocks")
    assert body_of("<script>run('<p>' + " + "x" * 500 + '"</script>') is None


def test_a_page_without_text_has_no_body() -> None:
    assert body_of("<html><body></body></html>") is None
    assert body_of("") is None
    assert body_of(ld('{"@type": "NewsArticle", "articleBody": " <p> </p> "}')) is None
    assert body_of(ld('{"@type": "NewsArticle", "articleBody": ["One"]}')) is None
