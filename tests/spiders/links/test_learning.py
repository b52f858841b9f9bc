"""Learning where links lead: from how they stand, from what the pages behind them read as, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.rules.link_rules import LearnedPattern, LinkEvidence, PatternSeen
from spiders.links import (
    LinkKind,
    LinkRules,
    LinkSeen,
    PageKind,
    PageVerdict,
    Place,
    classify,
    is_hopeless,
    learn,
    learn_from,
    matches,
    rows_of,
    rules_of,
)
from spiders.links.learning import ENOUGH_READ
from spiders.links.memory import SiteLinks
from tests.spiders.links.pages import HOME, SITE

NOTHING = LinkRules()


def link(path: str, place: Place = Place.TEASER, text: str = "The mill stands still") -> LinkSeen:
    return LinkSeen(address=f"{HOME}{path}", text=text, place=place)


def verdicts(kind: PageKind, *paths: str) -> list[PageVerdict]:
    return [PageVerdict(address=f"{HOME}{path}", kind=kind) for path in paths]


def known(rules: LinkRules, pattern: str) -> LearnedPattern:
    return next(rules.first_of([pattern]))


MILLS = [f"mill-{word}" for word in ("one", "two", "three", "four", "five")]
OTHERS = verdicts(PageKind.OTHER, *MILLS)


def test_links_that_stand_in_teasers_lead_to_articles() -> None:
    rules = learn([link(path) for path in MILLS], (), NOTHING)
    pattern = known(rules, "/{slug}")
    assert (pattern.leads_to, pattern.seen, pattern.teasers) == (LinkKind.ARTICLE, 5, 5)
    assert pattern.example == f"{HOME}mill-one"
    assert classify(link("mill-six", Place.TEXT), SITE, rules) is LinkKind.ARTICLE


def test_links_that_stand_in_the_navigation_lead_to_listings() -> None:
    rules = learn([link(word, Place.NAVIGATION, word) for word in ("world", "sports", "town")], (), NOTHING)
    assert known(rules, "/{word}").leads_to is LinkKind.LISTING


def test_a_few_links_teach_nothing() -> None:
    assert known(learn([link("mill-one")], (), NOTHING), "/{slug}").leads_to is None


@pytest.mark.parametrize(
    ("kinds", "leads_to"),
    [
        ([PageKind.ARTICLE], LinkKind.ARTICLE),
        ([PageKind.LISTING], LinkKind.LISTING),
        ([PageKind.OTHER], LinkKind.ARTICLE),
        ([PageKind.OTHER] * (ENOUGH_READ - 1), LinkKind.ARTICLE),
        ([PageKind.OTHER] * ENOUGH_READ, LinkKind.NEITHER),
        ([PageKind.OTHER] * ENOUGH_READ + [PageKind.ARTICLE] * 2, LinkKind.ARTICLE),
        ([PageKind.ARTICLE] * 2 + [PageKind.OTHER] * 5, LinkKind.ARTICLE),
        ([PageKind.ARTICLE] * 2 + [PageKind.LISTING] * 50, LinkKind.LISTING),
    ],
)
def test_the_pages_that_were_read_have_the_last_word(kinds: list[PageKind], leads_to: LinkKind) -> None:
    rules = learn([link(path) for path in MILLS], (), NOTHING)
    for number, kind in enumerate(kinds):
        rules = learn((), verdicts(kind, f"mill-number-{'x' * number}"), rules)
    pattern = known(rules, "/{slug}")
    assert (pattern.leads_to, pattern.read) == (leads_to, len(kinds))


def test_pages_that_read_as_none_are_no_longer_asked_for() -> None:
    rules = learn([link(path) for path in MILLS], OTHERS[:ENOUGH_READ], NOTHING)
    assert is_hopeless(f"{HOME}mill-six", rules)
    assert not is_hopeless(f"{HOME}mill", rules)
    assert classify(link("mill-six"), SITE, rules) is LinkKind.NEITHER


def test_one_folder_says_nothing_of_another() -> None:
    rules = learn((), verdicts(PageKind.OTHER, *(f"events/{path}" for path in MILLS)), NOTHING)
    assert is_hopeless(f"{HOME}events/mill-six", rules)
    assert not is_hopeless(f"{HOME}town/mill-six", rules)
    assert classify(link("town/mill-six"), SITE, rules) is LinkKind.ARTICLE


def test_what_leads_to_articles_in_one_folder_leads_to_them_in_another() -> None:
    rules = learn((), verdicts(PageKind.ARTICLE, "world/mill-one"), NOTHING)
    assert classify(link("town/mill-six", Place.TEXT), SITE, rules) is LinkKind.ARTICLE


def test_of_what_reads_as_lists_no_more_is_asked_for_as_articles() -> None:
    rules = learn([link(f"tour/{path}") for path in MILLS], verdicts(PageKind.LISTING, "tour/mill-one"), NOTHING)
    assert classify(link("tour/mill-six"), SITE, rules) is LinkKind.LISTING
    assert classify(link("tour/mill-six", Place.LABEL), SITE, rules) is LinkKind.NEITHER


def test_what_somebody_wrote_down_no_page_changes() -> None:
    rules = rules_of([{"pattern": "/{slug}", "leads_to": "neither"}, {"pattern": "/x/{query}", "leads_to": "article"}])
    after = learn([link(path) for path in MILLS], verdicts(PageKind.ARTICLE, *MILLS), rules)
    assert classify(link("mill-six"), SITE, after) is LinkKind.NEITHER
    assert classify(link("x/y/z?a=b", Place.FOOTER), SITE, after) is LinkKind.ARTICLE
    assert is_hopeless(f"{HOME}mill-six", after)


def test_a_file_of_pictures_and_the_front_page_are_never_asked_for() -> None:
    rules = rules_of([{"pattern": "/{query}", "leads_to": "article"}])
    assert [classify(link(path), SITE, rules) for path in ("rain-on-market-day.jpg", "")] == [LinkKind.NEITHER] * 2


def test_rules_are_bounded_and_forget_what_was_never_read() -> None:
    rules = learn((), verdicts(PageKind.ARTICLE, "town/mill-one"), NOTHING)
    for word in range(600):
        name = f"{chr(97 + word // 26)}{chr(97 + word % 26)}"
        rules = learn([link(f"{name}x/mill-one")], (), rules)
    assert len(rules) <= 400
    assert known(rules, "/town/{slug}").articles == 1


def test_large_counts_fade() -> None:
    before = LinkRules((LearnedPattern(pattern="/{slug}", seen=10_000, teasers=8_000, read=10, articles=10),))
    pattern = known(learn([link("mill-one")], (), before), "/{slug}")
    assert (pattern.seen, pattern.teasers, pattern.read, pattern.articles) == (5_001, 4_001, 5, 5)


def test_rules_come_out_of_a_site_file_as_they_went_in() -> None:
    rules = learn([link(path) for path in MILLS], verdicts(PageKind.ARTICLE, *MILLS[:2]), NOTHING)
    (row,) = rows_of(rules)
    assert row == {
        "pattern": "/{slug}", "leads_to": "article", "seen": 5, "teasers": 5, "dated": 0, "read": 2, "right": 2,
        "example": f"{HOME}mill-one",
    }  # fmt: skip
    assert rows_of(rules_of([row])) == (row,)


def test_a_narrower_pattern_is_written_down_only_where_it_says_something_else() -> None:
    rules = learn(
        [link(f"{folder}/{path}") for folder in ("world", "town") for path in MILLS],
        verdicts(PageKind.OTHER, *(f"events/{path}" for path in MILLS)),
        NOTHING,
    )
    rules = learn((), verdicts(PageKind.ARTICLE, *(f"world/{path}" for path in MILLS)), rules)
    assert [(row["pattern"], row["leads_to"]) for row in rows_of(rules)] == [
        ("/{word}/{slug}", "article"),
        ("/events/{slug}", "neither"),
    ]


def test_what_a_crawl_learned_is_known_in_the_next() -> None:
    links = SiteLinks(NOTHING)
    changed = [links.is_changed]
    links.learn(LinkEvidence(seen=(PatternSeen(pattern="/{slug}", seen=3, teasers=3),)))
    changed.append(links.is_changed)
    state = links.packed()
    assert [*changed, links.is_changed] == [False, True, False]
    assert SiteLinks.unpacked(state, NOTHING).rules == links.rules


def test_a_site_file_stands_before_what_was_learned_and_is_not_learned_itself() -> None:
    said = rules_of([{"pattern": "/{slug}", "leads_to": "neither"}])
    learned = SiteLinks(learn([link(path) for path in MILLS], (), NOTHING)).packed()
    links = SiteLinks.unpacked(learned, said)
    assert known(links.rules, "/{slug}").leads_to is LinkKind.NEITHER
    assert SiteLinks.unpacked(links.packed(), NOTHING).rules == NOTHING


@pytest.mark.parametrize("state", [None, b"", b"\xff", b"\x92\xa7links-0\x90", b"\x93"])
def test_what_another_newsreel_kept_is_of_no_use_and_does_no_harm(state: bytes | None) -> None:
    assert SiteLinks.unpacked(state, NOTHING).rules == NOTHING


def test_the_rules_go_out_anew_only_when_they_say_something_else() -> None:
    links = SiteLinks(learn([link(path) for path in MILLS], (), NOTHING))
    before = links.rules
    links.learn(LinkEvidence(seen=(PatternSeen(pattern="/{slug}", seen=3, teasers=3),)))
    assert links.rules is before
    links.learn(LinkEvidence(verdict=OTHERS[0]))
    assert links.rules is before
    for verdict in OTHERS[1:]:
        links.learn(LinkEvidence(verdict=verdict))
    assert known(links.rules, "/{slug}").leads_to is LinkKind.NEITHER


ADDRESSES = st.text(st.sampled_from("ab/1-%?&=.é{}"), max_size=20).map(lambda path: HOME + path)
SEEN = st.builds(LinkSeen, address=ADDRESSES, text=st.text(max_size=5), place=st.sampled_from(Place))
VERDICTS = st.builds(PageVerdict, address=ADDRESSES, kind=st.sampled_from(PageKind))


@given(seen=st.lists(SEEN, max_size=8), judged=st.lists(VERDICTS, max_size=8))
def test_whatever_is_seen_and_read_counts_add_up_and_can_be_written_down(
    seen: list[LinkSeen], judged: list[PageVerdict]
) -> None:
    rules = learn(seen, judged, NOTHING)
    for pattern in rules:
        assert pattern.articles + pattern.listings <= pattern.read <= len(judged)
        assert pattern.teasers + pattern.navigation <= pattern.seen <= len(seen)
        assert pattern.right <= pattern.read
        assert matches(pattern.pattern, pattern.example)
    written = rows_of(rules)
    assert rows_of(rules_of(written)) == written
    assert learn_from([], rules) == rules
