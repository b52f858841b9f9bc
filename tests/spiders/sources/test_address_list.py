"""Lists of addresses: one a line, wrong lines named."""

import re

import pytest

from archive.errors import UsageError
from pipelines.rules.addresses import AddressRules
from spiders.reading import MAX_DEPTH
from spiders.sources.address_list import articles_at, read_addresses

A, B = "https://bread.example/news/a/", "http://bread.example:8000/b?x=1#top"


def test_comments_blank_lines_and_spaces_are_left_out() -> None:
    lines = ["\ufeff# a list\n", "\n", f"  {A}\t\r\n", "   # another\n", B]
    assert read_addresses([line.encode() for line in lines], "todo.txt") == [A, B]


def test_wrong_lines_are_named_by_number() -> None:
    wrong = ["nonsense", "file:///etc/passwd", "https://", f"{A} {B}", "caf\xe9", "ftp://x/y", "x"]
    lines = [A.encode(), b"", *(line.encode("latin-1") for line in wrong)]
    with pytest.raises(UsageError) as raised:
        read_addresses(lines, "todo.txt")
    message = str(raised.value)
    assert message.startswith("--addresses todo.txt: no address of a page: line 3: 'nonsense'; line 4: 'file:")
    assert re.findall(r"line (\d+)", message) == ["3", "4", "5", "6", "7"]
    assert message.endswith("and 2 more")


@pytest.mark.parametrize("lines", [[], [b"# nothing\n"]])
def test_a_list_of_nothing_is_an_error(lines: list[bytes]) -> None:
    with pytest.raises(UsageError, match=r"todo\.txt: there is no address in it"):
        read_addresses(lines, "todo.txt")


def test_each_address_is_one_article_in_its_visiting_form_that_leads_to_no_other() -> None:
    found = list(articles_at([A, f"{A}?utm_source=x", B], AddressRules()))
    assert [one.address for one in found] == [A, "http://bread.example:8000/b?x=1"]
    assert {(one.kind, one.data["depth"]) for one in found} == {("article", MAX_DEPTH)}
