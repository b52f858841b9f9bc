"""The bodies of cross-validation: each page as the model reads it that never saw its site."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.extraction.corpus import CorpusError, PageSet
from benchmarks.extraction.rivals import Read
from benchmarks.extraction.scoring import Reading
from benchmarks.extraction.systems import System, newsreel


def held_out(file: Path, sets: Sequence[PageSet]) -> System:
    """Newsreel with the bodies of ``file``, "SET/PAGE" → body, for the pages of ``sets``: what the training wrote.

    A page without one there is read as it is shipped. Raises CorpusError where the file cannot be used.
    """
    bodies = read_bodies(file)
    by_address = {
        page.url: bodies[name]
        for page_set in sets
        for page in page_set.pages
        if (name := f"{page_set.name}/{page.name}") in bodies
    }
    return System(name="newsreel, held out", module=None, load=lambda: with_bodies(newsreel(), by_address))


def read_bodies(file: Path) -> Mapping[str, str]:
    """The bodies of ``file`` by the name of the set, a slash, and the name of the page. Raises CorpusError."""
    try:
        bodies = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): str(body) for name, body in bodies.items()}
    except (OSError, ValueError, AttributeError) as problem:
        raise CorpusError(f"{file}: holds no bodies of pages: {problem}") from problem


def with_bodies(read: Read, bodies: Mapping[str, str]) -> Read:
    """A reader that reads as ``read``, but takes the body from ``bodies`` (by address) where there is one."""

    def read_with(html: bytes, url: str) -> Reading:
        reading = read(html, url)
        return replace(reading, body=bodies[url]) if url in bodies else reading

    return read_with
