"""A stranger's SQL: everything but a question over the views is refused, and nothing is read, written or told."""

import os

import duckdb
import pytest

from archive.errors import LimitReachedError, QueryError
from archive.query.database import create_views
from archive.sandbox import Limits, Sandbox
from archive.sandbox.database import close, lock, new_database
from archive.sandbox.files import named
from archive.sources import Source
from tests.archive.sandbox.attacks import ATTACKS, FINDS_OUT, NETWORK, READS, SETTINGS, WRITES
from tests.archive.sandbox.conftest import Ground


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_no_question_over_the_views_is_refused(ground: Ground, sandbox: Sandbox, attack: str) -> None:
    before = ground.state()
    with pytest.raises(QueryError) as refused:
        sandbox.sql(ground.filled(attack)).arrow()
    assert not isinstance(refused.value, LimitReachedError)
    assert ground.state() == before
    told = str(refused.value).replace(ground.filled(attack), "")
    assert "canary-b7f3a1" not in told
