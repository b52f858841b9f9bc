"""A law of all field readers: scripts, styles and comments put anywhere into a page change nothing that is read."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract import extract
from pipelines.readings import Readings
from pipelines.rules.site_rules import SiteRules
from tests.pipelines.making import page_of

PARAGRAPH = "The bakery on the hill rings a bell before it bakes, and nobody who lives in the street has minded it yet."
DECLARED = f"""<html lang="en"><head><title>Warm bread at the door | Hill News</title>
<meta name="description" content="{PARAGRAPH[:50]}..."><meta property="article:section" content="Town"></head><body>
<header><h1>Warm <b>bread</b> at the door</h1><p class="standfirst">Nobody in the street minds the bell.</p>
<p class="byline">By <a href="/author/ada">Ada Example</a> and <a href="/author/bo">Bo Sample</a></p>
<time class="published">Jan. 2, 2026, <i>10 a.m.</i></time></header><p>{PARAGRAPH}</p>
<p>{PARAGRAPH} Yet again.</p></body>"""
SHOWN = f"""<html><body><h1>Warm bread at the door</h1><div class="c-author">By Ada Example</div>
<div class="post-date">Posted on <b>2 January 2026</b> in town</div><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></body>"""
UNSEEN = st.sampled_from(
    [
        "<!-- Jan. 1, 2020 -->",
        "<script>document.write('By Cy Third')</script>",
        "<script type='text/template'><h1>Cold soup</h1></script>",
        "<style>.date { content: 'Jan. 1, 2020' }</style>",
        "<!-- -->",
    ]
)


def _places(html: str) -> list[int]:
    """The places within the body of ``html`` where text stands."""
    texts = re.finditer(r">([^<>]+)<", html)
    return [place for text in texts for place in range(text.start(1), text.end(1)) if place > html.index("<body>")]


def _read(html: str) -> Readings:
    return replace(extract(page_of(html), SiteRules()), body=None)


@given(st.sampled_from([DECLARED, SHOWN]), st.data())
def test_what_is_not_seen_changes_no_field(html: str, data: st.DataObject) -> None:
    place, unseen = data.draw(st.sampled_from(_places(html))), data.draw(UNSEEN)

    assert _read(html[:place] + unseen + html[place:]) == _read(html)


def test_the_fields_of_these_pages_are_read_at_all() -> None:
    declared, shown = _read(DECLARED).sources(), _read(SHOWN).sources()

    assert set(declared) == {"language", "published_at", "title", "summary", "authors", "section"}
    assert set(shown) == {"language", "published_at", "title", "authors"}
