"""The index and the scan give the same answers, whatever is stored and whatever is asked."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.folder import create_folder
from archive.search import search
from archive.search.asking import FIELDS
from tests.archive.rows import DAY, NOON
from tests.archive.search.articles import archive_of, article, found, ids

WORDS = (
    "storm",
    "Storm’s",
    "café",
    "cafe\u0301",
    "ﬁn",
    "fin",
    "東京",
    "京都",
    "ガ",
    "ｶﾞ",
    "л",
    "Ё",
    "ا",
    "أ",
    "-",
    "1,5",
    "½",
    "\n\n",
)
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.lists(st.sampled_from(WORDS), max_size=4).map(
    "".join
)
fields = st.sampled_from([f"{name}:" for name in FIELDS])


def _with_operators(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from([" ", " AND ", " OR ", " -", " NOT "]), inner)
    return st.one_of(
        pairs.map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"NOT ({text})"),
        st.tuples(fields, inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
    )


asked_words = st.sampled_from([word for word in WORDS if word not in ("-", "\n\n")])
phrases = st.lists(asked_words, min_size=1, max_size=3).map(lambda some: '"' + " ".join(some) + '"')
queries = st.recursive(asked_words | phrases, _with_operators, max_leaves=5)


@st.composite
def revisions(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "article_id": draw(st.sampled_from("abcdefgh")),
        "title": draw(st.none() | texts),
        "body": draw(texts),
        "summary": draw(st.none() | texts),
        "authors": draw(st.none() | st.lists(texts, max_size=3).map(tuple)),
        "section": draw(st.none() | texts),
        "tags": draw(st.none() | st.lists(texts, max_size=3).map(tuple)),
        "language": draw(st.sampled_from([None, "en", "en-GB", "ja"])),
        "published_at": draw(st.sampled_from([None, NOON, NOON + DAY, NOON - 5 * 365 * DAY])),
    }


stages = st.lists(st.lists(revisions(), min_size=1, max_size=6), min_size=1, max_size=3)
options = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from(["en", "ja"]),
        "section": st.sampled_from(["storm", "東京"]),
        "since": st.just(NOON.date()),
        "until": st.just(NOON.date()),
    },
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(stages, st.lists(st.tuples(queries, options), min_size=8, max_size=8))
def test_at_every_stage_both_find_the_same(
    stored: list[list[dict[str, Any]]], asked: list[tuple[str, dict[str, Any]]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = create_folder(Path(place) / "archive", archive_id="h", now=NOON)
        numbers = dict.fromkeys("abcdefgh", 0)
        for stage, some in enumerate(stored):
            rows = []
            for values in some:
                numbers[values["article_id"]] += 1
                rows.append(article(**values, number=numbers[values["article_id"]], fetched_at=NOON + stage * DAY))
            archive = archive_of(folder, *rows, run_id=f"run-{stage}", now=NOON + stage * DAY)
            for text, chosen in asked:
                found(archive, text, **chosen)
                _assert_same_order_of_time(archive, text, chosen)


def _assert_same_order_of_time(archive: Archive, text: str, chosen: dict[str, Any]) -> None:
    by_index = search(archive, text, by="date", limit=5, **chosen)
    assert ids(by_index) == ids(search(archive, text, by="date", limit=5, use_index=False, **chosen))
