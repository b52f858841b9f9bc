"""The settings of every crawl: known to Scrapy, absolute, polite."""

import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from archive.errors import UsageError
from archive.version import __version__
from crawler import settings
from tests.crawler.commandline import ended

OURS: dict[str, Any] = {name: value for name, value in vars(settings).items() if name.isupper()}


@pytest.mark.parametrize("name", [name for name in OURS if not name.startswith("NEWSREEL_")])
def test_every_setting_of_scrapys_exists_and_differs_from_its_default(name: str) -> None:
    assert hasattr(default_settings, name)
    assert OURS[name] != getattr(default_settings, name)


@pytest.mark.parametrize(
    "component",
    [
        *settings.ITEM_PIPELINES,
        *settings.EXTENSIONS,
        *settings.DOWNLOADER_MIDDLEWARES,
        settings.DUPEFILTER_CLASS,
        settings.SCHEDULER,
    ],
)
def test_every_component_named_exists(component: str) -> None:
    assert load_object(component)


def test_pages_go_through_the_steps_in_the_order_of_the_recipe() -> None:
    steps = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    names = [step.rpartition(".")[2] for step in steps]
    assert names == ["ReadOut", "NoteArrivals", "KeepToBounds", "Deduplicate", "Store"]


def test_robots_txt_is_obeyed_and_nothing_but_the_web_is_opened() -> None:
    effective = Settings()
    effective.setmodule(settings, priority="project")
    assert effective.getbool("ROBOTSTXT_OBEY")
    handlers = {scheme for scheme, handler in effective.getwithbase("DOWNLOAD_HANDLERS").items() if handler}
    assert handlers == {"http", "https"}
    assert not effective.getbool("COOKIES_ENABLED")
    assert not effective.getbool("TELNETCONSOLE_ENABLED")


def test_we_say_who_we_are_and_imitate_nobody() -> None:
    assert settings.USER_AGENT.startswith(f"newsreel/{__version__} ")
    assert not any(word in settings.USER_AGENT for word in ("Mozilla", "Chrome", "Safari", "Scrapy"))


def test_the_archive_of_the_environment_is_made_absolute_where_the_crawl_starts(tmp_path: Path) -> None:
    program = "from crawler.settings import NEWSREEL_ARCHIVE; print(NEWSREEL_ARCHIVE)"
    command = [sys.executable, "-c", program]
    assert ended(command, cwd=tmp_path).out.strip() == str(tmp_path / "news-archive")
    assert ended(command, cwd=tmp_path, NEWSREEL_ARCHIVE="mine").out.strip() == str(tmp_path / "mine")


def test_there_is_a_worker_for_each_processor_unless_told_otherwise() -> None:
    assert settings.number_of_workers("0") == 0
    assert settings.number_of_workers("3") == 3
    assert settings.number_of_workers("") == settings.number_of_workers(None) >= 1


@pytest.mark.parametrize("told", ["many", "-1", "1.5"])
def test_a_number_of_workers_that_is_none_is_told(told: str) -> None:
    with pytest.raises(UsageError, match=f"NEWSREEL_WORKERS={told}"):
        settings.number_of_workers(told)
