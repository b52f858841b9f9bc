"""What goes over the socket comes out as it went in."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.workers.messages import (
    NOTHING_REPEATED,
    Known,
    Question,
    Reply,
    decode_question,
    decode_reply,
    encode,
    framed,
)
from pipelines.content import Kind
from pipelines.rules.link_rules import LearnedPattern, LinkKind, LinkRules
from spiders.probe.answer import Answer, What, Wish
from spiders.probe.reading import read_answer
from spiders.reading import read_content
from spiders.site_folders import find_site
from tests.crawler.workers.pages import ADDRESS, SITE, task


@pytest.mark.parametrize("kind", Kind)
@given(html=st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_the_content_of_any_page_comes_out_as_it_went_in(kind: Kind, html: str) -> None:
    page = f"<h1>{html}</h1><time datetime=2026-01-04T06:30>x</time><a href='/2026/01/{html}'>{html}</a><p>{html}"
    content = read_content(task(page.encode("utf-8", "replace"), kind), SITE)
    assert decode_reply(encode(Reply(content=content))) == Reply(content=content)


@given(body=st.binary(max_size=200))
def test_a_page_comes_out_as_it_went_in(body: bytes) -> None:
    question = Question.of(task(body), SITE, known=Known())
    assert decode_question(encode(question)).task(Known()) == task(body)


@pytest.mark.parametrize("what", What)
def test_what_a_probe_reads_comes_out_as_it_went_in(what: What) -> None:
    bare = Answer(wish=Wish(address=ADDRESS, what=what), final_address=ADDRESS, status=200)
    question = decode_question(encode(Question.of_probe(bare, task().page, SITE, known=Known())))
    assert (question.answer, question.page) == (bare, task().page)
    answer = read_answer(bare, task().page, SITE)
    assert decode_reply(encode(Reply(answer=answer))) == Reply(answer=answer)


def test_the_keys_of_repeated_blocks_go_along_only_where_they_are_new() -> None:
    keys = frozenset({1, 2**63 - 1})
    asked = replace(task(), repeated=keys)
    first, second = Question.of(asked, SITE, known=Known()), Question.of(asked, SITE, known=Known(repeated=keys))
    assert second.repeated is None
    assert first.task(Known()) == second.task(Known(repeated=keys)) == asked
    forgotten = Question.of(task(), SITE, known=Known(repeated=keys))
    assert forgotten.task(Known(repeated=keys)).repeated == NOTHING_REPEATED


def test_the_rules_for_links_go_along_only_where_they_are_new() -> None:
    rules = LinkRules((LearnedPattern(pattern="/{slug}", leads_to=LinkKind.ARTICLE, seen=3),))
    asked = replace(task(), links=rules)
    first, second = Question.of(asked, SITE, known=Known()), Question.of(asked, SITE, known=Known.after(asked, SITE))
    assert (first.links, second.links) == (rules.patterns, None)
    assert decode_question(encode(first)).task(Known()) == asked
    assert decode_question(encode(second)).task(Known.after(asked, SITE)) == asked
    assert Question.of(task(), SITE, known=Known.after(asked, SITE)).task(Known.after(asked, SITE)).links is None


@pytest.mark.parametrize("name", ["demo", "neuron"])
def test_a_worker_is_told_the_whole_site_and_only_where_it_is_new(name: str) -> None:
    site = find_site(name)
    first, second = Question.of(task(), site, known=Known()), Question.of(task(), site, known=Known(site=site))
    assert decode_question(encode(first)).site_for(Known()) == site
    assert second.site is None
    assert second.site_for(Known(site=site)) is site


def test_a_frame_is_its_length_and_its_bytes() -> None:
    assert framed(b"bells") == b"\0\0\0\5bells"
