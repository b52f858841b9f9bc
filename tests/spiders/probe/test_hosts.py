"""Which hosts are one site."""

import pytest

from spiders.probe.hosts import is_same_site, twins


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://news.example/", {"news.example", "www.news.example"}),
        ("https://www.news.example/a", {"news.example", "www.news.example"}),
        ("https://www.news.co.uk/", {"news.co.uk", "www.news.co.uk"}),
        ("https://blog.news.com/", {"blog.news.com"}),
        ("https://co.uk/", {"co.uk"}),
        ("http://news.example:8080/", {"news.example:8080", "www.news.example:8080"}),
        ("http://127.0.0.1:8000/", {"127.0.0.1:8000"}),
        ("http://localhost/", {"localhost"}),
    ],
)
def test_a_site_answers_with_and_without_www(address: str, hosts: set[str]) -> None:
    assert twins(address) == hosts


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://news.com/", "https://fr.news.com/", True),
        ("https://en.news.co.uk/", "https://cy.news.co.uk/", True),
        ("https://a.co.uk/", "https://b.co.uk/", False),
        ("https://news.com/", "https://news.org/", False),
        ("https://a.github.io/", "https://b.github.io/", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/", True),
        ("http://192.0.2.1/", "http://192.0.2.2/", False),
        ("http://localhost/", "https://news.com/", False),
    ],
)
def test_a_site_is_what_one_name_was_registered_for(one: str, other: str, is_same: bool) -> None:
    assert is_same_site(one, other) is is_same
