"""JSON-LD is read where it can be understood, whatever is broken around it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.json_ld import json_ld_objects

BREAD = {"@type": "NewsArticle", "headline": "Warm bread"}
TEXT = json.dumps(BREAD)


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/*<![CDATA[*/ {TEXT} /*]]>*/",
        f"{TEXT};",
        TEXT[:-1] + ", }",
        TEXT.replace('"', "&quot;"),
        f"{TEXT} and what is no JSON",
        f"\n\t{TEXT}",
        TEXT.replace("bread", "bread\x01\n"),
    ],
    ids=["comment", "cdata", "css-cdata", "semicolon", "comma", "escaped", "rest", "space", "control"],
)
def test_what_publishers_write_around_a_block_is_forgiven(text: str) -> None:
    found = json_ld_objects(text)

    assert [node["@type"] for node in found] == ["NewsArticle"]
    assert found[0]["headline"].startswith("Warm bre")


def test_commas_before_any_closing_bracket_are_forgiven() -> None:
    assert json_ld_objects('{"a": [1, 2, ], "b": {"c": "d" , } , }') == [{"a": [1, 2], "b": {"c": "d"}}, {"c": "d"}]


@pytest.mark.parametrize("between", [" ", "\n", "", ",", ";\n"])
def test_two_documents_in_one_block_are_both_read(between: str) -> None:
    assert json_ld_objects(f'{TEXT}{between}{{"@type": "WebSite"}}') == [BREAD, {"@type": "WebSite"}]


def test_what_stands_before_a_broken_document_is_kept() -> None:
    assert json_ld_objects(f'{TEXT} {{"@type": "WebSite", ') == [BREAD]


@pytest.mark.parametrize("key", ["liveBlogUpdate", "comment", "itemListElement", "mentions", "hasPart"])
def test_what_is_of_other_texts_is_no_object_of_the_page(key: str) -> None:
    page = BREAD | {key: [{"@type": "BlogPosting", "headline": "Elsewhere"}]}

    assert json_ld_objects(json.dumps(page)) == [page]


def test_a_page_of_thousands_of_objects_is_read_to_a_limit() -> None:
    assert len(json_ld_objects(json.dumps([{"n": n} for n in range(5_000)]))) == 2_000


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from([*'{}[]",:', "1", "null", TEXT, "<!--", "-->", "]]>", " "])).map("".join)
    )
)
def test_reading_a_block_never_fails_and_is_repeatable(text: str) -> None:
    assert json_ld_objects(text) == json_ld_objects(text)
