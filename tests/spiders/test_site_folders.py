"""Finding a site: by name in one's own folder and the shipped one, by file, by address."""

from pathlib import Path

import pytest

from archive.errors import SiteDefinitionError
from spiders.site_file import read_site_file
from spiders.site_folders import (
    OWN_FOLDER,
    OWN_FOLDER_VARIABLE,
    SHIPPED,
    find_site,
    find_site_rules,
    site_files,
    site_folders,
    site_of,
)
from tests.spiders.site_text import RIGHT, right_but, write_site


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and no folder named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(OWN_FOLDER_VARIABLE, raising=False)
    return tmp_path


def test_without_a_folder_of_ones_own_the_shipped_sites_are_known() -> None:
    assert site_folders() == (SHIPPED,)
    assert {"demo", "neuron"} <= set(site_files())
    assert find_site("neuron") == read_site_file(SHIPPED / "neuron.toml")


def test_ones_own_folder_stands_before_the_shipped_one(here: Path) -> None:
    own = write_site(here / OWN_FOLDER, RIGHT.replace('"gazette"', '"neuron"'), "neuron")
    write_site(here / OWN_FOLDER)
    assert site_folders() == (here / OWN_FOLDER, SHIPPED)
    assert site_files()["neuron"] == own
    assert find_site("neuron").title == "The Gazette"
    assert list(site_files()) == ["demo", "gazette", "neuron"]


def test_the_environment_names_another_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(here / OWN_FOLDER)
    other = write_site(here / "elsewhere", RIGHT.replace('"gazette"', '"courier"'), "courier")
    monkeypatch.setenv(OWN_FOLDER_VARIABLE, "elsewhere")
    assert site_files()["courier"] == other
    assert "gazette" not in site_files()


def test_a_folder_that_is_missing_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_FOLDER_VARIABLE, "nowhere")
    assert site_folders() == (SHIPPED,)


def test_an_unknown_name_is_told_with_the_nearest_and_the_way_out() -> None:
    with pytest.raises(SiteDefinitionError) as told:
        find_site("nueron")
    message = str(told.value)
    assert "'nueron'; did you mean 'neuron'? known are: demo, neuron." in message
    assert "./newsreel-sites/nueron.toml" in message


def test_a_name_near_to_none_gets_no_suggestion() -> None:
    with pytest.raises(SiteDefinitionError) as told:
        find_site("xyzzy")
    assert "did you mean" not in str(told.value)


def test_a_file_is_found_by_its_path(here: Path) -> None:
    path = write_site(here / "deep")
    assert find_site("deep/gazette.toml") == find_site(str(path)) == read_site_file(path)


def test_a_file_that_is_missing_is_named_whole(here: Path) -> None:
    with pytest.raises(SiteDefinitionError, match=str(here / "none.toml")):
        find_site("none.toml")


def test_a_broken_file_asked_for_by_name_says_what_is_wrong(here: Path) -> None:
    write_site(here / OWN_FOLDER, right_but("max_pages = 3", "max_pages = 0"))
    with pytest.raises(SiteDefinitionError, match=r"gazette\.toml: listings\.max_pages"):
        find_site("gazette")


@pytest.mark.parametrize(
    "address", ["https://neuron.expert/", "https://www.neuron.expert/news/x/", "http://neuron.expert"]
)
def test_an_address_is_read_by_the_definition_that_names_its_host(address: str) -> None:
    assert find_site(address).name == "neuron"


def test_a_broken_file_is_named_rather_than_passed_over_for_an_address(here: Path) -> None:
    path = write_site(here / OWN_FOLDER, "name =", "aaa")
    for address in ("https://neuron.expert/", "https://news.example/"):
        with pytest.raises(SiteDefinitionError, match=f"{path}: not valid TOML"):
            find_site(address)


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://neuron.expert/", ("https://neuron.expert/", "https://neuron.expert/news/")),
        ("https://neuron.expert", ("https://neuron.expert/", "https://neuron.expert/news/")),
        ("https://neuron.expert/topics/chips/", ("https://neuron.expert/topics/chips/",)),
        ("https://neuron.expert/?topic=chips", ("https://neuron.expert/?topic=chips",)),
        ("https://www.neuron.expert/news/?page=7", ("https://www.neuron.expert/news/?page=7",)),
    ],
)
def test_a_known_site_is_read_from_the_address_given_on(address: str, start: tuple[str, ...]) -> None:
    site = find_site(address)
    assert site.listings.start == start
    assert (site.rules, site.hosts) == (find_site("neuron").rules, find_site("neuron").hosts)


def test_an_address_nobody_describes_is_a_site_of_one_listing() -> None:
    assert site_of("https://www.news.example/world/") is None
    site = find_site("https://www.news.example/world/")
    assert (site.name, site.address) == ("news.example", "https://www.news.example/")
    assert site.listings.start == ("https://www.news.example/world/",)
    assert site.hosts == {"www.news.example", "news.example"}
    assert not site.rules.fields


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https://[",
        "http://:80/",
        "https://news.example:port/",
        "https://news.example:99999/",
        "ftp://news.example/",
        "://news.example/",
        "https://news.example/\ud800",
    ],
)
def test_an_address_of_no_web_site_is_refused_by_name(address: str) -> None:
    with pytest.raises(SiteDefinitionError) as told:
        find_site(address)
    assert address in str(told.value)


def test_rules_are_offered_for_names_and_files_that_exist(here: Path) -> None:
    path = write_site(here)
    assert find_site_rules("neuron") == find_site("neuron").rules
    assert find_site_rules(str(path)) == read_site_file(path).rules
    assert find_site_rules("nowhere") is None
