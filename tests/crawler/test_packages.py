"""The four packages must lie side by side: another one of the same name is found out at the start."""

from pathlib import Path

import pytest

from crawler.packages import PACKAGES, check_packages, mixed_packages
from tests.crawler.commandline import newsreel

HOME = Path("/venv/site-packages")
TOGETHER: dict[str, Path | None] = dict.fromkeys(PACKAGES, HOME)


def test_four_packages_in_one_folder_are_right() -> None:
    assert mixed_packages(TOGETHER) is None
    check_packages()


@pytest.mark.parametrize("name", ["archive", "pipelines", "spiders"])
@pytest.mark.parametrize("folder", [Path("/elsewhere"), None], ids=["elsewhere", "nowhere"])
def test_a_stray_is_named_with_its_place_and_the_way_out(name: str, folder: Path | None) -> None:
    problem = mixed_packages(TOGETHER | {name: folder})
    assert problem is not None
    assert f"{name!r} was found in {folder or 'no folder'}" in problem
    assert str(HOME) in problem
    assert "virtual environment" in problem


def test_a_foreign_package_before_ours_ends_the_command_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "spiders").mkdir()
    (tmp_path / "spiders" / "__init__.py").touch()
    done = newsreel("sites", cwd=tmp_path)
    assert done.status == 1
    assert done.err.startswith("newsreel: newsreel's package 'spiders' was found in")
    assert done.err.count("\n") == 1
