"""The next page of a listing, by everything that pages of any site show it by."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.page import Page
from pipelines.rules.addresses import AddressRules, host_of
from spiders.pagination import NextPage, NextSource, next_pages
from spiders.site import Listings, SiteDefinition, site_at
from tests.archive.rows import NOON

HOME = "https://news.example/"
SITE = replace(site_at(HOME), listings=Listings(start=(HOME,)))
TEASERS = "".join(
    f'<article><h2><a href="/story-of-the-day-{n}">Story of the day {n}</a></h2></article>' for n in "abc"
)


def page(body: str, address: str = f"{HOME}news/", head: str = "") -> Page:
    html = f"<html><head>{head}</head><body><main>{TEASERS}{body}</main></body></html>"
    return Page(body=html.encode(), address=address, fetched_at=NOON, content_type="text/html; charset=utf-8")


def following(body: str, path: str = "news/", head: str = "", site: SiteDefinition = SITE) -> str | None:
    """The path of the next page that is trusted most, below the site's address."""
    found = next_pages(page(body, HOME + path, head), site)
    return found[0].address.removeprefix(HOME) if found else None


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ('<a rel="next" href="?page=2">2</a>', "news/", "news/?page=2"),
        ('<a rel="nofollow next" href="/news/page/2/">…</a>', "news/", "news/page/2/"),
        ('<a href="/news/?page=2">Older news</a>', "news/", "news/?page=2"),
        ('<a href="/news/?page=2">Next 20 articles →</a>', "news/", "news/?page=2"),
        ('<a href="?before=84213"><span>Older posts</span> <i class="arrow"></i></a>', "news/", "news/?before=84213"),
        ('<a href="/news/archive" aria-label="Next page">▸</a>', "news/", "news/archive"),
        ('<a href="/news/archive"><img alt="Next" src="/r.gif"></a>', "news/", "news/archive"),
        ('<nav><a href="?before=84213">Next</a></nav>', "news/", "news/?before=84213"),
        ('<footer class="pager"><a href="/news/b84213">Next</a></footer>', "news/", "news/b84213"),
    ],
)
def test_the_next_page_is_found_by_its_relation_its_words_and_its_label(body: str, path: str, expected: str) -> None:
    assert following(body, path) == expected


def test_the_relation_in_the_head_counts_and_stands_before_words() -> None:
    head = '<link rel="next" href="/news/page/2/">'
    assert following('<a href="/news/all">Older posts</a>', head=head) == "news/page/2/"


@pytest.mark.parametrize(
    "words",
    [
        "Nächste Seite", "Page suivante »", "Siguiente", "PRÓXIMA PÁGINA", "proxima pagina", "Pagina successiva",
        "Volgende", "Starsze wpisy", "Следующая", "Наступна сторінка", "Наступная", "Další stránka", "Ďalšia strana",
        "Naslednja stran", "Sljedeća stranica", "Следећа страна", "Следваща", "Pagina următoare", "Következő oldal",
        "Nästa sida", "Ældre indlæg", "Neste side", "Seuraava sivu", "Järgmine leht", "Nākamā lapa",
        "Kitas puslapis", "Επόμενη σελίδα", "Sonraki sayfa", "الصفحة التالية", "הדף הבא", "صفحه بعدی", "اگلا صفحہ",
        "अगला पृष्ठ", "পরবর্তী", "அடுத்த பக்கம்", "下一页", "下一頁", "次のページへ", "다음 페이지", "Trang sau",
        "Halaman berikutnya", "Halaman seterusnya", "หน้าถัดไป", "Següent", "Páxina seguinte", "Hurrengoa",
        "შემდეგი", "Հաջորդ էջ", "Növbəti", "Келесі", "Faqja tjetër",
    ],
)  # fmt: skip
def test_the_next_page_is_found_in_fifty_languages(words: str) -> None:
    assert following(f'<div><a href="/news/older">{words}</a></div>') == "news/older"


@pytest.mark.parametrize(
    "words",
    ["Mehr laden", "Voir plus d'articles", "Cargar más", "Показать ещё", "Pokaż więcej", "もっと見る", "加载更多",
     "더보기", "Daha fazla göster", "تحميل المزيد", "Load more stories", "Visa fler"],
)  # fmt: skip
def test_more_leads_on_where_the_address_or_the_place_shows_that_it_is_of_the_list(words: str) -> None:
    assert following(f'<a href="/news/?offset=20">{words}</a>') == "news/?offset=20"
    assert following(f'<div class="load-more"><a href="/news/rest">{words}</a></div>') == "news/rest"
    assert following(f'<nav><a href="/services/">{words}</a></nav>') is None


@pytest.mark.parametrize(
    ("own", "hrefs", "expected"),
    [
        ("news/", ["?page=2", "?page=3"], "news/?page=2"),
        ("news/?page=2", ["/news/", "?page=2", "?page=3", "?page=4"], "news/?page=3"),
        ("news?p=3", ["?p=1", "?p=2", "?p=3", "?p=4"], "news?p=4"),
        ("", ["/page/2/", "/page/3/"], "page/2/"),
        ("page/2/", ["/", "/page/2/", "/page/3/"], "page/3/"),
        ("news/", ["/news/2/", "/news/3/"], "news/2/"),
        ("news/2/", ["/news/", "/news/2/", "/news/3/"], "news/3/"),
        ("news/", ["/news;page=2", "/news;page=3"], "news;page=2"),
        ("news.html", ["news-2.html", "news-3.html"], "news-2.html"),
        ("news-2.html", ["news.html", "news-2.html", "news-3.html"], "news-3.html"),
        ("news/index.html", ["index_2.html", "index_3.html"], "news/index_2.html"),
        ("news/", ["?seite=2"], "news/?seite=2"),
        ("news/?cat=7", ["?cat=7&page=2", "?cat=7&page=3"], "news/?cat=7&page=2"),
    ],
)  # fmt: skip
def test_a_numbered_pager_leads_to_the_page_after_this_one(own: str, hrefs: list[str], expected: str) -> None:
    first = 2 if len(hrefs) < 3 else 1
    links = "".join(f'<li><a href="{href}">{number}</a></li>' for number, href in enumerate(hrefs, first))
    assert following(f"<ul>{links}</ul>", own) == expected


@pytest.mark.parametrize(
    ("own", "hrefs", "expected"),
    [
        ("news/", ["?start=10", "?start=20"], "news/?start=10"),
        ("news/?start=10", ["?start=0", "?start=10", "?start=20"], "news/?start=20"),
        ("news/?from=50", ["?from=0", "?from=25", "?from=50", "?from=75"], "news/?from=75"),
        ("news/?page=1", ["?page=0", "?page=1", "?page=2", "?page=3"], "news/?page=2"),
    ],
)
def test_the_step_between_pages_is_learned_from_the_pager(own: str, hrefs: list[str], expected: str) -> None:
    first = 2 if len(hrefs) < 3 else 1
    links = "".join(f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, first))
    assert following(links, own) == expected


def test_a_page_that_a_pager_leaves_out_is_named_as_its_neighbours_are() -> None:
    links = "".join(f'<a href="?start={20 * (number - 1)}">{number}</a>' for number in (1, 2, 3, 6, 9))
    assert following(links, "news/?start=40") == "news/?start=60"


def test_a_pager_that_is_at_its_last_page_leads_nowhere() -> None:
    links = '<a href="/news/">1</a> <a href="?page=2">2</a> <b>3</b>'
    assert following(links, "news/?page=3") is None


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/news/2024/">2024</a><a href="/news/2025/">2025</a>',
        '<table><tr><td><a href="/news/2026/01/01/">1</a></td><td><a href="/news/2026/01/02/">2</a></td></tr></table>',
        '<div class="comments"><a href="?page=2">2</a><a href="?page=3">3</a></div>',
        '<a href="?comment-page=2">2</a><a href="?comment-page=3">3</a>',
        '<a href="?cpage=2">Older</a>',
        '<div class="photo-gallery"><a href="/news/2/">2</a><a href="/news/3/">3</a><a href="/news/2/">Next</a></div>',
        '<div class="slick-slider"><a class="slick-next" href="/news/slide">Next</a></div>',
        '<article><a href="/some-long-story-here">A</a><a href="/some-long-story-here/2/">2</a>'
        '<a href="/some-long-story-here/3/">3</a></article><article><a href="/other">B</a></article>',
        '<a href="/a-story-of-the-sea">Weiter</a><a href="/a-story-of-the-land">Weiter</a>',
        '<a href="/a-story-of-the-sea">Далее</a>',
        '<a href="/a">Далее</a><a href="/b">Далее</a><a href="/c">Далее</a>',
        '<a href="#next">Next</a><a href="javascript:next()">Next</a><a href="/news/">Next</a>',
        '<a href="https://elsewhere.example/news/?page=2">Next</a>',
        '<nav><a href="/services/">More</a></nav>',
        '<header><ul><li><a href="/service/upcoming">Next</a></li></ul></header>',
        '<div><a href="/next">Next</a></div>',
        '<script data-next-page="/_app"></script>',
        '<a href="/the-story-before-this-one"><i class="icon-arrow-right"></i></a>',
    ],
)
def test_what_is_no_pager_of_the_list_leads_nowhere(body: str) -> None:
    if "2026/01" in body:
        assert following(body, "") is None
    else:
        assert following(body) is None


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ('<a href="?page=1">Newer</a> <a href="?page=3">Older</a>', "news/?page=2", "news/?page=3"),
        ('<a href="?page=1">Next</a>', "news/?page=2", None),
        ('<a rel="next" href="/news/page/1/">Newer posts</a>', "news/page/2/", None),
        ('<a rel="prev" href="/news/page/3/">Older posts</a>', "news/page/2/", "news/page/3/"),
        ('<div class="nav-previous"><a href="/page/2/">← Older posts</a></div>', "", "page/2/"),
        ('<a href="/2026/01/06/">Next day</a> <a href="/2026/01/04/">Previous</a>', "2026/01/05/", "2026/01/04/"),
        ('<a href="/2026/02/">Next</a> <a href="/2025/12/">Previous</a>', "2026/01/", "2025/12/"),
        ('<a href="/news/?page=1">«</a><a href="/news/?page=3">»</a>', "news/?page=2", "news/?page=3"),
    ],
)
def test_paging_goes_to_older_pages_and_never_to_newer_ones(body: str, path: str, expected: str | None) -> None:
    assert following(body, path) == expected


@pytest.mark.parametrize(
    "link",
    [
        '<a href="?page=2">»</a>',
        '<a href="?page=2">&gt;&gt;</a>',
        '<a href="?page=2">→</a><a href="?page=9">≫</a>',
        '<a href="?page=2"><i class="fa fa-chevron-right"></i></a>',
        '<a href="?page=2"><svg class="icon-arrow-right"></svg></a>',
        '<li class="pagination-next"><a href="?page=2">▸</a></li>',
        '<a class="next page-numbers" href="?page=2"><span></span></a>',
    ],
)
def test_arrows_icons_and_classes_lead_on(link: str) -> None:
    assert following(link) == "news/?page=2"


def test_an_arrow_needs_a_page_number_or_a_pager_around_it() -> None:
    assert following('<nav class="pager"><a href="/news/b84">»</a></nav>') == "news/b84"
    assert following('<p><a href="/news/b84">»</a></p>') is None


def test_where_a_script_runs_to_the_left_either_arrow_may_lead_on() -> None:
    body = '<a href="?page=1">›</a><a href="?page=3">‹</a>'
    html = f'<html dir="rtl"><body>{body}</body></html>'
    found = next_pages(Page(body=html.encode(), address=f"{HOME}news/?page=2", fetched_at=NOON), SITE)
    assert [one.address for one in found] == [f"{HOME}news/?page=3"]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ('<button class="load-more" data-url="/api/list?offset=10">Plus</button>', "api/list?offset=10"),
        ('<button data-next="/news/page/2/">More</button>', "news/page/2/"),
        ('<div class="infinite-scroll" data-next-page-url="?page=2"></div>', "news/?page=2"),
        ('<button hx-get="/part?page=2" hx-swap="beforeend">Load more</button>', "part?page=2"),
        ('<div hx-get="/part?page=2" hx-trigger="revealed"></div>', "part?page=2"),
        ('<button class="more-news" data-ajax="/ajax/news" data-page="2">+</button>', "ajax/news?page=2"),
        ('<a class="load-more" href="#" data-href="/more?after=77">Mehr laden</a>', "more?after=77"),
        ('<button class="btn-load-more" data-url="/list/{page}">…</button>', "list/2"),
        ('<button class="js-load-more" data-url="/list?o={offset}" data-offset="12">…</button>', "list?o=12"),
        ('<button class="load-more" data-page="1">Show more</button>', "news/?page=2"),
        ('<button formaction="/news/more">Ver más</button>', "news/more"),
        ('<button class="share" data-url="/news/story">Share</button>', None),
        ('<form class="load-more" data-url="/search"></form>', None),
        ('<button class="load-more" data-url="{{ url }}">More</button>', None),
        ('<button class="load-more" data-target="#list">More</button>', None),
    ],
)
def test_the_address_that_a_load_more_button_carries_leads_on(button: str, expected: str | None) -> None:
    found = next_pages(page(button), SITE)
    assert [one.address for one in found] == ([HOME + expected] if expected else [])
    assert all(one.source is NextSource.LOAD_MORE for one in found)


def test_what_would_find_the_next_page_again_can_be_stated_in_a_site_file() -> None:
    (found,) = next_pages(page('<div><a class="further big" href="/news/older">Older posts »</a></div>'), SITE)
    assert found == NextPage(
        address=f"{HOME}news/older", source=NextSource.WORDS, css="a.further::attr(href)", words="Older posts »"
    )
    stated = replace(SITE, listings=replace(SITE.listings, next_link=found.css))
    assert next_pages(page('<div><a class="further big" href="/news/oldest">Ältere</a></div>'), stated) == (
        NextPage(address=f"{HOME}news/oldest", source=NextSource.RULE),
    )


def test_css_that_selects_other_links_too_is_not_offered() -> None:
    (found,) = next_pages(page('<a class="big" href="/">Home</a><a class="big" href="?page=2">Older</a>'), SITE)
    assert found.css is None


def test_a_site_that_states_how_it_leads_on_is_asked_for_nothing_else() -> None:
    stated = replace(SITE, listings=replace(SITE.listings, next_as=("Further",)))
    assert following('<a href="?page=2">Older</a><a href="?page=2">2</a><a href="?page=3">3</a>', site=stated) is None
    assert following('<a href="?page=9">Further:</a>', site=stated) == "news/?page=9"


def test_an_article_by_the_sites_rule_is_no_page_of_a_list() -> None:
    rules = replace(SITE.rules, addresses=AddressRules(article=re.compile(r"/news/\d+")))
    assert following('<a rel="next" href="/news/84213">Next</a>', site=replace(SITE, rules=rules)) is None


PIECES = st.sampled_from(
    ['<a href="?page=2">2</a>', "<a href='http://['>Next</a>", "<a rel=next>", '<a href="?page=99999999999">3</a>',
     '<button data-url="http://[" class=load-more>', "<a href='/9999/99/99/'>Older</a>", '<a href="/0/">0</a>',
     "<article><article>", "</div>", '<a class="9 next" href="x">»</a>', '<link rel="next" href="//">', "<a", "２"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6), st.sampled_from(["", "news/?page=2", "2026/01/31/", "?offset=20", "%zz/9?=&;"]))
def test_no_page_makes_the_search_fail_or_leave_the_site(pieces: list[str], path: str) -> None:
    found = next_pages(page("".join(pieces), HOME + path), SITE)
    assert all(host_of(one.address) == "news.example" for one in found)
    assert len({one.address for one in found}) == len(found)
