"""The ten questions of docs/recipes.md are answered alike by newsreel and by three other tools on the plain files."""

import re
from contextlib import chdir, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from archive import Answer, Archive
from archive.folder import create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.outcomes import Outcome
from crawler.localsite import LocalSite
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, sighting
from tests.archive.runs import save, stored, writer_of
from tests.crawler.commandline import newsreel

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
TOOLS = ("newsreel", "DuckDB", "Polars", "pandas")
CODE = re.compile(r"^```(?:py|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIRST_LINES, *QUESTIONS = re.split(r"^## (?=First|\d)", PAGE, flags=re.MULTILINE)[1:]
ASKED = {question.splitlines()[0]: question for question in QUESTIONS}
FRONT = "https://news.example/"


def code_for(tool: str, part: str) -> str:
    (code,) = (code for code in CODE.findall(part) if code.startswith(f"# {tool}\n"))
    return str(code)


def answer_of(tool: str, question: str, archive: Path, asked_for: dict[str, Any]) -> pa.Table:
    """What the page's code for ``tool`` answers on ``archive``, with ``asked_for`` in place of the page's values."""
    names = dict(asked_for)
    with chdir(archive.parent):
        exec(code_for(tool, FIRST_LINES), names)  # noqa: S102 - the page's own code
        exec(code_for(tool, question), names)  # noqa: S102
        return plain(names["answer"])


def plain(answer: Any) -> pa.Table:
    """An answer as an Arrow table, with one type each for what Arrow has several of."""
    if isinstance(answer, pd.DataFrame):
        table = pa.Table.from_pandas(answer, preserve_index=False)
    elif isinstance(answer, Answer | pl.DataFrame):
        table = answer.arrow() if isinstance(answer, Answer) else answer.to_arrow()
    else:
        table = answer.to_arrow_table()
    types = [_plain_type(field.type) for field in table.schema]
    return table.cast(pa.schema(zip(table.column_names, types, strict=True)))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain_type(kind.value_type))
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_unsigned_integer(kind):  # what Polars counts in
        return pa.int64()
    # Only the name of the zone may differ.
    return pa.timestamp(kind.unit, "UTC") if pa.types.is_timestamp(kind) and kind.tz == "Etc/UTC" else kind


@pytest.fixture(scope="module")
def handmade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Edits, an article that moved and one that is gone, one without a date, authors or views, and two months."""
    folder = create_folder(tmp_path_factory.mktemp("made") / "news-archive", archive_id="a1b2", now=NOON)
    moved = f"{FRONT}moved"
    first = [
        revision("a", 1, site="one", title="Old", body="The Budget is late.", authors=("Ada", "Bo"), published_at=NOON),
        revision("b", 1, site="one", title="Gone", published_at=NOON - DAY, authors=("Bo",), body="Nothing."),
        revision("c", 1, site="two", title=None, published_at=None, authors=None, views=None, body="No budget."),
        revision("d", 1, site="two", title="Equal", published_at=NOON, authors=(), body=""),
    ]
    visits = [
        observation(name, site="one", observed_at=NOON, views=views) for name, views in (("a", 10), ("b", 5), ("d", 10))
    ]
    visits += [observation("c", site="two", observed_at=NOON, views=None)]
    visits += [observation(None, kind="listing", outcome=Outcome.LISTING, address=FRONT, views=None, observed_at=NOON)]
    shown = [
        sighting(listing_address=FRONT, box="listing", position=place, title=f"At {place}", seen_at=NOON)
        for place in (1, 2, 3)
    ]
    shown += [sighting(listing_address=moved, box="Hot news", position=1, seen_at=NOON)]  # a box on an article
    stored(folder, *first, *visits, *shown)
    later = NOON + 20 * DAY
    edited: dict[str, Any] = {"changed_fields": ("title", "body"), "authors": ("Ada",), "body": "All is paid."}
    edits = [
        revision("a", n, site="one", title=f"New {n}", published_at=NOON, fetched_at=later + n * HOUR, **edited)
        for n in (2, 3)
    ]
    visits = [
        observation("a", site="one", observed_at=later, views=25, final_address=moved),
        observation("a", site="one", observed_at=later + HOUR, views=40, address=moved),
        observation("b", site="one", observed_at=later, views=None, outcome=Outcome.GONE, http_status=410),
        observation("d", site="two", observed_at=later, views=9),
        observation(None, kind="listing", outcome=Outcome.LISTING, address=FRONT, views=None, observed_at=later,
                    final_address=f"{FRONT}home"),
    ]  # fmt: skip
    shown = [sighting(listing_address=f"{FRONT}home", box="listing", position=1, title=None, seen_at=later)]
    stored(folder, *edits, *visits, *shown, run_id="run-2", now=later)
    return folder.path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The local site crawled twice, and changed in between."""
    place = tmp_path_factory.mktemp("crawled")
    with LocalSite(stories=24) as site:
        for hours in (12, None):
            done = newsreel("crawl", "neuron", "--address", site.address, "--archive", "news-archive", cwd=place)
            assert done.status == 0, done.err
            if hours:
                site.advance(hours)
    return place / "news-archive"


def asked_for(archive: Path) -> dict[str, Any]:
    """An article seen most often, and a window that holds some visits and not all of them."""
    visits = "SELECT min(observed_at) AS first, max(observed_at) AS last FROM observations"
    most = "SELECT article_id FROM views_over_time GROUP BY ALL ORDER BY count(*) DESC, article_id LIMIT 1"
    (row,) = Archive(archive).sql(f"FROM ({visits}), ({most})").rows()
    window = {"SINCE": row["first"], "UNTIL": row["last"] - timedelta(microseconds=1)}
    return {"ARTICLE": row["article_id"], "WORD": "budget", **window}


def test_the_page_asks_ten_questions_of_four_tools() -> None:
    assert len(ASKED) == 10
    for part in (FIRST_LINES, *QUESTIONS):
        assert [code_for(tool, part).splitlines()[0] for tool in TOOLS] == [f"# {tool}" for tool in TOOLS]
    code: dict[str, Any] = {}
    exec(CODE.findall(FIRST_LINES)[0], code)  # noqa: S102
    assert {"ARTICLE", "WORD", "SINCE", "UNTIL"} <= set(code)
    assert code["SINCE"] < code["UNTIL"] < datetime.now(UTC)


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("made", ["crawled", "handmade"])
def test_four_tools_answer_alike(question: str, made: str, request: pytest.FixtureRequest) -> None:
    archive: Path = request.getfixturevalue(made)
    values = asked_for(archive)
    ours, *theirs = (answer_of(tool, ASKED[question], archive, values) for tool in TOOLS)
    assert ours.num_rows > 0
    for tool, answer in zip(TOOLS[1:], theirs, strict=True):
        assert answer.schema.equals(ours.schema), tool
        assert answer.to_pylist() == ours.to_pylist(), tool


def test_a_stranger_sees_what_is_sealed_and_newsreel_what_is_saved(tmp_path: Path) -> None:
    folder = create_folder(tmp_path / "news-archive", archive_id="a1b2", now=NOON)
    stored(folder, revision("a"), observation("a"), sighting())
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, "run-2")
        save(writer, revision("b"))
        newest = ASKED["1. What are the newest articles?"]
        seen = {tool: answer_of(tool, newest, folder.path, {}).num_rows for tool in TOOLS}
        assert seen == {"newsreel": 2, "DuckDB": 1, "Polars": 1, "pandas": 1}
        writer.seal()
    assert answer_of("pandas", newest, folder.path, {}).num_rows == 2
