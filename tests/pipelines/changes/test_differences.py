"""Which fields differ between two contents, what is an edit whatever the noise, and how like two contents are."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.changes.differences import differences, is_same_date, likeness
from pipelines.changes.fingerprint import Fingerprint, Published
from pipelines.changes.noise import NO_NOISE, SiteNoise
from pipelines.fields.moments import Precision
from tests.pipelines.changes.contents import BOX, TEXT, content, page, taught

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RESTLESS = tuple(
    (page(BOX.format(f"Something of day {number} and place {number * 7} which nobody had expected of the old town.")),
     page(BOX.format(f"Quite another matter, number {number}, that happened elsewhere to other people.")))
    for number in range(4)
)  # fmt: skip


def told(at: datetime, precision: Precision = Precision.HOUR) -> Published:
    return Published(at, precision, is_relative=True)


def stated(at: datetime, precision: Precision = Precision.MINUTE) -> Published:
    return Published(at, precision, is_relative=False)


@pytest.mark.parametrize(
    ("before", "now", "is_same"),
    [
        (told(NOON), told(NOON + HOUR), True),  # "3 hours ago", an hour and a half later "5 hours ago"
        (told(NOON), told(NOON + 5 * HOUR), False),  # moved up again
        (told(NOON, Precision.MINUTE), told(NOON + 2 * MINUTE, Precision.MINUTE), True),
        (told(NOON), told(NOON.replace(hour=0), Precision.DAY), True),
        (told(NOON), stated(NOON - 40 * MINUTE), True),
        (told(NOON), stated(NOON.replace(hour=0), Precision.DAY), True),
        (told(NOON), stated(NOON - 3 * DAY), False),
        (told(NOON), None, True),  # too long ago to be told so
        (stated(NOON), None, False),
        (stated(NOON), stated(NOON + MINUTE), False),
        (stated(NOON), stated(NOON), True),
        (None, None, True),
    ],
)
def test_a_date_told_from_the_visit_is_as_exact_as_its_text(
    before: Published | None, now: Published | None, is_same: bool
) -> None:
    assert is_same_date(before, now) is is_same
    assert is_same_date(now, before) is is_same


def test_without_noise_every_paragraph_counts() -> None:
    before = content(*TEXT)
    for now in (content(*TEXT[1:]), content(*TEXT, "One more."), content(*TEXT[:3], TEXT[3].replace("first", "last"))):
        assert differences(before, now, NO_NOISE) == ("body",)
    assert differences(before, content(*TEXT), NO_NOISE) == ()


def test_a_paragraph_said_twice_and_once_are_two_contents() -> None:
    assert differences(content(*TEXT, TEXT[0]), content(*TEXT), NO_NOISE) == ("body",)


def test_the_order_of_the_articles_own_text_counts_and_that_of_a_box_does_not() -> None:
    assert differences(content(*TEXT), content(*TEXT[2:], *TEXT[:2]), NO_NOISE) == ("body",)
    boxes = [BOX.format(f"A line of the box, number {number}") for number in range(3)]
    assert differences(page(*boxes), page(*boxes[::-1]), NO_NOISE) == ()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("3 dead in the harbour", "5 dead in the harbour"),
        ("Deaths: 3", "Deaths: 5"),
        ("The ferry leaves at 8:30.", "The ferry leaves at 9:15."),
        ("It happened on 3 March.", "It happened on 4 March."),
    ],
)
def test_a_number_in_one_articles_own_text_is_an_edit_however_restless_the_site(before: str, now: str) -> None:
    noise = taught(*RESTLESS, new=tuple(page(f"<p>Updated {n} min ago</p><p>{n * 3} comments</p>") for n in range(20)))
    assert differences(page(f"<p>{before}</p>"), page(f"<p>{now}</p>"), noise) == ("body",)
    assert differences(content(*TEXT, title=before), content(*TEXT, title=now), noise) == ("title",)


def test_what_changes_in_a_restless_place_is_noise_unless_it_corrects_what_stood_there() -> None:
    noise = taught(*RESTLESS)
    fact = "The harbour was built in 1871 by the brothers Birch, who had come from the north with a single ship."
    before = page(BOX.format(fact))

    assert differences(before, page(BOX.format("Something else that happened in some other town.")), noise) == ()
    for correction in (
        fact.replace("1871", "1817"),
        fact.replace("single ship", "pair of ships"),
        f"{fact} Both drowned.",
    ):
        assert differences(before, page(BOX.format(correction)), noise) == ("body",)


def test_the_place_of_most_of_the_text_is_never_noise() -> None:
    inside = [
        (page(f"<p>Line {n} of no weight at all.</p>"), page(f"<p>Entry {n} of some sort.</p>")) for n in range(9)
    ]
    noise = taught(*RESTLESS, *inside)
    changed = page(around=(*TEXT[:2], "The third paragraph is another one altogether now.", TEXT[3]))
    assert differences(page(), changed, noise) == ("body",)
    # Of an article that is nothing but such a box, the box is the text.
    assert differences(page(BOX.format(TEXT[0]), around=()), page(BOX.format(TEXT[1]), around=()), noise) == ("body",)


def test_a_place_that_changes_together_with_the_text_around_it_teaches_nothing() -> None:
    edited = [
        (page(BOX.format(f"In short: {TEXT[n]}")), page(BOX.format("Something new."), around=(*TEXT[:3], f"New {n}.")))
        for n in range(4)
    ]
    noise = taught(*edited, *edited)
    assert differences(page(BOX.format(TEXT[1])), page(BOX.format("Something new.")), noise) == ("body",)


def test_a_title_of_another_article_is_noise_and_a_short_heading_is_not() -> None:
    noise = SiteNoise()
    noise.learn_titles(["The mayor opens the old bridge", "Background", None])
    assert differences(page(), page("<p>The mayor opens the old bridge</p>"), noise) == ()
    assert differences(page(), page("<p>The mayor opens the old bridge again</p>"), noise) == ("body",)
    assert differences(page(), page("<p>Background</p>"), noise) == ("body",)


@pytest.mark.parametrize("name", ["title", "summary", "language"])
def test_no_habit_excuses_another_title_summary_or_language(name: str) -> None:
    pairs = [(content(*TEXT, **{name: f"a{n}"}), content(*TEXT, **{name: f"b{n}"})) for n in range(4)]
    assert differences(*pairs[0], taught(*pairs, *pairs, *pairs)) == (name,)


def likeness_of(before: Fingerprint, now: Fingerprint) -> float:
    assert likeness(before, now) == pytest.approx(likeness(now, before))
    return round(likeness(before, now), 2)


def test_likeness_is_of_paragraphs_and_title() -> None:
    before = content(*TEXT)
    assert likeness_of(before, before) == 1
    assert likeness_of(before, content(*TEXT[:3], "Another end.")) > 0.7
    assert likeness_of(before, content(*TEXT[:3], "Another end.", title="Another title")) >= 0.5
    assert likeness_of(before, content("Nothing of that.", "And nothing of this.")) == 0.25
    assert likeness_of(before, content("Nothing of that.", title="Another title")) == 0
    assert likeness(None, before) == likeness(before, None) == 0
    assert likeness_of(content(title=None), content(title=None)) == 0
