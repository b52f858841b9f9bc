"""The health of a site over its runs: what raises an alarm, what stands, what is learnt and what is not."""

from datetime import timedelta

import pytest

from pipelines.health import Basis, Ending, SiteHealth
from pipelines.health.alarm import FIELDS
from pipelines.health.history import History
from tests.pipelines.health.runs import BEGAN, HOUR, Site, measures, shown

DAY = timedelta(days=1)


def grown(runs: int = 4, *, after: timedelta = HOUR) -> Site:
    """A site that was always read well."""
    site = Site()
    assert site.run(new=100) == ()
    for _ in range(runs):
        assert site.run(known=20, new=10, after=after) == ()
    return site


def test_what_known_articles_have_lost_is_an_alarm_in_the_same_run_with_three_examples() -> None:
    (alarm,) = grown().run(known=20, new=10, now=shown("views"))
    assert (alarm.measure, alarm.basis, alarm.found, alarm.pages) == ("views", Basis.KNOWN, 0.0, 20)
    assert alarm.examples == tuple(f"https://news.example/{number}" for number in range(3))
    assert alarm.as_text() == "views: 0% of 20 known articles that had it still have it, before 99%"


def test_the_second_run_over_a_site_can_tell_already() -> None:
    site = Site()
    site.run(new=5)
    assert measures(site.run(known=5, now=shown("title", "views"))) == ["title", "views"]


def test_pages_that_are_articles_no_more_are_one_alarm_and_not_one_of_each_field() -> None:
    site = grown()
    for number in range(20):
        site.health.evidence.note_known(f"/{number}", shown(), shown(*("article", "body_length", *FIELDS)))
    alarms = site.health.judge(Ending(began_at=BEGAN, is_whole=True, is_unbounded=True))
    assert measures(alarms) == ["article"]


def test_texts_that_have_become_much_shorter_are_an_alarm() -> None:
    assert measures(grown().run(known=20, now=shown(characters=400))) == ["body_length"]
    assert grown().run(known=20, now=shown(characters=2000)) == ()


def test_an_alarm_stands_until_a_run_disproves_it() -> None:
    site = grown()
    (alarm,) = site.run(known=20, now=shown("views"))
    assert site.run() == (alarm,)
    (again,) = site.run(known=20, now=shown("views"))
    assert again.since == alarm.since
    assert site.run(known=20) == ()
    assert site.run() == ()


def test_a_run_that_raised_an_alarm_does_not_teach() -> None:
    site = grown()
    for _ in range(30):
        assert measures(site.run(known=20, new=10, now=shown("views"))) == ["views"]


def test_a_change_that_is_accepted_is_usual_from_then_on() -> None:
    site = grown()
    assert site.run(known=20, new=10, now=shown("views"))
    site.accept()
    for _ in range(5):
        now = shown("views", accepted=1)
        assert site.run(known=20, new=10, before=shown(accepted=0), now=now) == ()
        assert site.run(known=20, new=10, before=now, now=now) == ()
    assert measures(site.run(known=20, before=shown(accepted=1), now=shown("summary", accepted=1))) == ["summary"]


def test_a_few_articles_a_run_say_nothing_until_they_are_enough() -> None:
    site = grown()
    assert site.run(known=2, now=shown("views")) == ()
    assert measures(site.run(known=2, now=shown("views"))) == ["views"]


def test_what_editors_take_out_here_and_there_is_no_alarm() -> None:
    site = grown()
    for _ in range(50):
        site.run(known=1, now=shown("summary"))
        assert site.run(known=19) == ()


def test_a_day_of_other_articles_is_no_alarm_while_the_known_ones_are_as_they_were() -> None:
    site = grown()
    for _ in range(20):
        assert site.run(known=10, new=4, after=HOUR) == ()
    health = site.health
    for number in range(30):
        health.evidence.note_new(f"/video-{number}", shown("summary", "authors"))
    assert health.judge(Ending(began_at=site.at, is_whole=True, is_unbounded=True)) == ()


def test_three_days_of_new_articles_without_a_field_are_an_alarm() -> None:
    site = grown(after=DAY)
    alarms = [site.run(new=10, now=shown("authors"), after=DAY) for _ in range(4)]
    assert [measures(each) for each in alarms] == [[], [], [], ["authors"]]
    assert alarms[-1][0].basis is Basis.NEW


def test_a_site_whose_articles_all_moved_tells_by_its_new_ones_at_once() -> None:
    assert measures(grown().run(new=30, gone=20, now=shown("authors"))) == ["authors"]
    assert grown().run(new=30, gone=20) == ()


def test_articles_that_the_user_chose_say_nothing_of_what_is_usual() -> None:
    site = grown(after=DAY)
    for _ in range(5):
        assert site.run(new=10, now=shown("authors"), after=DAY, is_unbounded=False) == ()
    assert site.run(new=10, now=shown("authors"), after=DAY) == ()


def test_a_listing_that_had_twenty_entries_and_has_none_is_an_alarm_and_one_that_varies_is_not() -> None:
    site = Site()
    for number in (20, 18, 20):
        assert site.run(entries={"/": number, "/today": 3}) == ()
    assert site.run(entries={"/": 12, "/today": 0}) == ()
    (alarm,) = site.run(entries={"/": 0, "/today": 3})
    assert (alarm.measure, alarm.basis, alarm.found, alarm.examples) == ("entries", Basis.LISTINGS, 0.0, ("/",))
    assert site.run() == (alarm,)
    assert site.run(entries={"/": 19}) == ()


def test_a_small_listing_that_empties_alone_is_no_alarm_before_three_days_of_it_are_known() -> None:
    site = Site()
    for _ in range(3):
        site.run(entries={"/a": 7, "/b": 8})
    assert site.run(entries={"/a": 0, "/b": 8}) == ()
    other = Site()
    for _ in range(3):
        other.run(entries={"/a": 7, "/b": 8}, after=DAY)
    assert measures(other.run(entries={"/a": 0, "/b": 8})) == ["entries"]


def test_small_listings_that_empty_together_are_an_alarm() -> None:
    site = Site()
    for _ in range(3):
        site.run(entries={"/a": 7, "/b": 8})
    (alarm,) = site.run(entries={"/a": 0, "/b": 0})
    assert alarm.examples == ("/a", "/b")


@pytest.mark.parametrize(("days", "is_alarm"), [(10, False), (20, True)])
def test_a_site_that_falls_silent_is_an_alarm_once_two_weeks_are_known(days: int, is_alarm: bool) -> None:
    site = Site()
    for number in range(days):
        assert site.run(new=30 if number % 7 < 5 else 15, after=DAY) == ()
    assert site.run(after=timedelta(hours=12)) == ()
    assert measures(site.run(after=timedelta(hours=24))) == (["arrivals"] if is_alarm else [])


def test_articles_of_a_run_that_was_stopped_count_in_the_day_that_the_next_one_ends() -> None:
    site = Site()
    for _ in range(20):
        assert site.run(new=30, after=DAY) == ()
    assert site.run(new=30, after=timedelta(hours=12), is_whole=False) == ()
    assert site.run(after=timedelta(hours=12)) == ()


def test_fields_below_what_the_site_file_expects_are_an_alarm_of_the_same_kind() -> None:
    health = SiteHealth()
    health.evidence.note_read("https://news.example/1", ("title",))
    ending = Ending(
        began_at=BEGAN, is_whole=True, is_unbounded=True, records=20, fields={"views": 10}, expects={"views": 0.9}
    )
    (alarm,) = health.judge(ending)
    assert (alarm.measure, alarm.basis, alarm.found, alarm.expected) == ("views", Basis.SITE_FILE, 0.5, 0.9)
    assert alarm.examples == ("https://news.example/1",)
    assert alarm.as_text() == "views: read for 50% of 20 articles, the site file expects 90%"


def test_a_few_articles_say_nothing_of_what_the_site_file_expects() -> None:
    ending = Ending(began_at=BEGAN, is_whole=True, is_unbounded=True, records=9, expects={"views": 0.9})
    assert SiteHealth().judge(ending) == ()


def test_what_history_and_site_file_both_miss_is_said_once() -> None:
    site = grown()
    for number in range(20):
        site.health.evidence.note_known(f"/{number}", shown(), shown("views"))
    ending = Ending(began_at=BEGAN, is_whole=True, is_unbounded=True, records=20, expects={"views": 0.9})
    (alarm,) = site.health.judge(ending)
    assert alarm.basis is Basis.KNOWN


@pytest.mark.parametrize("state", [None, b"", b"\x00", b"not a history", b"\x81\xa4form\xa5other"])
def test_a_state_that_is_no_history_is_an_empty_one(state: bytes | None) -> None:
    assert History.unpacked(state) == History()


def test_a_history_is_small() -> None:
    site = grown(100)
    assert len(site.health.history.packed()) < 10_000
