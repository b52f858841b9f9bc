"""What a site teaches of its noise: after how much, how it is kept, and what it is never taught."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.changes.differences import differences
from pipelines.changes.fingerprint import Fingerprint, Paragraph
from pipelines.changes.noise import SiteNoise
from tests.pipelines.changes.contents import BOX, TEXT, content, page, taught

PARAGRAPHS = st.builds(
    Paragraph,
    text=st.integers(1, 9),
    place=st.integers(0, 4),
    size=st.integers(1, 40),
    form=st.integers(0, 3),
    says=st.booleans(),
)
CONTENTS = st.lists(PARAGRAPHS, max_size=6).map(
    lambda some: Fingerprint(keys={"title": 1}, published=None, paragraphs=tuple(some))
)
STEPS = st.lists(st.tuples(st.integers(0, 5), CONTENTS, CONTENTS), max_size=30)


def tell(noise: SiteNoise, steps: list[tuple[int, Fingerprint, Fingerprint]]) -> SiteNoise:
    for number, before, now in steps:
        noise.learn_article(before)
        noise.learn_comparison(f"courier/{number}", before, now)
        noise.learn_titles([f"Title number {number} of the courier"])
    return noise


@given(STEPS)
def test_the_same_visits_teach_the_same_and_packed_noise_learns_on_like_any(
    steps: list[tuple[int, Fingerprint, Fingerprint]],
) -> None:
    whole, again = tell(SiteNoise(), steps), tell(SiteNoise(), steps)
    packed = tell(SiteNoise.unpacked(tell(SiteNoise(), steps[:9]).packed()), steps[9:])
    assert whole.packed() == again.packed() == packed.packed()


@pytest.mark.parametrize("state", [None, b"", b"no noise", b"\x95\xa7noise-0\x00\x00\x90\x90"])
def test_noise_that_cannot_be_read_begins_anew(state: bytes | None) -> None:
    assert SiteNoise.unpacked(state).packed() == SiteNoise().packed()


def test_noise_says_whether_it_has_learnt_since_it_was_packed() -> None:
    noise = SiteNoise()
    told = [noise.is_changed]
    noise.learn_article(page())
    told.append(noise.is_changed)
    noise.packed()
    noise.learn_comparison("courier/1", page(), page())
    told.append(noise.is_changed)
    noise.packed()
    noise.learn_titles(["The mayor opens the old bridge"])
    assert [*told, noise.is_changed] == [False, True, True, True]


def test_noise_is_bounded() -> None:
    noise = SiteNoise()
    for number in range(900):
        lines = [f"Line {number * 20 + line} of nothing." for line in range(20)]
        noise.learn_article(content(*lines))
        noise.learn_comparison(f"courier/{number}", content(*lines), content(*(f"{line} No." for line in lines)))
        noise.learn_titles(f"The title of story {number} in its version {version}" for version in range(9))
    assert len(noise.packed()) < 400_000


def stamped(text: str) -> Fingerprint:
    return page(f"<p>{text}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "Updated {} min ago", "{} hours ago", "{} comments", "Stand: {}. Januar 2026", "Publié il y a {} heures",
        "{} комментариев", "最終更新 {}分前",
    ],
)  # fmt: skip
def test_a_line_that_says_it_tells_the_time_or_counts_is_known_from_three_new_articles(line: str) -> None:
    noise = SiteNoise()
    told = []
    for number in range(3):
        told.append(differences(stamped(line.format(7)), stamped(line.format(9)), noise))
        noise.learn_article(stamped(line.format(number + 20)))
    assert told == [("body",)] * 3
    assert differences(stamped(line.format(7)), stamped(line.format(9)), noise) == ()
    # It may also come and go, but what stands beside it counts.
    assert differences(page(), stamped(line.format(9)), noise) == ()
    assert differences(stamped(line.format(7)), page(f"<p>{line.format(9)}</p>", around=TEXT[:3]), noise) == ("body",)


@pytest.mark.parametrize(
    "line", ["Rating: {} of 10", "Cooking time: {} min", "When: {} March, at the town hall", "{} dead"]
)
def test_a_line_that_does_not_say_so_is_only_known_once_it_moves_by_itself(line: str) -> None:
    noise = taught(new=tuple(stamped(line.format(number)) for number in range(20)))
    assert differences(stamped(line.format(3)), stamped(line.format(5)), noise) == ("body",)
    still = [(stamped(line.format(number)), stamped(line.format(number))) for number in range(7)]
    moving = [(stamped(line.format(number)), stamped(line.format(number + 1))) for number in range(3)]
    assert differences(*moving[0], taught(*moving[:2])) == ("body",)
    assert differences(*moving[0], taught(*moving)) == ()
    assert differences(*moving[0], taught(*moving, *still)) == ("body",)


def test_a_paragraph_that_a_tenth_of_the_articles_share_is_the_sites() -> None:
    box = "<p>Write to the desk of the Courier if you know more about this.</p>"
    fewer = taught(new=(*[page(box)] * 3, *[page()] * 6))
    assert differences(page(), page(box), fewer) == ("body",)
    enough = taught(new=(*[page(box)] * 3, *[page()] * 7))
    assert differences(page(), page(box), enough) == differences(page(box), page(), enough) == ()


def moves(line: str, *ways: bool) -> list[tuple[Fingerprint, Fingerprint]]:
    """Comparisons of as many articles, in which ``line`` came where it is said, else it went."""
    found = []
    for number, came in enumerate(ways):
        without, having = content(*TEXT, f"Own {number}."), content(*TEXT, f"Own {number}.", line)
        found.append((without, having) if came else (having, without))
    return found


LINE = "Only our readers know what the Courier knows."


def test_a_line_that_comes_and_goes_is_the_sites() -> None:
    noise = taught(*moves(LINE, True, False, True, False))
    assert differences(content(*TEXT), content(*TEXT, LINE), noise) == ()
    assert differences(content(*TEXT), content(*TEXT, LINE), taught(*moves(LINE, True, False))) == ("body",)


def test_a_paragraph_added_to_several_related_articles_is_an_edit_of_each() -> None:
    others = [(content(*TEXT, f"Other {number}."),) * 2 for number in range(9)]
    noise = taught(*others, *moves(LINE, *[True] * 7))
    assert differences(content(*TEXT), content(*TEXT, LINE), noise) == ("body",)


def test_a_line_that_the_site_adds_to_everything_is_the_sites_from_the_eighth_article_on() -> None:
    noise = taught(*moves(LINE, *[True] * 8))
    assert differences(content(*TEXT), content(*TEXT, LINE), noise) == ()


def in_box(number: int) -> Fingerprint:
    return page(BOX.format(f"Piece {number * 17} of somebody else, who lives in another town altogether."))


def test_a_place_is_restless_from_three_articles_on_and_in_half_of_the_comparisons() -> None:
    moving = [(in_box(number), in_box(number + 50)) for number in range(3)]
    still = [(in_box(number),) * 2 for number in range(4)]
    now = (in_box(90), in_box(91))
    assert differences(*now, taught(*moving[:2])) == ("body",)
    assert differences(*now, taught(*moving)) == ()
    assert differences(*now, taught(*moving, *still)) == ("body",)
    # However often, it is one article.
    one = SiteNoise()
    for _ in range(9):
        one.learn_comparison("courier/1", *moving[0])
    assert differences(*now, one) == ("body",)


def test_short_titles_are_no_reason_to_take_an_edited_text_for_a_still_one() -> None:
    edited = [
        (page(BOX.format(f"In short: {TEXT[n]}")), page(BOX.format("Something new."), around=(*TEXT[:3], f"New {n}.")))
        for n in range(4)
    ]
    noise = SiteNoise()
    noise.learn_titles(["A day of the baker"])
    for number, (before, now) in enumerate(edited):
        noise.learn_comparison(f"courier/{number}", before, now)
    assert differences(page(BOX.format(TEXT[1])), page(BOX.format("Something new.")), noise) == ("body",)


def of_day(number: int, name: str) -> Fingerprint:
    return content(*TEXT, **{name: f"Section {number}"} if name == "section" else {name: (f"Tag {number}",)})


@pytest.mark.parametrize("name", ["section", "tags", "authors"])
def test_a_field_is_noise_where_it_keeps_changing_and_not_where_all_were_changed_once(name: str) -> None:
    noise = SiteNoise()
    told: Callable[[], tuple[str, ...]] = lambda: differences(of_day(1, name), of_day(2, name), noise)  # noqa: E731
    for day in range(2):
        for number in range(20):
            noise.learn_comparison(f"courier/{number}", of_day(day, name), of_day(day + 1, name))
            if day == 0:
                assert told() == (name,)
    assert told() == ()
