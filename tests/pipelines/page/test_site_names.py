"""What a site calls itself: no part of a title, and no author."""

import json

from pipelines.page.site_names import folded
from tests.pipelines.making import ld, page_of


def test_names_are_compared_by_their_words_alone() -> None:
    assert folded(" The  Hill-News, Ltd.") == folded("THE HILL NEWS ltd") == "the hill news ltd"


def test_a_site_is_named_by_its_publisher_its_metas_and_its_host() -> None:
    graph = [
        {"@type": "NewsArticle", "publisher": {"@id": "#hill"}},
        {"@id": "#hill", "@type": "Organization", "name": "Hill News", "alternateName": "HN"},
    ]
    html = '<meta property="og:site_name" content="The Hill News">' + ld(json.dumps(graph))

    names = page_of(html, "https://www.hillnews.example/a").site_names
    assert names == {"hill news", "hn", "the hill news", "hillnews example", "hillnews"}


def test_a_broken_address_and_a_publisher_that_is_no_object_name_nothing() -> None:
    assert page_of(ld('{"@type": "Report", "publisher": [7, null]}'), "http://[").site_names == frozenset()
