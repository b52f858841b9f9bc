"""The article's text, without what stands around it."""

from pipelines.fields.body import paragraphs, read_body
from pipelines.fields.candidate import Candidate, first
from tests.pipelines.making import ld, page_of

STORY = (
    "The bakery on the hill rings a bell before it bakes, and the street wakes up a quarter of an hour too early.",
    "Nobody minds, says the woman from number nine, who has moved her clock back and her breakfast forward instead.",
    "The council looked into it for a whole winter and found that the bell is older than the bakery and the street.",
)
AROUND = '<nav><a href="/">Home</a> <a href="/town">Town</a></nav>{}<footer>Imprint of the Hill News</footer>'


def body_of(html: str) -> Candidate[str] | None:
    return first(read_body(page_of(html)))


def story(between: str = "") -> str:
    return AROUND.format(f"<article><h1>Bells</h1>{between.join(f'<p>{text}</p>' for text in STORY)}</article>")


def test_paragraphs_are_folded_and_parted_by_an_empty_line() -> None:
    assert paragraphs(["One  \n line", "", "  ", "\u00a0two "]) == "One line\n\ntwo"
    assert paragraphs([]) == ""


def test_the_text_is_told_from_menus_and_imprint() -> None:
    body = body_of(story())

    assert body is not None
    assert body.source == "trafilatura"
    assert all(text in body.value for text in STORY)
    assert "Home" not in body.value
    assert "Imprint" not in body.value


def test_comments_and_scripts_between_paragraphs_lose_no_text() -> None:
    body = body_of(story(between="<!-- advert --><script>show()</script>"))

    assert body is not None
    assert all(text in body.value for text in STORY)
    assert "show()" not in body.value


def test_a_page_that_hides_its_text_in_json_ld_is_read_from_there() -> None:
    html = ld('{"@type": "NewsArticle", "articleBody": "<p>One &amp; <b>two</b></p><p>three</p>four\\nfive<br>six"}')

    assert body_of(html) == Candidate("One & two\n\nthree\n\nfour\n\nfive\n\nsix", "json-ld:articleBody")


def test_a_sign_for_less_than_is_no_tag() -> None:
    html = ld('{"@type": "NewsArticle", "articleBody": "If a < b and b > c, all is well."}')

    assert body_of(html) == Candidate("If a < b and b > c, all is well.", "json-ld:articleBody")


def test_a_page_without_text_has_no_body() -> None:
    assert body_of("<html><body></body></html>") is None
    assert body_of(ld('{"@type": "NewsArticle", "articleBody": " <p> </p> "}')) is None
    assert body_of(ld('{"@type": "NewsArticle", "articleBody": ["One"]}')) is None
