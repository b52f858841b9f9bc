"""The archives that are asked: made up once, sealed as crawls leave them, and compacted as users keep them."""

import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from archive.folder import open_folder
from archive.tables import ARTICLES, OBSERVATIONS
from benchmarks.archive.asking import write_single
from benchmarks.archive.rows import START, Corpus, Edited, Visits
from benchmarks.archive.sizes import Built, build, fill

_DONE = "made.txt"
_VISIT_COLUMNS = ["address", "site", "views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archives:
    """Where they lie: ``sealed``, ``compacted``, and the one sorted file of all revisions beside them."""

    place: Path
    articles: int
    observations: int

    @property
    def sealed(self) -> Path:
        """An archive of 50,000 rows a file, as crawls leave them."""
        return self.place / "sealed"

    @property
    def compacted(self) -> Path:
        """The same with every month compacted."""
        return self.place / "compacted"

    @property
    def single(self) -> Path:
        """All revisions in one file, sorted by site and time of publication."""
        return self.place / "single.parquet"


def made(place: Path, articles: int, observations: int) -> Archives:
    """The archives at ``place``; what is there of the same sizes is used again.

    Raises ValueError where ``place`` holds archives of other sizes.
    """
    archives = Archives(place=place, articles=articles, observations=observations)
    place.mkdir(parents=True, exist_ok=True)
    sizes = f"{articles} articles, {observations} observations"
    done = place / _DONE
    if done.exists() and done.read_text() != sizes:
        raise ValueError(f"{place} holds {done.read_text()}; name another folder, or delete it")
    if not done.exists():
        _make(archives)
        done.write_text(sizes)
    return archives


def say(what: str) -> None:
    """Tell what is being done, for those who wait."""
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def _make(archives: Archives) -> None:
    for left in (archives.sealed, archives.compacted):  # by a run that was broken off
        shutil.rmtree(left, ignore_errors=True)
    say(f"making {archives.articles} articles")
    built = build(archives.sealed, ARTICLES, Edited(Corpus(archives.articles)).segments())
    say(f"making {archives.observations} observations")
    known = max(1, min(archives.articles, archives.observations // 5))
    addresses = pa.concat_tables(rows.select(_VISIT_COLUMNS) for rows in Corpus(known).facts())
    fill(built.folder, OBSERVATIONS, Visits(archives.observations, addresses, year=START.year + 1).segments())
    say("sorting the single file")
    write_single(built.files(), archives.single)
    say("compacting")
    _link(archives.sealed, archives.compacted)
    Built(open_folder(archives.compacted), ARTICLES, built.rows).compact()


def _link(source: Path, target: Path) -> None:
    """A copy of an archive that shares its Parquet files, which never change, and has a ledger of its own."""

    def copy(one: str, other: str) -> None:
        (os.link if one.endswith(".parquet") else shutil.copy2)(one, other)

    shutil.copytree(source, target, copy_function=copy)
