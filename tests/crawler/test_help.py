"""What the command tells of itself."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.version import __version__
from crawler.cli import COMMANDS, newsreel
from tests.crawler.commandline import ended
from tests.crawler.commandline import newsreel as typed


def paths(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command below ``group``, as it is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from paths(command, (*before, name))


EVERY_COMMAND = pytest.mark.parametrize("command", list(paths(newsreel)), ids=" ".join)


@EVERY_COMMAND
def test_every_command_says_what_it_does(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(newsreel, [*command, "--help"])
    assert shown.exit_code == 0
    assert shown.output.startswith("Usage: ")
    assert len(shown.output.split("Options:")[0].splitlines()) > 3


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_examples(command: str) -> None:
    shown = CliRunner().invoke(newsreel, [command, "--help"])
    assert "Examples:" in shown.output
    assert f"\n    newsreel {command}" in shown.output


def test_the_help_lists_every_command_and_where_to_start(tmp_path: Path) -> None:
    shown = typed("--help", cwd=tmp_path)
    assert shown.status == 0
    assert all(f"\n  {command} " in shown.out for command in COMMANDS)
    assert "newsreel demo" in shown.out


def test_the_version_is_told(tmp_path: Path) -> None:
    assert typed("--version", cwd=tmp_path).out == f"newsreel, version {__version__}\n"
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_starts_without_waiting_for_the_crawler(tmp_path: Path) -> None:
    program = "import sys; import crawler.cli; print([name for name in ('scrapy', 'duckdb') if name in sys.modules])"
    assert ended([sys.executable, "-c", program], cwd=tmp_path).out == "[]\n"
