"""A stranger's SQL: everything but a question over the views is refused, and nothing is read, written or told."""

import os
from contextlib import suppress
from pathlib import Path
from socket import create_server

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import LimitReachedError, QueryError
from archive.query.database import create_views
from archive.sandbox import Limits, Sandbox
from archive.sandbox.database import close, lock, new_database
from archive.sandbox.files import named
from archive.sources import Source
from tests.archive.sandbox.attacks import ATTACKS, NETWORK, READS
from tests.archive.sandbox.conftest import SECRET, Ground

WORDS = (
    "SELECT FROM WHERE ( ) * , ' \" ; -- /* */ WITH x AS COPY TO ATTACH SET PRAGMA UNION ALL EXPLAIN ANALYZE".split()
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_no_question_over_the_views_is_refused(ground: Ground, sandbox: Sandbox, attack: str) -> None:
    before = ground.state()
    sql = ground.filled(attack)
    with pytest.raises(QueryError) as refused:
        sandbox.sql(sql).arrow()
    assert not isinstance(refused.value, LimitReachedError)
    assert ground.state() == before
    # What the stranger wrote may be said back to them, and no more.
    assert SECRET not in str(refused.value)
    assert (
        str(ground.archive.folder.path.parent) not in str(refused.value) or "{part}" in attack or "{ledger}" in attack
    )


def test_nothing_goes_out_to_the_network(ground: Ground, sandbox: Sandbox) -> None:
    with create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for attack in NETWORK:
            with pytest.raises(QueryError):
                sandbox.sql(ground.filled(attack, server.getsockname()[1])).arrow()
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_settings_of_the_database_alone_keep_files_from_being_read_or_written(ground: Ground, attack: str) -> None:
    """Without the look at the statement, and without what the operating system forbids."""
    if any(word in attack for word in ("sleep_ms", "arrow_scan", "pandas_scan")):
        pytest.skip("asks nothing of a file, and would harm the process of this test")
    before = ground.state()
    sources = ground.archive.sources()
    paths = {str(path.relative_to(ground.archive.folder.path)): path for one in sources.values() for path in one.files}
    descriptors = {name: os.open(path, os.O_RDONLY) for name, path in paths.items()}
    relative = {
        table: Source(tuple(Path(name) for name in paths if name.startswith(table)), one.log_rows)
        for table, one in sources.items()
    }
    with new_database() as database:
        close(database, descriptors, Limits())
        create_views(database, "articles", relative, set(), lambda path: named(path.as_posix()))
        lock(database)
        try:
            answer = database.execute(ground.filled(attack))
            told = repr(answer and answer.fetchall())
        except (duckdb.Error, ValueError) as refused:
            told = str(refused).replace(ground.filled(attack), "")
    for descriptor in descriptors.values():
        os.close(descriptor)
    assert SECRET not in told
    assert "root:" not in told
    assert ground.state() == before


@pytest.mark.parametrize("value", ["{canary}", "'; ATTACH '{new}", "$(cat {canary})"])
def test_a_value_is_a_value_whatever_it_says(ground: Ground, sandbox: Sandbox, value: str) -> None:
    text = ground.filled(value)
    assert sandbox.sql("SELECT ? AS said, count(*) AS n FROM articles WHERE title = ?", text, text).rows() == [
        {"said": text, "n": 0}
    ]
    with pytest.raises(QueryError):
        sandbox.sql("SELECT * FROM read_text($file)", file=text).arrow()
    with pytest.raises(QueryError):
        sandbox.sql("SELECT * FROM query_table($file)", file=text).arrow()


@st.composite
def varied(draw: st.DrawFn) -> str:
    """An attack, with words put into it and perhaps a letter less."""
    attack = draw(st.sampled_from(READS))
    place = draw(st.integers(0, len(attack)))
    put = " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))
    return f"{attack[:place]} {put} {attack[place + draw(st.integers(0, 1)) :]}"


@settings(max_examples=40, deadline=None)
@given(attack=varied())
def test_no_variation_of_an_attack_reads_the_secret(ground: Ground, sandbox: Sandbox, attack: str) -> None:
    before = ground.state()
    said = ""
    with suppress(QueryError):
        said = repr(sandbox.sql(ground.filled(attack)).rows())
    assert SECRET not in said
    assert ground.state() == before
