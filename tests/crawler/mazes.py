"""Sites that lead a crawler on without end: twelve articles each, and pages that are made up as they are asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tests.crawler.gazette import Gazette, Reply, article

STORIES = 12
_NUMBERS = range(1, STORIES + 1)


def path_of(number: int) -> str:
    return f"/news/story-number-{number}-of-today/{10_000 + number}/"


def number_of(path: str) -> int | None:
    """The number of the article at ``path``, or None."""
    parts = path.strip("/").split("/")
    number = int(parts[-1]) - 10_000 if parts[-1].isdecimal() else 0
    return number if number in _NUMBERS and f"/{'/'.join(parts[-3:])}/" == path_of(number) else None


def story(number: int, below: str = "") -> Reply:
    return Reply(article(number).replace(b"</body>", f"{below}</body>".encode()))


def page(*links: tuple[str, str], below: str = "") -> Reply:
    items = "".join(f'<li><a href="{address}">{words}</a></li>' for address, words in links)
    return Reply(f"<html lang='en'><body><h1>Gazette</h1><ul>{items}</ul>{below}</body></html>".encode())


def links_to_stories(numbers: range = _NUMBERS) -> list[tuple[str, str]]:
    return [(path_of(number), f"Story number {number}") for number in numbers]


def nothing(path: str, query: dict[str, str]) -> Reply | None:
    """No page, wherever one asks."""
    del path, query
    return None


@dataclass(slots=True)
class Maze(Gazette):
    """A site whose pages ``make`` makes up of a path and its query; None: there is none."""

    make: Callable[[str, dict[str, str]], Reply | None] = nothing
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        known = Gazette.answer(self, path, headers)
        parts = urlsplit(path)
        made = self.make(parts.path, dict(parse_qsl(parts.query)))
        return made or known

    def site_file(self, folder: Path, *, more: str = "", listings: str = "") -> Path:
        """A site file that tells articles by their folder alone."""
        path = folder / "maze.toml"
        path.write_text(
            f'name = "maze"\ntitle = "Maze"\naddress = "{self.address}"\n{more}\n'
            f'[listings]\nstart = ["/"]\nmax_pages = 500\n{listings}\n'
            "[articles]\npath = '/news/.+'\n"
            "[politeness]\ndelay_seconds = 0.0\nconcurrent_requests = 4\n",
            encoding="utf-8",
        )
        return path
