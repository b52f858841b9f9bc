"""How links stand on pages of many makes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.page import Page
from spiders.links import LinkKind, Place, links_seen
from tests.spiders.links.pages import HOME, TITLES, leads, page, places, seen_at, slug

NAVIGATION = [
    '<nav><a href="/world">World</a> <a href="/about">About us</a></nav>',
    '<div class="main-menu"><ul><li><a href="/world">World</a></li><li><a href="/about">About us</a></li></ul></div>',
    '<header><a href="/world">World</a> <a href="/about">About us</a></header>',
    '<div role="navigation"><a href="/world">World</a> <a href="/about">About us</a></div>',
    '<ul><li><a href="/world">World</a></li><li><a href="/sports">Sports</a></li>'
    '<li><a href="/about">About us</a></li></ul>',
    '<table><tr><td><a href="/world">World</a></td><td><a href="/sports">Sports</a></td>'
    '<td><a href="/about">About us</a></td></tr></table>',
]
TEASERS = [
    '<article><h2><a href="/{slug}">{title}</a></h2><time datetime="2026-01-05">5 January</time></article>',
    '<div class="card card-{n}"><a href="/{slug}"><img alt=""></a><h3><a href="/{slug}">{title}</a></h3>'
    '<a href="/tag/town">town</a></div>',
    '<li><a href="/{slug}">{title}</a></li>',
    '<li>5 January 2026 <a href="/{slug}">{title}</a></li>',
    '<tr><td>2026-01-05</td><td><a href="/{slug}">{title}</a></td></tr>',
    '<dt>5.1.2026</dt><dd><a href="/{slug}">{title}</a></dd>',
    '<h2><a href="/{slug}">{title}</a></h2><p>January 5, 2026</p><p>What there is to say of it in a line or two.</p>',
    '<a class="tile" href="/{slug}"><h4>{title}</h4><p>What there is to say of it in a line or two.</p></a>',
    '<p><a href="/{slug}">{title}</a><br>What there is to say of it in a line or two, and the rest is inside.</p>',
    '<section class="post"><b><a href="/{slug}">{title}</a></b><div>What there is to say of it in a line or two.</div>'
    '<div><a href="/{slug}">Read more</a></div></section>',
]  # fmt: skip
FOOTER = (
    '<footer><a href="/privacy">Privacy</a><a href="/the-people-behind-it">The people behind all of it</a></footer>'
)


def front_page(navigation: str, teaser: str) -> Page:
    rows = "".join(teaser.format(slug=slug(title), title=title, n=n) for n, title in enumerate(TITLES))
    tag = "table" if teaser.startswith("<tr") else "ul" if teaser.startswith("<li") else "div"
    return page(f'{navigation}<div id="content"><{tag}>{rows}</{tag}></div>{FOOTER}')


@pytest.mark.parametrize("navigation", NAVIGATION)
@pytest.mark.parametrize("teaser", TEASERS)
def test_the_front_page_alone_tells_articles_from_sections_and_from_pages_about_the_site(
    navigation: str, teaser: str
) -> None:
    found = leads(front_page(navigation, teaser))
    assert found[LinkKind.ARTICLE] == [slug(title) for title in TITLES]
    assert "world" in found[LinkKind.LISTING]
    assert {"about", "privacy", "the-people-behind-it"} <= set(found[LinkKind.NEITHER])


@pytest.mark.parametrize("teaser", [teaser for teaser in TEASERS if "2026" in teaser])
def test_a_date_in_or_beside_a_teaser_is_seen(teaser: str) -> None:
    assert all(link.has_date_near for link in links_seen(front_page("", teaser)) if link.place is Place.TEASER)


@pytest.mark.parametrize(
    "date",
    ["5 January 2026", "Jan. 5, 2026", "2026-01-05", "5/1/2026", "5. Januar 2026", "5 de enero de 2026",
     "2026年1月5日", "3 hours ago", "vor 3 Stunden"],
)  # fmt: skip
def test_dates_are_seen_in_the_forms_people_write_them(date: str) -> None:
    one = page("".join(f'<li><a href="/{slug(title)}">{title}</a> {date}</li>' for title in TITLES))
    assert seen_at(one, slug(TITLES[0])).has_date_near


@pytest.mark.parametrize("words", ["17 comments", "Page 3 of 12", "a 2026 model", "May be late", "+1 555 12 13 14"])
def test_numbers_that_are_no_dates_are_not(words: str) -> None:
    one = page("".join(f'<li><a href="/{slug(title)}">{title}</a> {words}</li>' for title in TITLES))
    assert not seen_at(one, slug(TITLES[0])).has_date_near


def test_a_link_amid_a_paragraph_stands_in_the_text() -> None:
    words = "what had been said of it by the neighbours of the baker, who had heard it from the miller"
    assert places(page(f'<p>As <a href="/reported-here">reported</a>, {words}.</p>')) == {"reported-here": Place.TEXT}


def test_what_stands_beside_a_headline_is_a_label() -> None:
    card = '<div class="card"><h3><a href="/{0}">{1}</a></h3><a href="/author/mia">Mia Moll</a></div>'
    found = places(page("".join(card.format(slug(title), title) for title in TITLES)))
    assert found.pop("author/mia") is Place.LABEL
    assert set(found.values()) == {Place.TEASER}


def test_the_lead_story_in_a_block_of_its_own_is_a_teaser() -> None:
    assert places(page('<div class="hero"><h1><a href="/the-lead">The lead</a></h1></div>')) == {
        "the-lead": Place.TEASER
    }


def test_an_address_stands_where_it_says_most() -> None:
    teaser = TEASERS[0].format(slug="the-mill", title="The mill stands still, and nobody knows why")
    one = page(f'<footer><a href="/the-mill">Mill</a></footer>{teaser * 3}<nav><a href="/the-mill">Mill</a></nav>')
    link = seen_at(one, "the-mill")
    assert (link.place, link.text) == (Place.TEASER, "The mill stands still, and nobody knows why")


def test_a_section_that_heads_a_row_of_teasers_stays_one_of_the_navigation() -> None:
    row = (
        '<section><h2><a href="/world">World</a></h2><h3><a href="/one">The mill stands still again</a></h3></section>'
    )
    one = page(f'<nav><a href="/world">World</a></nav>{row * 3}')
    assert places(one) == {"world": Place.NAVIGATION, "one": Place.TEASER}


def test_the_folder_of_several_articles_is_their_list() -> None:
    row = "".join(f'<h3><a href="/town/{slug(title)}">{title}</a></h3>' for title in TITLES)
    found = leads(page(f'<div><h2><a href="/town/">Town</a></h2>{row}</div>' * 3))
    assert found[LinkKind.LISTING] == ["town/"]
    assert len(found[LinkKind.ARTICLE]) == len(TITLES)


def test_the_same_list_ordered_or_filtered_in_another_way_is_no_section() -> None:
    rows = "".join(TEASERS[0].format(slug=slug(title), title=title) for title in TITLES)
    words = ["by date", "by title", "town, by date, 2025", "town, by title, 2026", "hills, by title, 2026"]
    filters = "".join(f'<li><a href="/all?order=x&amp;n={n}">{word}</a></li>' for n, word in enumerate(words))
    found = leads(page(f'<ul><li><a href="/all?order=date">by date</a></li>{filters}</ul>{rows}', "all"))
    assert (found[LinkKind.LISTING], len(found[LinkKind.ARTICLE])) == ([], len(TITLES))


def test_of_a_site_that_names_all_its_pages_by_one_parameter_sections_and_articles_are_found() -> None:
    rows = "".join(TEASERS[0].format(slug=f"?p={n}", title=title) for n, title in enumerate(TITLES))
    found = leads(page(f'<nav><a href="/?cat=3">World</a></nav>{rows}'))
    assert found[LinkKind.LISTING] == ["?cat=3"]
    assert found[LinkKind.ARTICLE] == [f"?p={n}" for n in range(len(TITLES))]


def test_a_box_named_as_navigation_that_holds_the_pages_matter_is_none() -> None:
    rows = "".join(TEASERS[0].format(slug=slug(title), title=title) for title in TITLES)
    assert set(places(page(f'<div class="has-menu nav-open"><main>{rows}</main></div>')).values()) == {Place.TEASER}


def test_headlines_in_ideographs_are_headlines() -> None:
    titles = [
        "市長が古い橋の工事について説明した",
        "駅前の時計が三日ぶりに動き出した",
        "川沿いの桜が今年も満開になった",
    ]
    found = leads(page("".join(f'<li><a href="/n{n}">{title}</a></li>' for n, title in enumerate(titles))))
    assert found[LinkKind.ARTICLE] == ["n0", "n1", "n2"]


@given(html=st.text(st.sampled_from("<>/ =\"'ahrefnvulip12.#[]:é"), max_size=120) | st.binary(max_size=80))
def test_no_page_makes_looking_fail(html: str | bytes) -> None:
    body = html if isinstance(html, bytes) else html.encode()
    one = Page(body=body, address=HOME, fetched_at=datetime(2026, 1, 20, tzinfo=UTC))
    addresses = [link.address for link in links_seen(one)]
    assert len(addresses) == len(set(addresses))


def test_links_nested_ever_deeper_are_seen_too() -> None:
    assert links_seen(page("<div>" * 3000 + '<a href="/x">x</a>'))[0].address == f"{HOME}x"
