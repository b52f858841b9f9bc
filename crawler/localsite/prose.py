"""Headlines, summaries and paragraphs in English and Portuguese, drawn from our own phrases."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any, TypeAlias

LANGUAGES = ("en", "pt")

Phrase: TypeAlias = tuple[str, str]
"""The same text in every language, in the order of LANGUAGES."""

_FIRST_SENTENCE = re.compile(r".+?[.!?”](?=\s|$)", re.DOTALL)
_TAGS_EACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the site can say about one field of the news."""

    section: Phrase
    tags: tuple[Phrase, ...]
    headlines: tuple[Phrase, ...]
    leads: tuple[Phrase, ...]
    details: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Who and what one story is about; its headline and its leads agree on them."""

    topic: Topic
    slots: Mapping[str, Phrase]
    tags: tuple[Phrase, ...]


def gather_facts(random: Random) -> Facts:
    """Invent the people, firms and figures of one story."""
    topic = _TOPICS[random.choice(sorted(_TOPICS))]
    org, partner = random.sample(_NAMES["orgs"], 2)
    surname, analyst_surname = random.sample(_NAMES["surnames"], 2)
    person, analyst = random.sample(_NAMES["first_names"], 2)
    slots = {
        "org": _same(org),
        "partner": _same(partner),
        "model": _same(random.choice(_NAMES["models"])),
        "person": _same(f"{person} {surname}"),
        "surname": _same(surname),
        "analyst": _same(f"{analyst} {analyst_surname}"),
        "role": random.choice(_PHRASES["roles"]),
        "university": random.choice(_PHRASES["universities"]),
        "city": random.choice(_PHRASES["cities"]),
    }
    tags = (*random.sample(topic.tags, _TAGS_EACH), _same(org))
    return Facts(topic=topic, slots=slots | _figures(random), tags=tags)


def invent_name(random: Random) -> str:
    """Name one author."""
    return f"{random.choice(_NAMES['first_names'])} {random.choice(_NAMES['surnames'])}"


def write_headline(random: Random, facts: Facts) -> Phrase:
    """Choose a headline that fits the facts."""
    return _fill(random.choice(facts.topic.headlines), facts.slots)


def write_copy(random: Random, facts: Facts) -> tuple[Phrase, tuple[Phrase, ...]]:
    """Write the summary and the body paragraphs of one story, no template twice."""
    leads = random.sample(facts.topic.leads, 2)
    digests = random.sample(_PHRASES["digests"], random.randint(1, 2))
    summary = _join([_fill(leads[0], facts.slots), *(_freshly(random, facts, each) for each in digests)])
    details = random.sample(facts.topic.details, len(facts.topic.details))
    rest = [*details[2:], *random.sample(_PHRASES["general"], 10), *random.sample(_PHRASES["quotes"], 3)]
    random.shuffle(rest)
    opening = [_fill(leads[1], facts.slots), *(_freshly(random, facts, each) for each in details[:2])]
    paragraphs = [_join(opening)]
    for _ in range(random.randint(3, 6)):
        size = random.randint(2, 3)
        taken, rest = rest[:size], rest[size:]
        if taken:
            paragraphs.append(_join([_freshly(random, facts, each) for each in taken]))
    return summary, tuple(paragraphs)


def write_summary(random: Random, facts: Facts) -> Phrase:
    """Write a summary for a story that had none."""
    return write_copy(random, facts)[0]


def write_revision(random: Random, facts: Facts) -> Phrase:
    """Write the sentence that an editor adds to a paragraph later."""
    return _freshly(random, facts, random.choice(_PHRASES["revisions"]))


def first_sentence(text: str) -> str:
    """Cut a text after its first sentence."""
    found = _FIRST_SENTENCE.match(text)
    return found.group() if found else text


def make_slug(title: str) -> str:
    """Turn an English title into the words of an address."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words if len(words) <= _LONGEST_SLUG else words[:_LONGEST_SLUG].rpartition("-")[0]


_LONGEST_SLUG = 70


def _same(name: str) -> Phrase:
    return (name, name)


def _figures(random: Random) -> dict[str, Phrase]:
    count = random.randrange(200, 9900, 10)
    millions = random.randint(2, 240)
    return {
        "n": _same(str(random.randint(4, 48))),
        "n2": _same(str(random.randint(3, 24))),
        "months": _same(str(random.randint(2, 18))),
        "count": (f"{count:,}", f"{count:,}".replace(",", ".")),
        "money": (f"${millions} million", f"US$ {millions} milhões"),
    }


def _fill(template: Phrase, slots: Mapping[str, Phrase]) -> Phrase:
    english, portuguese = template
    return (
        english.format_map({name: both[0] for name, both in slots.items()}),
        portuguese.format_map({name: both[1] for name, both in slots.items()}),
    )


def _freshly(random: Random, facts: Facts, template: Phrase) -> Phrase:
    """Fill a template with the story's names, but with figures of its own."""
    return _fill(template, {**facts.slots, **_figures(random)})


def _join(sentences: Sequence[Phrase]) -> Phrase:
    return (" ".join(each[0] for each in sentences), " ".join(each[1] for each in sentences))


def _read(name: str) -> Any:
    return json.loads(files("crawler.localsite").joinpath(name).read_text(encoding="utf-8"))


def _pairs(rows: list[list[str]]) -> tuple[Phrase, ...]:
    return tuple((english, portuguese) for english, portuguese in rows)


def _read_topics() -> dict[str, Topic]:
    return {
        name: Topic(
            section=_pairs([topic["section"]])[0],
            **{part: _pairs(topic[part]) for part in ("tags", "headlines", "leads", "details")},
        )
        for name, topic in _read("topics.json").items()
    }


_TOPICS = _read_topics()
_LISTS: dict[str, Any] = _read("phrases.json")
_NAMES: dict[str, list[str]] = {name: rows for name, rows in _LISTS.items() if isinstance(rows[0], str)}
_PHRASES = {name: _pairs(rows) for name, rows in _LISTS.items() if isinstance(rows[0], list)}
