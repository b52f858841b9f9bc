"""How often a page says it was viewed: by JSON-LD or by a line that says so."""

import pytest

from pipelines.fields.candidate import Candidate, first
from pipelines.fields.counts import Count
from pipelines.fields.views import read_views
from tests.pipelines.making import ld, page_of


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


@pytest.mark.parametrize(
    "number", ["-1", "12.345", "1.5", "NaN", "true", "null", '"many"', "[300]", "1e30", "9" * 5000]
)
def test_a_counter_that_states_no_count_is_passed_over(number: str) -> None:
    assert views_of(counted(f'{{"interactionType": "ViewAction", "userInteractionCount": {number}}}')) is None


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
    "line", ["The film had 300 views", "300 views of the sea", "300 reviews", "300", "views", "300 likes", "-300 views"]
)
def test_running_text_that_mentions_views_counts_nothing(line: str) -> None:
    assert views_of(f"<p>{line}</p>") is None


def test_json_ld_stands_before_the_visible_line() -> None:
    html = counted('{"interactionType": "ViewAction", "userInteractionCount": 300}') + "<p>12 views</p>"

    assert views_of(html) == Candidate(Count(300, "300"), "json-ld:interactionStatistic")
