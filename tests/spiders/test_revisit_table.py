"""The table [revisit] of a site file: how eagerly a site's pages are visited again."""

from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import SiteDefinitionError
from pipelines.revisit import DEFAULT
from spiders.fingerprint import reading_of
from spiders.site_file import read_site_file
from tests.spiders.site_text import RIGHT, write_site


def test_a_site_that_says_nothing_is_visited_as_usual(tmp_path: Path) -> None:
    assert read_site_file(write_site(tmp_path)).rules.revisit == DEFAULT


def test_what_a_site_says_stands_before_what_is_usual(tmp_path: Path) -> None:
    table = '\n[revisit]\nshortest = "5 min"\nlongest = "2 weeks"\ntolerance = 0.05\n'
    policy = read_site_file(write_site(tmp_path, RIGHT + table)).rules.revisit
    assert (policy.shortest, policy.longest) == (timedelta(minutes=5), timedelta(days=14))
    assert (policy.tolerance, policy.listed, policy.listings_longest) == (
        0.05,
        DEFAULT.listed,
        DEFAULT.listings_longest,
    )


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ('shortest = "5"', "revisit.shortest = '5'", "looks like 30 min"),
        ("shortest = 5", "revisit.shortest = 5", "str"),
        ('shortest = "10 s"', "revisit.shortest = '10 s'", "the least is 1 min"),
        ('often = "1 h"', "revisit.often", "unknown key"),
        ("tolerance = 0", "revisit.tolerance = 0", "> 0"),
        ('longest = "5 min"', "revisit.longest = '5 min'", "revisit.shortest is 15 min: set both"),
        ('listings_shortest = "2 d"', "revisit.listings_shortest = '2 d'", "revisit.listings_longest is 1 d: set both"),
    ],
)
def test_what_cannot_be_is_named_with_the_way_out(tmp_path: Path, line: str, key: str, words: str) -> None:
    path = write_site(tmp_path, f"{RIGHT}\n[revisit]\n{line}\n")
    with pytest.raises(SiteDefinitionError) as problem:
        read_site_file(path)
    assert key in str(problem.value)
    assert words in str(problem.value)


def test_pages_are_read_alike_however_often_they_are_visited(tmp_path: Path) -> None:
    usual = read_site_file(write_site(tmp_path / "a"))
    eager = read_site_file(write_site(tmp_path / "b", f'{RIGHT}\n[revisit]\nshortest = "5 min"\n'))
    assert reading_of(usual) == reading_of(eager)
