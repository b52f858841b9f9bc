"""Folders of saved pages with truth: truth.json and one NAME.html.gz or NAME.html for every name in it."""

import gzip
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


class CorpusError(Exception):
    """A folder cannot be read as pages with truth. Raised by read_folder and SavedPage.html; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of one page; None where the set says nothing about a field.

    ``bodies`` are texts of equal right, the best match counts; ``wanted`` and ``unwanted`` pieces of text that
    must and must not stand in the body; ``date`` as ISO 8601, a day or an instant; ``views`` is () where the set
    says nothing, (None,) where the page states no views.
    """

    bodies: tuple[str, ...] | None = None
    wanted: tuple[str, ...] | None = None
    unwanted: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] | None = None
    summary: str | None = None
    views: tuple[int | None, ...] = ()

    def without(self, fields: Container[str]) -> "Truth":
        """The same truth, saying nothing about ``fields`` (title, date, authors, summary, views)."""
        return replace(
            self,
            title=None if "title" in fields else self.title,
            date=None if "date" in fields else self.date,
            authors=None if "authors" in fields else self.authors,
            summary=None if "summary" in fields else self.summary,
            views=() if "views" in fields else self.views,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """One page of a set: its name there, the address it was saved from, its truth, its file."""

    name: str
    url: str
    truth: Truth
    path: Path

    def html(self) -> bytes:
        """The page as the server sent it."""
        try:
            saved = self.path.read_bytes()
            return gzip.decompress(saved) if self.path.suffix == ".gz" else saved
        except (OSError, EOFError) as problem:
            raise CorpusError(f"{self.path}: cannot be read: {problem}") from problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSet:
    """The pages of one folder, in the order of their names."""

    name: str
    pages: Sequence[SavedPage]


def find_folders(path: Path) -> list[Path]:
    """``path`` itself where it holds truth.json, else the folders in it that do. Raises CorpusError for none."""
    folders = [path] if (path / "truth.json").is_file() else sorted(file.parent for file in path.glob("*/truth.json"))
    if not folders:
        raise CorpusError(f"{path}: neither it nor a folder in it holds a truth.json")
    return folders


def read_folder(folder: Path) -> PageSet:
    """The pages of ``folder``. Raises CorpusError where truth.json cannot be read or a page is missing."""
    try:
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        pages = [_page(folder, name, truth[name]) for name in sorted(truth)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise CorpusError(f"{folder / 'truth.json'}: cannot be used: {problem!r}") from problem
    return PageSet(name=folder.name, pages=pages)


def _page(folder: Path, name: str, item: Mapping[str, Any]) -> SavedPage:
    paths = (folder / f"{name}.html.gz", folder / f"{name}.html")
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise CorpusError(f"{folder}: truth.json names {name}, but there is no {name}.html.gz and no {name}.html")
    return SavedPage(name=name, url=item["url"], truth=_truth(item), path=path)


def _truth(item: Mapping[str, Any]) -> Truth:
    bodies = item.get("body_refs") or ([item["body"]] if "body" in item else None)
    return Truth(
        bodies=tuple(bodies) if bodies else None,
        wanted=tuple(item["with"]) if "with" in item else None,
        unwanted=tuple(item.get("without", ())),
        title=item.get("title") or None,
        date=item.get("date") or None,
        authors=tuple(item["authors"]) if item.get("authors") else None,
        summary=item.get("summary") or None,
        views=tuple(_views(item)),
    )


def _views(item: Mapping[str, Any]) -> Iterator[int | None]:
    if "views" in item:
        yield item["views"]
