"""Site files are read strictly: whatever is wrong is named by file, key and value."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import SiteDefinitionError
from pipelines.bounds import Bounds
from pipelines.rules.site_rules import FieldName, LineKind
from spiders.site import Politeness
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED
from tests.spiders.site_text import RIGHT, right_but, write_site

# What is wrong, the text of the file, the key and the value (or its problem) the message must name.
WRONG: dict[str, tuple[str, str, str]] = {
    "a key nobody knows": (right_but('title = "The', 'colour = "red"\ntitle = "The'), "colour", "'red'"),
    "a table nobody knows": (RIGHT + "\n[surprise]\na = 1\n", "surprise", "unknown key"),
    "a listing key nobody knows": (right_but("max_pages", "pages"), "listings.pages", "3"),
    "a field nobody knows": (right_but("[[fields.title]]", "[[fields.titel]]"), "fields.titel", "h1"),
    "a rule key nobody knows": (right_but('css = "h1"', 'css = "h1"\nregex = "x"'), "fields.title.0.regex", "'x'"),
    "a text key nobody knows": (right_but('is = "number"', 'kind = "number"'), "fields.views.0.text.kind", "'number'"),
    "an expected field nobody knows": (right_but("views = 0.9", "looks = 0.9"), "expected.looks", "0.9"),
    "a number for a title": (right_but('title = "The Gazette"', "title = 7"), "title", "7"),
    "a text for a list": (right_but('next_as = ["Older"]', 'next_as = "Older"'), "listings.next_as", "'Older'"),
    "a number in a list of texts": (right_but('["All news"]', '["All news", 7]'), "listings.linked_as.1", "7"),
    "a text for a number": (right_but("max_pages = 3", 'max_pages = "3"'), "listings.max_pages", "'3'"),
    "a text for a yes or no": (
        right_but('is = "number"', 'drop_last_label = "yes"'),
        "fields.views.0.text.drop_last_label",
        "'yes'",
    ),
    "a number for a text in a rule": (right_but('css = "h1"', "css = 1"), "fields.title.0.css", "1"),
    "a table for a list of rules": (right_but("[[fields.title]]", "[fields.title]"), "fields.title", "array"),
    "a number where words are translated": (right_but('"business"', "1"), "fields.section.0.values", "str"),
    "no name": (right_but('name = "gazette"\n', ""), "file", "name"),
    "no listings at all": (RIGHT.replace("[listings]", "[entries2]"), "entries2", "unknown key"),
    "no start": (right_but('start = ["/", "/all/"]', "start = []"), "listings.start", "[]"),
    "no pages": (right_but("max_pages = 3", "max_pages = 0"), "listings.max_pages", "0"),
    "a name that is not the file's": (right_but('name = "gazette"', 'name = "courier"'), "name", "'courier'"),
    "a name with capitals": (right_but('name = "gazette"', 'name = "Gazette"'), "name", "'Gazette'"),
    "an address without its last slash": (
        right_but('address = "https://gazette.example/"', 'address = "https://gazette.example"'),
        "address",
        "'https://gazette.example'",
    ),
    "an address of no web": (
        right_but('address = "https://gazette.example/"', 'address = "ftp://gazette.example/"'),
        "address",
        "'ftp://gazette.example/'",
    ),
    "an address nothing can read": (
        right_but('address = "https://gazette.example/"', 'address = "https://[/"'),
        "address",
        "'https://[/'",
    ),
    "a port that is none": (
        right_but('address = "https://gazette.example/"', 'address = "https://gazette.example:99999/"'),
        "address",
        "99999",
    ),
    "a listing on a foreign host": (
        right_but('"/all/"', '"https://other.example/all/"'),
        "listings.start",
        "'https://other.example/all/'",
    ),
    "a listing nothing can read": (right_but('"/all/"', '"http://["'), "listings.start", "'http://['"),
    "an address for a host": (
        right_but('["www.gazette.example"]', '["https://www.gazette.example/"]'),
        "hosts",
        "https://www.gazette.example/",
    ),
    "a host with a path": (right_but('["www.gazette.example"]', '["www.gazette.example/news"]'), "hosts", "/news"),
    "a host without a name": (right_but('["www.gazette.example"]', '[":8000"]'), "hosts", "':8000'"),
    "a host that is empty": (right_but('["www.gazette.example"]', '[""]'), "hosts", "''"),
    "a host with a port that is none": (
        right_but('["www.gazette.example"]', '["www.gazette.example:port"]'),
        "hosts",
        "'www.gazette.example:port'",
    ),
    "a listing of no web": (right_but('"/all/"', '"mailto:desk@gazette.example"'), "listings.start", "'mailto:"),
    "a start of a kind": (
        right_but('after = ["@published_at"], is', 'after = ["is:date"], is'),
        "fields.views[0].text",
        "stands in until only",
    ),
    "a time zone of no place": (right_but("Europe/Vienna", "Europe/Gazette"), "time_zone", "'Europe/Gazette'"),
    "a time zone that is a folder": (right_but("Europe/Vienna", "Europe"), "time_zone", "'Europe'"),
    "a time zone that climbs out": (right_but("Europe/Vienna", "../Vienna"), "time_zone", "'../Vienna'"),
    "a date order of no calendar": (right_but('"DMY"', '"DYM"'), "date_order", "'DYM'"),
    "a field that is no field in rules_only": (right_but('["summary"]', '["summery"]'), "rules_only.0", "'summery'"),
    "a memory that is no yes or no": (right_but("= false", '= "no"'), "site_memory", "'no'"),
    "CSS with a hole": (right_but('css = "h1"', 'css = "h1["'), "fields.title[0].css", "'h1['"),
    "CSS that selects nothing known": (right_but('css = "h1"', 'css = "h1::txt"'), "fields.title[0].css", "'h1::txt'"),
    "empty CSS": (right_but('css = "h1"', 'css = ""'), "fields.title[0].css", "''"),
    "CSS of the next link": (right_but("a.older::attr(href)", "a..older"), "listings.next_link", "'a..older'"),
    "CSS of an entry": (right_but('"li.story"', '"li >"'), "entries.entry", "'li >'"),
    "CSS of a title": (right_but('title = "h2"', 'title = "h2:"'), "entries.title", "'h2:'"),
    "XPath with a hole": (right_but("//nav/a[1]", "//nav/a["), "fields.section[0].xpath", "'//nav/a['"),
    "XPath with a function nobody knows": (right_but("//nav/a[1]", "nav()"), "fields.section[0].xpath", "'nav()'"),
    "a pattern with a hole": (right_but("'(\\d+)'", "'(\\d+'"), "fields.views[0].text.pattern", "missing )"),
    "a pattern without a group": (right_but("'(\\d+)'", "'\\d+'"), "fields.views[0].text.pattern", "needs a group"),
    "a selector's pattern without a group": (
        right_but('css = "h1"', "css = 'h1'\npattern = 'a'"),
        "fields.title[0].pattern",
        "needs a group",
    ),
    "an article path with a hole": (right_but("(?P<slug>[^/?]+)", "(?P<slug>[^/?]+"), "articles.path", "missing )"),
    "a pattern that repeats beyond reason": (
        right_but("'(\\d+)'", "'(\\d){99999999999}'"),
        "fields.views[0].text.pattern",
        "99999999999",
    ),
    "a rule with two ways": (right_but('css = "h1"', 'css = "h1"\nxpath = "//h1"'), "fields.title[0]", "'css, xpath'"),
    "a rule with no way": (right_but('css = "h1"', "pattern = '(a)'"), "fields.title[0]", "'nothing'"),
    "an anchor at no field": (right_but("@published_at", "@published"), "fields.views[0].text", "'@published'"),
    "an end of no kind": (
        right_but('is = "number"', 'until = ["is:price"]'),
        "fields.views[0].text",
        "'is:price'",
    ),
    "a line of no kind": (right_but('is = "number"', 'is = "price"'), "fields.views.0.text.is", "'price'"),
    "a canonical address of no group": (
        right_but('canonical = "/news/{slug}/{id}/"', 'canonical = "/news/{slug}/{language}/"'),
        "articles.canonical",
        "'language'",
    ),
    "an identity of no group": (
        right_but('identity = "{id}"', 'identity = "{number}"'),
        "articles.identity",
        "'number'",
    ),
    "a canonical address without a path to read": (
        RIGHT.replace("path = '/news/(?P<slug>[^/?]+)/(?P<id>\\d+)/?'\n", ""),
        "articles.identity",
        "'id'",
    ),
    "a canonical address with an open brace": (
        right_but('"/news/{slug}/{id}/"', '"/news/{slug/{id}/"'),
        "articles.canonical",
        "'/news/{slug/{id}/'",
    ),
    "a canonical address that formats": (
        right_but('"/news/{slug}/{id}/"', '"/news/{slug.upper}/"'),
        "articles.canonical",
        "'/news/{slug.upper}/'",
    ),
    "an entry's title without its entry": (
        right_but('entry = "li.story"\n', ""),
        "entries.title",
        "needs entries.entry",
    ),
    "an entry's teaser without its entry": (
        right_but('entry = "li.story"\ntitle = "h2"', 'teaser = "p"'),
        "entries.teaser",
        "needs entries.entry",
    ),
    "an entry's date without its entry": (
        right_but('entry = "li.story"\ntitle = "h2"', 'date = "time"'),
        "entries.date",
        "needs entries.entry",
    ),
    "a share above the whole": (right_but("views = 0.9", "views = 90"), "expected.views", "90"),
    "a share below nothing": (right_but("views = 0.9", "views = -0.1"), "expected.views", "-0.1"),
    "a delay into the past": (right_but("delay_seconds = 0.5", "delay_seconds = -1"), "politeness.delay_seconds", "-1"),
    "a bound of nothing": (f"{RIGHT}[bounds]\nmax_pages = 0\n", "bounds.max_pages", "0"),
    "a day that is none": (f"{RIGHT}[bounds]\nsince = 'yesterday'\n", "bounds.since", "yesterday"),
    "a last day before the first": (
        f"{RIGHT}[bounds]\nsince = 2026-02-01\nuntil = 2026-01-31\n",
        "bounds.until",
        "2026-01-31",
    ),
    "too many requests at once": (
        right_but("concurrent_requests = 2", "concurrent_requests = 65"),
        "politeness.concurrent_requests",
        "65",
    ),
}


@pytest.mark.parametrize("text_key_value", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_by_file_key_and_value(tmp_path: Path, text_key_value: tuple[str, str, str]) -> None:
    text, key, value = text_key_value
    path = write_site(tmp_path, text)
    with pytest.raises(SiteDefinitionError) as told:
        read_site_file(path)
    message = str(told.value)
    assert message.startswith(f"{path}: {key} = ")
    assert value in message
    assert "\n" not in message


def test_a_file_that_is_no_toml_is_told_with_the_line(tmp_path: Path) -> None:
    path = write_site(tmp_path, 'name = "gazette"\ntitle = \n')
    with pytest.raises(SiteDefinitionError, match=r"gazette\.toml: not valid TOML: .*line 2"):
        read_site_file(path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gazette.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SiteDefinitionError, match=r"gazette\.toml: not valid TOML"):
        read_site_file(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(SiteDefinitionError, match=r"folder\.toml: cannot be read: Is a directory"):
        read_site_file(tmp_path / "folder.toml")
    with pytest.raises(SiteDefinitionError, match=r"none\.toml: cannot be read: No such file"):
        read_site_file(tmp_path / "none.toml")


def test_the_bounds_of_a_file_are_days_of_its_own_zone(tmp_path: Path) -> None:
    days, others = (
        "since = 2026-07-01\nuntil = 2026-07-31\n",
        "max_articles = 9\nsections = ['a']\nknown_in_a_row = 20\n",
    )
    path = write_site(tmp_path, f"{RIGHT}[bounds]\n{days}{others}")
    assert read_site_file(path).bounds == Bounds(
        max_articles=9,
        since=datetime(2026, 6, 30, 22, tzinfo=UTC),
        until=datetime(2026, 7, 31, 22, tzinfo=UTC),
        sections=("a",),
        known_in_a_row=20,
    )


def test_a_right_file_says_everything_it_holds(tmp_path: Path) -> None:
    path = write_site(tmp_path)
    site = read_site_file(path)
    assert (site.name, site.title, site.origin) == ("gazette", "The Gazette", str(path))
    assert site.hosts == {"gazette.example", "www.gazette.example"}
    assert site.listings.start == ("https://gazette.example/", "https://gazette.example/all/")
    assert (site.listings.linked_as, site.listings.next_as, site.listings.max_pages) == (("All news",), ("Older",), 3)
    assert site.politeness == Politeness(delay_seconds=0.5, concurrent_requests=2, contact="desk@gazette.example")
    assert site.expected == {FieldName.TITLE: 1.0, FieldName.VIEWS: 0.9}


def test_a_site_teaches_unless_its_file_says_no(tmp_path: Path) -> None:
    assert not read_site_file(write_site(tmp_path)).has_memory
    assert read_site_file(write_site(tmp_path, right_but("site_memory = false", ""))).has_memory


def test_a_right_file_gives_the_rules_its_pages_are_read_by(tmp_path: Path) -> None:
    rules = read_site_file(write_site(tmp_path)).rules
    assert (rules.site, rules.time_zone, rules.date_order) == ("gazette", "Europe/Vienna", "DMY")
    assert rules.rules_only == {FieldName.SUMMARY}
    assert set(rules.fields) == {FieldName.TITLE, FieldName.VIEWS, FieldName.SECTION}
    (views,) = rules.fields[FieldName.VIEWS]
    assert views.text is not None
    assert (views.text.after, views.text.kind) == (("@published_at",), LineKind.NUMBER)
    assert rules.fields[FieldName.SECTION][0].values == {"Wirtschaft": "business"}
    assert rules.listing is not None
    assert (rules.listing.entry, rules.listing.title) == ("li.story", "h2")
    assert rules.addresses.canonical_of("https://gazette.example/news/a-b/7") == "https://gazette.example/news/a-b/7/"


def test_name_title_address_and_one_listing_are_enough(tmp_path: Path) -> None:
    text = 'name = "m"\ntitle = "M"\naddress = "http://m.example:8080/"\n[listings]\nstart = ["/"]\n'
    site = read_site_file(write_site(tmp_path, text, "m"))
    assert site.hosts == {"m.example:8080"}
    assert site.listings.start == ("http://m.example:8080/",)
    assert site.politeness == Politeness()
    assert site.rules.listing is None


def test_the_usual_port_and_capitals_are_no_part_of_a_host(tmp_path: Path) -> None:
    text = right_but('"https://gazette.example/"', '"https://Gazette.Example:443/"')
    text = text.replace('["www.gazette.example"]', '["WWW.Gazette.Example"]')
    assert read_site_file(write_site(tmp_path, text)).hosts == {"gazette.example", "www.gazette.example"}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_right(path: Path) -> None:
    site = read_site_file(path)
    assert site.expected
    assert all(rule for rules in site.rules.fields.values() for rule in rules)


def test_a_site_may_have_sources_in_place_of_listings(tmp_path: Path) -> None:
    text = 'name = "m"\ntitle = "M"\naddress = "http://m.example/"\n[sources]\nfeeds = ["/feed.xml", "atom.xml"]\n'
    site = read_site_file(write_site(tmp_path, f'{text}sitemaps = ["http://m.example/map.xml"]\n', "m"))
    assert site.listings.start == ()
    assert site.sources.feeds == ("http://m.example/feed.xml", "http://m.example/atom.xml")
    assert site.sources.sitemaps == ("http://m.example/map.xml",)


def test_a_site_without_a_place_to_begin_at_is_refused(tmp_path: Path) -> None:
    text = 'name = "m"\ntitle = "M"\naddress = "http://m.example/"\n'
    with pytest.raises(SiteDefinitionError, match="there is nowhere to begin"):
        read_site_file(write_site(tmp_path, text, "m"))


@pytest.mark.parametrize("key", ["feeds", "sitemaps"])
def test_a_source_on_another_host_is_refused(tmp_path: Path, key: str) -> None:
    text = f'name = "m"\ntitle = "M"\naddress = "http://m.example/"\n[sources]\n{key} = ["https://feeds.example/m"]\n'
    with pytest.raises(SiteDefinitionError, match=rf"sources\.{key} = 'https://feeds.example/m': is on a host"):
        read_site_file(write_site(tmp_path, text, "m"))
