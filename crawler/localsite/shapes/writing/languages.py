"""The words, dates and prose of each language that shapes are written in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from crawler.localsite import prose

_SENTENCES_EACH = (2, 3)
_PARAGRAPHS = (4, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a site says around its articles; ``sections`` are four, the two texts are paragraphs."""

    home: str
    about: str
    contact: str
    privacy: str
    newer: str
    older: str
    more: str
    read_on: str
    most_read: str
    all_news: str
    by: str
    sections: tuple[str, ...]
    about_text: tuple[str, ...]
    contact_text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Templates of invented articles; their slots are place, person, thing, n and count."""

    places: tuple[str, ...]
    persons: tuple[str, ...]
    things: tuple[str, ...]
    headlines: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What one article says."""

    title: str
    author: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language; ``prose`` is None where the main site's own prose is used."""

    code: str
    months: tuple[str, ...]
    date: str
    words: Words
    prose: Prose | None

    def written_date(self, moment: datetime) -> str:
        """The moment as pages in this language show it."""
        return self.date.format(
            day=moment.day,
            month=self.months[moment.month - 1],
            year=moment.year,
            hour=f"{moment:%H}",
            minute=f"{moment:%M}",
        )

    def write(self, random: Random) -> Copy:
        """Invent one article."""
        return _write_here(random, self.prose) if self.prose else _write_there(random, self.code)


@cache
def language(code: str) -> Language:
    """The language with this code."""
    text = files("crawler.localsite.shapes.writing").joinpath("texts", f"{code}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Language(
        code=code,
        months=tuple(data["months"]),
        date=data["date"],
        words=Words(**_frozen(data["words"])),
        prose=Prose(**_frozen(data["prose"])) if "prose" in data else None,
    )


def _frozen(values: Mapping[str, str | list[str]]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _write_here(random: Random, bank: Prose) -> Copy:
    slots = {
        "place": random.choice(bank.places),
        "person": random.choice(bank.persons),
        "thing": random.choice(bank.things),
    }
    sentences = random.sample(bank.sentences, len(bank.sentences))
    paragraphs = []
    for _ in range(random.randint(*_PARAGRAPHS)):
        size = random.randint(*_SENTENCES_EACH)
        taken, sentences = sentences[:size], sentences[size:]
        paragraphs.append(" ".join(_fill(random, each, slots) for each in taken))
    return Copy(
        title=_fill(random, random.choice(bank.headlines), slots),
        author=random.choice(bank.persons),
        paragraphs=tuple(paragraphs),
    )


def _fill(random: Random, template: str, slots: Mapping[str, str]) -> str:
    figures = {"n": str(random.randint(3, 89)), "count": str(random.randrange(210, 990) * 10)}
    text = template.format_map({**slots, **figures})
    return text[0].upper() + text[1:]


def _write_there(random: Random, code: str) -> Copy:
    place = prose.LANGUAGES.index(code)
    facts = prose.gather_facts(random)
    _, paragraphs = prose.write_copy(random, facts)
    return Copy(
        title=prose.write_headline(random, facts)[place],
        author=prose.invent_name(random),
        paragraphs=tuple(each[place] for each in paragraphs),
    )
