"""The next page of a listing, by everything that pages of any site show it by."""

from dataclasses import replace

import pytest

from pipelines.page.page import Page
from spiders.pagination import next_pages
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
