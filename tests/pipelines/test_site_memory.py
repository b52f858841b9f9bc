"""What a site teaches: blocks that its pages share are its own, in bounded memory, the same whoever learns."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.read import read
from pipelines.rules.site_rules import FieldName, FieldRule, SiteRules
from pipelines.site_memory import SiteMemory, block_keys, key_of, without_repeated
from tests.pipelines.making import ADDRESS, page_of, record_of

BOX = "The hill has told its news to the whole street since the first oven was lit in the old house of the miller."
STORY = "<p>The baker of the hill opened his door at {n} o'clock, which nobody in the whole street had seen before.</p>"
KEYS = st.lists(st.lists(st.integers(0, 2**63 - 1), max_size=20), max_size=40)


def page(number: int) -> str:
    story = "".join(STORY.format(n=f"{number}.{part}") for part in range(6))
    return f"<html><body><h1>Bread {number}</h1><div class=text>{story}<p>{BOX}</p></div></body></html>"


def taught(*pages: list[int]) -> SiteMemory:
    memory = SiteMemory()
    for keys in pages:
        memory.learn(keys)
    return memory


def test_nothing_is_the_sites_own_before_the_tenth_page() -> None:
    assert taught(*[[7]] * 9).repeated == frozenset()
    assert taught(*[[7]] * 10).repeated == {7}


def test_a_block_is_the_sites_own_on_three_pages_and_a_tenth_of_all() -> None:
    twice, thrice = [[1, 2]] * 2, [[2]]
    assert taught(*twice, *thrice, *[[9]] * 7).repeated == {2, 9}
    assert taught(*twice, *thrice, *[[9]] * 27).repeated == {2, 9}
    assert taught(*twice, *thrice, *[[9]] * 37).repeated == {9}


def test_a_block_that_stands_on_a_page_twice_stands_on_one_page() -> None:
    assert taught([5, 5, 5], *[[]] * 9).repeated == frozenset()


def test_the_set_is_the_same_object_until_it_changes() -> None:
    memory = taught(*[[7]] * 10)
    before = memory.repeated
    for _ in range(10):
        memory.learn([7])
    assert memory.repeated is before


def test_what_a_site_no_longer_shows_fades() -> None:
    memory = taught(*[[7]] * 50)
    assert memory.repeated == {7}
    for _ in range(600):
        memory.learn([8])
    assert memory.repeated == {8}


def test_the_memory_is_bounded_and_keeps_what_repeats() -> None:
    memory = SiteMemory()
    for number in range(150):
        memory.learn([7, *range(number * 500 + 100, number * 500 + 600)])
    assert memory.repeated == {7}
    assert len(memory.packed()) < 5000 * 12


@given(KEYS)
def test_the_same_pages_teach_the_same_and_a_packed_memory_learns_on_like_any(
    pages: list[list[int]],
) -> None:
    whole, again = taught(*pages), taught(*pages)
    packed = SiteMemory.unpacked(taught(*pages[:20]).packed())
    for keys in pages[20:]:
        packed.learn(keys)
    assert whole.packed() == again.packed() == packed.packed()
    assert whole.repeated == again.repeated


def test_a_memory_says_whether_it_has_learnt_since_it_was_packed() -> None:
    memory = SiteMemory()
    told = [memory.is_changed]
    memory.learn([1])
    told.append(memory.is_changed)
    memory.packed()
    assert [*told, memory.is_changed] == [False, True, False]


@pytest.mark.parametrize("state", [None, b"", b"no memory", b"\x93\xa7lines-0\x0a\x91\x92\x07\x0a"])
def test_a_memory_that_cannot_be_read_begins_anew(state: bytes | None) -> None:
    assert SiteMemory.unpacked(state).packed() == SiteMemory().packed()


@given(st.text())
def test_a_key_is_a_number_that_a_database_holds_and_any_text_has_one_or_none(text: str) -> None:
    key = key_of(text)
    assert key is None or 0 <= key < 2**63


def test_a_key_is_blind_to_case_spaces_and_marks_and_short_texts_have_none() -> None:
    assert key_of("Warm bread, at the door!") == key_of("warm  BREAD at\u00a0the door")
    assert key_of("Warm bread at the door") != key_of("Warm bread at the shop")
    assert key_of("Yes, of it.") is None


def test_the_blocks_of_a_page_are_told_each_once() -> None:
    keys = block_keys(page_of(f"<p>{BOX}</p><p>{BOX}</p><script>{BOX} and more</script><p>Short</p>"))
    assert keys == (key_of(BOX),)


def test_the_sites_own_paragraphs_are_taken_out_of_a_body() -> None:
    texts = ["The first paragraph says it.", "The site says this.", "The last paragraph says the rest of it."]
    record = record_of(body="\n\n".join(texts), body_kinds=("heading-2", "quote", "paragraph"))
    repeated = frozenset(filter(None, [key_of(texts[1])]))
    clean = without_repeated(record, repeated)
    assert (clean.body, clean.body_kinds) == (f"{texts[0]}\n\n{texts[2]}", ("heading-2", "paragraph"))
    assert replace(clean, body=record.body, body_kinds=record.body_kinds) == record
    assert without_repeated(record, frozenset()) is record


def test_a_body_that_would_lose_the_most_of_itself_stays_as_it_is() -> None:
    body = "Only the subscribers of the hill may read this.\n\nThe baker opened."
    repeated = frozenset(filter(None, map(key_of, body.split("\n\n"))))
    assert without_repeated(record_of(body=body), repeated).body == body


def test_a_page_read_with_what_its_site_taught_loses_the_box_and_keeps_its_hash() -> None:
    memory = taught(*(list(block_keys(page_of(page(number)))) for number in range(10)))
    plain = read(page_of(page(11)), SiteRules(), address=ADDRESS)
    clean = read(page_of(page(11)), SiteRules(), address=ADDRESS, repeated=memory.repeated)
    assert plain.body is not None
    assert clean.body is not None
    assert BOX in plain.body
    assert plain.body == f"{clean.body}\n\n{BOX}"
    whole = replace(clean, body=plain.body, body_kinds=plain.body_kinds, fetched_at=plain.fetched_at)
    assert whole == plain


def test_a_body_that_a_rule_of_the_site_reads_is_left_to_the_rule() -> None:
    rules = SiteRules(fields={FieldName.BODY: (FieldRule(css="div.text p"),)})
    repeated = frozenset(filter(None, [key_of(BOX)]))
    record = read(page_of(page(1)), rules, address=ADDRESS, repeated=repeated)
    assert record.body is not None
    assert BOX in record.body
