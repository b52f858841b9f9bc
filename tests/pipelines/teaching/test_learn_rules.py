"""From one value shown on one page: rules that read the field on the other pages of the site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.page import Page
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, SiteRules
from pipelines.teaching import Lesson, learn_rules
from tests.pipelines.making import page_of

TEXT = "<p>The lighthouse at Corran point was lit again last night after nine years in the dark.</p>"


def page(around: str, number: int, views: str) -> Page:
    title = f"Lighthouse report number {number}"
    html = around.replace("TITLE", title).replace("VIEWS", views).replace("NUMBER", str(number))
    return page_of(f"<title>{title}</title><body>{html}{TEXT}</body>", f"https://news.example/news/{number}/")


def pages(around: str, count: int = 6) -> tuple[Page, list[Page]]:
    """The page that shows 3,742 views, and ``count`` other pages of the same markup, each with a number of its own."""
    return page(around, 1, "3,742"), [page(around, 2 + n, f"{n + 1},{n}0{n}") for n in range(count)]


def learned(around: str, told: str = "3742") -> Lesson:
    example, others = pages(around)
    return learn_rules(FieldName.VIEWS, told, example, others, SiteRules())


MARKUPS = {
    "a class": "<h1>TITLE</h1><span class='readers'>VIEWS</span>",
    "an id": "<h1>TITLE</h1><b id='read-counter'>VIEWS</b>",
    "a data attribute": "<h1>TITLE</h1><i data-reads='VIEWS'></i>",
    "a label beside it": "<h1>TITLE</h1><dl><dt>Clicks</dt><dd>VIEWS</dd></dl>",
    "a word in the same element": "<h1>TITLE</h1><p class='facts'>VIEWS clicks so far</p>",
    "words on both sides": "<h1>TITLE</h1><p class='facts'>Clicked VIEWS times</p>",
    "a class around it": "<h1>TITLE</h1><div class='facts'><span>NUMBER</span><span>VIEWS</span></div>",
    "the line below the title": "<p>VIEWS</p><h1>TITLE</h1>",
    "data in a script": '<h1>TITLE</h1><script>var story = {"clicks": "VIEWS", "id": NUMBER};</script>',
    "names made by a tool": "<h1>TITLE</h1><div class='sc-bdVaJa css-1q2w3e'><em class='jXkQz'>VIEWS</em></div>",
}


@pytest.mark.parametrize("around", MARKUPS.values(), ids=MARKUPS.keys())
def test_one_example_teaches_the_views_of_all_pages(around: str) -> None:
    lesson = learned(around)
    assert lesson.rules, "nothing learned"
    best = lesson.rules[0]
    assert (best.right, best.pages) == (6, 6)


def test_names_made_by_a_tool_are_not_held_on_to() -> None:
    lesson = learned(MARKUPS["names made by a tool"])
    for reading in lesson.rules:
        assert "bdVaJa" not in repr(reading.rule)
        assert "1q2w3e" not in repr(reading.rule)


def test_markup_and_visible_text_stand_in_for_each_other() -> None:
    lesson = learned("<p class='readers'>VIEWS</p><h1>TITLE</h1>")
    assert {bool(reading.rule.text) for reading in lesson.rules} == {True, False}
    text = next(reading.rule.text for reading in lesson.rules if reading.rule.text)
    assert (text.kind, text.next_kind) == (LineKind.NUMBER, LineKind.TITLE)


def test_a_number_that_is_the_same_everywhere_is_not_the_articles_own() -> None:
    around = "<h1>TITLE</h1><span class='members'>3,742</span>"
    example, others = pages(around)
    assert learn_rules(FieldName.VIEWS, "3742", example, others, SiteRules()).rules == ()


def test_a_value_that_stands_nowhere_teaches_nothing() -> None:
    lesson = learned("<h1>TITLE</h1><span class='readers'>VIEWS</span>", told="99999")
    assert (lesson.rules, lesson.is_shown) == ((), False)


def test_a_value_that_is_read_already_needs_no_rule() -> None:
    lesson = learned("<h1>TITLE</h1><span class='views'>VIEWS views</span>")
    assert lesson.rules == ()
    assert lesson.known_by


def test_a_rule_that_reads_another_number_is_named_a_misreading() -> None:
    example, others = pages("<h1>TITLE</h1><i class='shares'>17</i><i class='readers'>VIEWS</i>")
    wrong = SiteRules(fields={FieldName.VIEWS: (FieldRule(css=".shares"),)})
    lesson = learn_rules(FieldName.VIEWS, "3742", example, others, wrong)
    assert lesson.is_misread
    assert lesson.rules[0].rule.css == ".readers"


def test_a_rule_that_most_pages_contradict_is_left_out() -> None:
    # On the example the first number is the views; elsewhere it is not.
    example = page(
        "<h1>TITLE</h1><u class='first'>VIEWS</u><u class='readers'>VIEWS</u><b><u id='reads'>VIEWS</u></b>", 1, "3,742"
    )
    around = "<h1>TITLE</h1><u class='first'>NUMBER</u><u class='readers'>VIEWS</u><b><u id='reads'>VIEWS</u></b>"
    others = pages(around)[1]
    lesson = learn_rules(FieldName.VIEWS, "3742", example, others, SiteRules())
    assert lesson.rules[0].rule.css in (".readers", "#reads")


@pytest.mark.parametrize(
    ("name", "told", "around"),
    [
        (
            FieldName.SUMMARY,
            "Nine years of dark are over.",
            "<h1>TITLE</h1><div class='gist'>Nine years of dark are over.</div>",
        ),
        (FieldName.SECTION, "Coast", "<p class='desk'>Coast</p><h1>TITLE</h1>"),
        (FieldName.AUTHORS, "Ada Lund", "<h1>TITLE</h1><p class='pen'>Ada Lund</p>"),
    ],
)
def test_texts_are_taught_as_well(name: FieldName, told: str, around: str) -> None:
    example, others = pages(around, count=4)
    lesson = learn_rules(name, told, example, others, SiteRules())
    assert lesson.known_by or lesson.rules[0].share == 1.0


def test_without_other_pages_the_example_alone_decides() -> None:
    example, _ = pages(MARKUPS["a class"])
    lesson = learn_rules(FieldName.VIEWS, "3742", example, [], SiteRules())
    assert lesson.rules[0].rule.css == ".readers"
    assert lesson.rules[0].pages == 0


def test_elements_and_attributes_of_other_languages_are_not_selected() -> None:
    learned("<h1>TITLE</h1><o:p xml:count='VIEWS' @click='VIEWS' class='o'><x:y>VIEWS</x:y></o:p>")


@given(html=st.text(max_size=300), told=st.text(min_size=1, max_size=40), name=st.sampled_from(FieldName))
def test_no_page_and_no_value_makes_it_fail(html: str, told: str, name: FieldName) -> None:
    example = page_of(f"<p class='a'>{html}</p><p id='b'>{told}</p>")
    learn_rules(name, told, example, [page_of(html)], SiteRules())
