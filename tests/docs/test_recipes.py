"""Every recipe of the docs is one that cron, systemd and newsreel itself take."""

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest

from crawler.cli import newsreel
from crawler.exits import ExitStatus

PAGE = Path(__file__).parents[2] / "docs" / "running.md"
TEXT = PAGE.read_text(encoding="utf-8")
UNIT = re.compile(r"`/etc/systemd/system/([\w.-]+)`[^`]*```ini\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CRON = re.compile(r"^```cron\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UNITS = dict(UNIT.findall(TEXT))
SERVICES = sorted(name for name in UNITS if name.endswith(".service"))
CRON_LINES = [line for block in CRON.findall(TEXT) for line in block.splitlines()]
# What comes between newsreel's arguments and what the shell does with its output and status.
SHELL = re.compile(r"\s*(?:>>|2>>|\|\||>|\|)\s*")
RANGES = (60, 24, 32, 13, 8)  # minute, hour, day, month, day of the week: below these


def unit(name: str) -> RawConfigParser:
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign] # names of options as they are written
    parser.read_string(UNITS[name])
    return parser


def parsed(command: str) -> dict[str, object]:
    """What click makes of the arguments of ``command``, which starts with newsreel. Raises click's errors."""
    program, name, *arguments = shlex.split(command)
    assert Path(program).name == "newsreel"
    context = click.Context(newsreel)
    chosen = newsreel.get_command(context, name)
    assert chosen is not None, name
    return chosen.make_context(name, arguments, parent=context).params


def is_field(text: str, below: int) -> bool:
    """Whether ``text`` is one of the five fields of a crontab line (crontab(5))."""
    for part in text.split(","):
        match = re.fullmatch(r"(\*|\d+(?:-\d+)?)(?:/(\d+))?", part)
        if not match or any(int(number) >= below for number in re.findall(r"\d+", part)):
            return False
    return True


def test_the_page_has_recipes_for_systemd_and_cron() -> None:
    assert sorted(UNITS) == ["newsreel-crawl.service", "newsreel-crawl.timer", "newsreel.service"]
    assert CRON_LINES


@pytest.mark.parametrize("name", SERVICES)
def test_the_command_of_a_service_is_one_that_newsreel_takes(name: str) -> None:
    command = unit(name)["Service"]["ExecStart"]
    assert command.startswith("/"), "systemd wants the whole path"
    values = parsed(command)
    assert str(values["archive"]).startswith("/var/lib/newsreel/")  # its StateDirectory, the one place it may write


@pytest.mark.parametrize("name", SERVICES)
def test_the_exit_statuses_that_a_service_names_exist(name: str) -> None:
    service = unit(name)["Service"]
    for option in ("SuccessExitStatus", "RestartPreventExitStatus"):
        for number in service.get(option, "").split():
            assert ExitStatus(int(number)) is not ExitStatus.DONE


def test_the_timer_starts_the_crawl() -> None:
    assert unit("newsreel-crawl.timer")["Timer"]["OnCalendar"] == "*:0/15"
    assert "newsreel-crawl.service" in UNITS


def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    """By systemd itself where it is installed; else by the names of sections and options alone."""
    for name, text in UNITS.items():
        # The command is not installed here.
        (tmp_path / name).write_text(text.replace("/usr/local/bin/newsreel", "/bin/true"), encoding="utf-8")
        assert set(unit(name).sections()) <= {"Unit", "Service", "Timer", "Install"}
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--recursive-errors=no", *sorted(tmp_path.iterdir())],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


def test_every_line_for_cron_is_one_that_cron_and_newsreel_take() -> None:
    commands = 0
    for line in CRON_LINES:
        if re.fullmatch(r"[A-Z]+=\S+", line):
            continue
        *fields, command = line.split(maxsplit=5)
        assert all(is_field(field, below) for field, below in zip(fields, RANGES, strict=True)), line
        assert "%" not in command, "cron makes a line break of it"
        assert parsed(SHELL.split(command)[0])["due"]
        assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0
        commands += 1
    assert commands


def test_a_wrong_recipe_is_found() -> None:
    with pytest.raises(click.NoSuchOption):
        parsed("newsreel watch neuron --forever")
    assert not is_field("*/75", 60)
    assert not is_field("noon", 24)


@pytest.mark.parametrize("command", re.findall(r"^(newsreel (?:watch|crawl) .*)$", TEXT, re.MULTILINE))
def test_every_other_command_of_the_page_is_one_that_newsreel_takes(command: str) -> None:
    assert parsed(command)
