"""Every console and Python example of the README and the docs runs."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.localsite import LocalSite

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# A command, and what it says where it is shown to refuse.
COMMAND = re.compile(r"^\$ (.*)\n(newsreel: .*$)?", re.MULTILINE)
# The file or folder that a command writes instead of telling something.
OUTPUT = re.compile(r" (?:-o|--output) (\S+)")


def examples(page: Path) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in FENCE.finditer(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with LocalSite(stories=24) as site:
        yield site


@pytest.fixture(scope="module")
def archive(site: LocalSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that the README's first command makes; every page may lean on it."""
    folder = tmp_path_factory.mktemp("crawled")
    done = run(f"newsreel crawl {site.address}", folder)
    assert done.returncode == 0, done.stderr
    return folder / "news-archive"


def run(command: list[str] | str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path},
        shell=isinstance(command, str),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("page", [page for page in PAGES if examples(page)], ids=lambda page: page.name)
def test_the_examples_of_a_page_run_from_top_to_bottom(
    page: Path, site: LocalSite, archive: Path, tmp_path: Path
) -> None:
    shutil.copytree(archive, tmp_path / "news-archive")
    for kind, text in examples(page):
        # The pages name sites of the world; here the local site stands for each of them.
        here = text.replace("https://news.example/", site.address)
        here = here.replace("crawl neuron", f"crawl neuron --address {site.address}")
        here = here.replace('site="news.example"', f'site="{urlsplit(site.address).netloc.replace(":", "-")}"')
        if kind == "python":
            done = run([sys.executable, "-c", here], tmp_path)
            assert done.returncode == 0, done.stderr
            continue
        for command, refusal in COMMAND.findall(here):
            done = run(command, tmp_path)
            if refusal:
                assert done.returncode != 0, command
                assert done.stderr.startswith(refusal.removesuffix("…").rstrip()), f"{command}\n{done.stderr}"
                continue
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            output = OUTPUT.search(command)
            assert (tmp_path / output[1]).exists() if output else done.stdout.strip(), command


def test_every_console_example_shows_that_there_is_output() -> None:
    blocks = [text for page in PAGES for kind, text in examples(page) if kind == "console"]
    assert blocks
    for block in blocks:
        assert block.startswith("$ "), block
        *_, (command, refusal) = COMMAND.findall(block)
        assert block.rstrip().endswith("…") or refusal or OUTPUT.search(command), block
