"""How often a page says it was viewed: by JSON-LD or by a line that says so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import read_page
from pipelines.fields.candidate import Candidate, first
from pipelines.fields.counts import Count
from pipelines.fields.views.read import read_views
from tests.pipelines.making import ADDRESS, ld, page_of


def views_of(html: str) -> Candidate[Count] | None:
    return first(read_views(page_of(html)))


def counted(counter: str) -> str:
    return ld(f'{{"@type": "NewsArticle", "interactionStatistic": {counter}}}')


@pytest.mark.parametrize(
    "action",
    ['"https://schema.org/ViewAction"', '"ReadAction"', '{"@type": "ViewAction"}', '{"@type": ["WatchAction"]}'],
)
@pytest.mark.parametrize("number", ["300", '"300"'])
def test_a_counter_of_views_in_json_ld_is_read(action: str, number: str) -> None:
    html = counted(f'{{"@type": "InteractionCounter", "interactionType": {action}, "userInteractionCount": {number}}}')

    assert views_of(html) == Candidate(Count(300, "300"), "json-ld:interactionStatistic")


def test_a_counter_of_views_is_found_among_others() -> None:
    html = counted(
        '[{"interactionType": "LikeAction", "userInteractionCount": 9}, 7, '
        '{"interactionType": "ViewAction", "userInteractionCount": 300}]'
    )

    assert views_of(html) == Candidate(Count(300, "300"), "json-ld:interactionStatistic")


@pytest.mark.parametrize("action", ["LikeAction", "CommentAction", "ShareAction"])
def test_likes_and_comments_are_no_views(action: str) -> None:
    assert views_of(counted(f'{{"interactionType": "{action}", "userInteractionCount": 300}}')) is None


@pytest.mark.parametrize("number", ["NaN", "true", "null", '"many"', "[300]", '""', "9" * 5000])
def test_a_counter_that_states_nothing_like_a_number_is_passed_over(number: str) -> None:
    assert views_of(counted(f'{{"interactionType": "ViewAction", "userInteractionCount": {number}}}')) is None


@pytest.mark.parametrize("number", ["-1", "12.345", "1.5", "1e+30", '"1e9"', '"1_000"', f'"{10**30}"', '"3.7"'])
def test_of_a_counter_that_states_no_count_the_text_is_kept(number: str) -> None:
    found = views_of(counted(f'{{"interactionType": "ViewAction", "userInteractionCount": {number}}}'))

    assert found is not None
    assert found.value == Count(None, number.strip('"'))


def test_a_count_stands_before_a_text_that_is_none() -> None:
    html = counted('{"interactionType": "ViewAction", "userInteractionCount": -1}').replace(
        "<body>", "<body><p>12 views</p>"
    )

    assert views_of(html) == Candidate(Count(12, "12"), "text:views")


@pytest.mark.parametrize("raw", ["-300", "1e9", "1_000", "3.7", "1K+", "12.05.2024", "1" + "0" * 30])
def test_a_number_beside_the_word_that_is_no_count_keeps_its_text(raw: str) -> None:
    record = read_page(f"<h1>Bells</h1><p>Views: {raw}</p><p>They ring at noon.</p>".encode(), ADDRESS)

    assert (record.views, record.views_text) == (None, raw)


def test_no_views_at_all_are_zero_views_stated() -> None:
    zero = counted('{"interactionType": "ViewAction", "userInteractionCount": 0}')

    assert views_of(zero) == Candidate(Count(0, "0"), "json-ld:interactionStatistic")
    assert views_of("<p>0 views</p>") == Candidate(Count(0, "0"), "text:views")
    assert views_of("<p>views</p>") is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("300 views", 300),
        ("1,234 Views", 1234),
        ("3.7K views", 3700),
        ("Views: 300", 300),
        ("Views 1 234", 1234),
        ("Page views: 300", 300),
        ("1.234 visualizações", 1234),
        ("300 vues", 300),
        ("1.234 Aufrufe", 1234),
        ("300 просмотров", 300),
        ("٣٠٠ views", 300),
    ],
)
def test_a_line_that_counts_views_is_read(line: str, number: int) -> None:
    candidate = views_of(f"<div><span>{line}</span></div>")

    assert candidate is not None
    assert (candidate.value.number, candidate.source) == (number, "text:views")


@pytest.mark.parametrize(
    "line", ["The film had 300 views", "300 views of the sea", "300 reviews", "300", "views", "300 likes"]
)
def test_running_text_that_mentions_views_counts_nothing(line: str) -> None:
    assert views_of(f"<p>{line}</p>") is None


_SHREDS = st.lists(
    st.sampled_from(
        """
        <h1>Bells</h1> <p> </p> <b> </b> <div~class=related> </div> <i~class=fa-eye></i> <a~href=/x> </a> <!--x--> <?x?>
        <svg><title>views</title></svg> <p~data-views=12> <p~data-views=x> <span~title="Views"> <li> <table> <dt> <dd>
        <meta~itemprop=interactionCount~content=UserPageVisits:7> <p~itemscope> <p~itemprop=userInteractionCount>
        <link~itemprop=interactionType~href=ViewAction> 12 1,2K -3 1e9 views Views: просмотров 👁 | · 万 ² &nbsp; ' <
        <html~lang=tr> <template> <body> eye" "views" > \u200f \ud800
        """.split()
    )
)


@given(_SHREDS)
def test_reading_views_never_fails_and_never_changes_the_page(shreds: list[str]) -> None:
    page = page_of(" ".join(shreds).replace("~", " ").encode("utf-8", "surrogatepass"))
    before = page.selector.get()
    found = list(read_views(page))

    assert found == list(read_views(page))
    assert page.selector.get() == before
    assert all(found.value.number is None or 0 <= found.value.number < 10**13 for found in found)


@given(st.text())
def test_any_text_beside_the_word_is_read_or_not(text: str) -> None:
    for html in (f"<p>{text} views</p>", f"<p>Views: {text}</p>", f"<i class=fa-eye></i>{text}"):
        found = views_of(html)

        assert found is None or re.search(r"\d", found.value.text)


def test_a_page_of_a_thousand_cards_is_read_in_good_time() -> None:
    card = (
        "<div><i class='fa fa-eye'></i> {0}</div><div>{0} views</div><a href='/{0}'>One more long headline for you</a>"
    )
    html = "<div>" * 500 + "".join(f"<section>{card.format(number)}</section>" for number in range(1000))

    assert views_of(html) is None


def test_json_ld_stands_before_the_visible_line() -> None:
    html = counted('{"interactionType": "ViewAction", "userInteractionCount": 300}') + "<p>12 views</p>"

    assert views_of(html) == Candidate(Count(300, "300"), "json-ld:interactionStatistic")
