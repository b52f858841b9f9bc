"""What the content of a page was made of, in bytes that tell it again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.changes.differences import differences
from pipelines.changes.fingerprint import CONTENT_FIELDS, MOST_PARAGRAPHS, Fingerprint, fingerprint_of, text_key
from pipelines.changes.noise import NO_NOISE
from pipelines.changes.places import Places, leads
from pipelines.read import read
from pipelines.rules.site_rules import SiteRules
from tests.pipelines.changes.contents import TEXT, content
from tests.pipelines.making import ADDRESS, VISIT, page_of, record_of

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - of hypothesis
TEXTS = st.none() | st.text(max_size=40)
NAMES = st.none() | st.lists(st.text(max_size=9), max_size=4).map(tuple)
RECORDS = st.builds(
    record_of,
    language=TEXTS,
    title=TEXTS,
    summary=TEXTS,
    section=TEXTS,
    authors=NAMES,
    tags=NAMES,
    published_at=st.none() | MOMENTS,
    published_text=TEXTS,
    published_precision=st.sampled_from(["day", "hour", "minute", "second"]),
    body=st.lists(st.text(max_size=60) | st.sampled_from(["Updated 3 min ago", "5 of 9", *TEXT]), max_size=8).map(
        "\n\n".join
    ),
)


@given(RECORDS)
def test_a_packed_fingerprint_is_the_same_again(record: object) -> None:
    made = fingerprint_of(record, Places())  # type: ignore[arg-type] # hypothesis builds records
    assert Fingerprint.unpacked(made.packed()) == made


@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda some: b"\x01" + some))
def test_any_bytes_are_a_fingerprint_or_none(state: bytes) -> None:
    Fingerprint.unpacked(state)


def test_another_form_is_no_fingerprint() -> None:
    packed = content(*TEXT).packed()
    assert Fingerprint.unpacked(packed) is not None
    assert Fingerprint.unpacked(b"\x00" + packed[1:]) is None
    assert Fingerprint.unpacked(None) is None


def test_an_article_of_four_paragraphs_takes_less_than_a_hundred_bytes() -> None:
    assert len(content(*TEXT).packed()) < 100


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "pt"),
        ("title", "Cold bread at the door"),
        ("published_at", datetime(2026, 1, 4, 6, 31, tzinfo=UTC)),
        ("summary", "A bakery rings before it bakes!"),
        ("body", "A bakery on the hill rings before it bakes.\n\nEverybody in the street minds."),
        ("authors", ("Ada Example", "Bela Example")),
        ("section", "Country"),
        ("tags", ("bread",)),
    ],
)
def test_each_field_of_the_content_is_told(field: str, value: object) -> None:
    before = fingerprint_of(record_of(), Places())
    for other in (value, None):
        now = fingerprint_of(record_of(**{field: other}), Places())
        assert differences(before, now, NO_NOISE) == differences(now, before, NO_NOISE) == (field,)


def test_all_fields_of_the_content_hash_are_told_in_their_order() -> None:
    nothing = record_of(**dict.fromkeys(CONTENT_FIELDS))
    assert differences(fingerprint_of(nothing, Places()), content(*TEXT), NO_NOISE) == CONTENT_FIELDS


def test_what_says_nothing_is_not_what_does_not_say() -> None:
    assert differences(content(summary="", tags=()), content(summary=None, tags=None), NO_NOISE) == ("summary", "tags")


def test_the_order_of_tags_and_authors_is_no_content_but_case_and_marks_are() -> None:
    before = content(*TEXT, tags=("bread", "bells"), authors=("Ada", "Bela"))
    assert differences(before, content(*TEXT, tags=("bells", "bread"), authors=("Bela", "Ada")), NO_NOISE) == ()
    assert text_key("The  us army\nsays") == text_key("The us army says") != text_key("The US army says")


def test_paragraphs_beyond_the_bound_are_told_as_one() -> None:
    many = [f"Paragraph {number} says something of its own." for number in range(MOST_PARAGRAPHS + 50)]
    before = content(*many)
    assert len(before.paragraphs) == MOST_PARAGRAPHS + 1
    assert differences(before, content(*many[:-1], "Another end."), NO_NOISE) == ("body",)


def test_texts_in_boxes_of_the_same_names_stand_in_one_place_whatever_their_numbers() -> None:
    def place(classes: str, text: str = "Warm bread.", article: str = "post-1 town") -> int:
        html = f'<article class="{article}"><div class="{classes}"><p>{text}</p></div></article>'
        return Places(page_of(html).walk).of("Warm bread.")

    assert place("text-12") == place("text-7") != place("more-7")
    assert place("text", article="post-9 country politics") == place("text")
    linked = place("text", '<a href="/x">Warm bread.</a>')
    assert (leads(linked), leads(place("text"))) == (True, False)
    assert linked != place("text")
    assert Places(page_of("<p>Cold bread.</p>").walk).of("Warm bread.") == Places().of("Warm bread.") == 0


def test_the_main_place_is_that_of_most_of_the_text() -> None:
    links = "".join(f'<li><a href="/{n}">Also {n}</a></li>' for n in range(9))
    html = f"<article><div class=text><p>{'</p><p>'.join(TEXT)}</p></div><ul>{links}</ul></article>"
    source = page_of(html)
    body = "\n\n".join(block.text for block in source.walk.blocks)
    places = Places(source.walk)
    assert fingerprint_of(record_of(body=body), places).main_place == places.of(TEXT[0])


def test_a_reading_brings_the_fingerprint_of_the_page_alone_and_a_refused_one_none() -> None:
    html = f'<html lang="en"><h1>Warm bread</h1><article><p>{"</p><p>".join(TEXT)}</p></article></html>'
    record = read(page_of(html), SiteRules(), address=ADDRESS)
    made = Fingerprint.unpacked(record.fingerprint)
    assert made is not None
    assert [paragraph.text for paragraph in made.paragraphs] == [text_key(text) for text in TEXT]
    assert read(page_of("<p></p>"), SiteRules(), address=ADDRESS).fingerprint is None


def test_a_date_told_from_the_visit_is_marked() -> None:
    told = {text: fingerprint_of(record_of(published_text=text, published_at=VISIT), Places()).published
            for text in ("3 hours ago", "Jan. 5, 2026", "1767600000")}  # fmt: skip
    assert {text: published and published.is_relative for text, published in told.items()} == {
        "3 hours ago": True, "Jan. 5, 2026": False, "1767600000": False,
    }  # fmt: skip
