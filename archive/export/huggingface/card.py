"""The card of a data set (README.md): what its rows are, told from the rows themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from archive.export.huggingface.escaping import code, code_block, shown
from archive.export.huggingface.facts import Facts
from archive.export.huggingface.features import words
from archive.export.huggingface.header import header
from archive.export.huggingface.origin import Asked, Origin
from archive.version import __version__

_MOST_SITES = 100
_INSTANT_WORDS = {
    "published_at": "Published",
    "fetched_at": "Fetched",
    "observed_at": "Observed",
    "seen_at": "Seen",
}
_MARKS = {
    "paywalled": "the page says that it shows a part only",
    "cut": "the text was longer than is stored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card is made of. ``schema`` has the descriptions of columns; ``file_bytes`` is the size of all files."""

    name: str
    asked: Asked
    origin: Origin
    facts: Facts
    schema: pa.Schema
    file_bytes: int

    def text(self) -> str:
        """The whole README.md."""
        parts = [
            f"---\n{header(self.name, self.schema, self.facts, self.file_bytes)}\n---",
            f"# {shown(self.name)}",
            *self._what(),
            *self._sites(),
            *self._collected(),
            *self._fields(),
            *_rights(self.facts.values.get("marks", Counter()), self.origin),
            *self._use(),
        ]
        return "\n\n".join(parts) + "\n"

    def _what(self) -> Iterator[str]:
        yield (
            f"{_number(self.facts.rows, 'row')}: {shown(self.asked.what)}, from an archive made by newsreel, "
            f"exported {_moment(self.asked.at)}."
        )
        spans = [
            f"- {_INSTANT_WORDS[name]}: from {_moment(first)} to {_moment(last)}"
            for name, (first, last) in self.facts.spans.items()
        ]
        if self.asked.as_of is not None:
            spans.append(f"- As the archive stood at {_moment(self.asked.as_of)}: nothing fetched later is in it")
        spans += [f"- Only {shown(name)}: {shown(value)}" for name, value in self.asked.filters.items()]
        if spans:
            yield "\n".join(spans)
        if self.asked.question is not None:
            yield "The rows are the answer to this query:"
            yield code_block(self.asked.question)
        if self.origin.snapshot is not None:
            yield f"They are of a snapshot, which anybody who holds it can verify: {shown_whole(self.origin.snapshot)}."

    def _sites(self) -> Iterator[str]:
        sites, languages = (self.facts.values.get(name, Counter()) for name in ("site", "language"))
        if sites:
            yield "## Sites"
            yield _counts("site", sites)
        if languages:
            yield "## Languages"
            yield _counts("language", languages)

    def _collected(self) -> Iterator[str]:
        yield "## How it was collected"
        origin = self.origin
        if origin.runs and origin.first_at and origin.last_at:
            versions = ", ".join(code(version) for version in origin.versions)
            yield (
                f"By {_number(origin.runs, 'crawl')} of newsreel {versions} from {_moment(origin.first_at)} to "
                f"{_moment(origin.last_at)}, which asked for {_number(origin.requested or 0, 'address', 'addresses')}. "
                "Exported by newsreel "
                f"{__version__}, from the archive {code(origin.archive_id)}."
            )
        else:
            yield (
                f"The archive {code(origin.archive_id)} has no record of the crawls. Exported by newsreel "
                f"{__version__}."
            )
        yield (
            "newsreel says who it is, obeys robots.txt and its crawl-delay, waits between requests and enters no "
            "paywall. It comes back to an article to see whether it has changed; a new revision is stored where its "
            "content has. Fields are read from the page by the site's own rules where there are some, else from what "
            "the page says of itself; nothing is translated, summarised or made up. A field that the page does not "
            "state is null."
        )

    def _fields(self) -> Iterator[str]:
        yield "## Fields"
        lines = ["| field | type | filled | meaning |", "|---|---|---|---|"]
        for field in self.schema:
            meaning = (field.metadata or {}).get(b"description", b"").decode()
            share = f"{100 * self.facts.share_filled(field.name):.1f} %"
            lines.append(f"| {code(field.name)} | {code(words(field.type))} | {share} | {meaning} |")
        yield "\n".join(lines)

    def _use(self) -> Iterator[str]:
        yield "## Use"
        yield (
            '```python\nfrom datasets import load_dataset\n\ndata = load_dataset("path/to/this/folder", split="train")'
            "\n```"
        )
        yield "The files in `data/` are plain Parquet, which pandas, Polars, DuckDB and Spark read as they are."
        yield "## Citation"
        cited = f"{self.origin.snapshot}. " if self.origin.snapshot else ""
        yield (
            f"{shown(self.name)}: {_number(self.facts.rows, 'row')} collected with newsreel {__version__} from news "
            f"sites, exported {_moment(self.asked.at)}. {shown_whole(cited)}Articles are to be cited by their own "
            "address."
        )


def shown_whole(text: str) -> str:
    """``text`` as `shown`, however long: for texts of our own."""
    return "".join(shown(text[start : start + 100]) for start in range(0, len(text), 100))


def _rights(marks: Mapping[str, int], origin: Origin) -> Iterator[str]:
    yield "## Licence and rights"
    yield (
        "**newsreel knows no licence of these texts.** They belong to those who wrote and published them; that a page "
        "could be read does not say that it may be published again. Whoever passes this data set on has to see to the "
        "rights, and to fill in `license` above, first."
    )
    yield "## Robots and opting out"
    lines = [
        "- Left alone since robots.txt asks for that: "
        f"{_number(origin.robots, 'address', 'addresses')} of these sites.",
        "- Not fetched at a time when robots.txt could not be read: "
        f"{_number(origin.robots_unknown, 'address', 'addresses')}.",
        f"- No longer there when newsreel came back: {_number(origin.gone, 'article')} of these sites that the archive "
        "has; they may be among the rows.",
    ]
    lines += [
        f"- {_number(marks[name], 'row')} marked {name}: {meaning}." for name, meaning in _MARKS.items() if marks[name]
    ]
    yield "\n".join(lines)
    yield (
        "What else a page or a site may say of such uses (noarchive, reservations of text and data mining, terms of "
        "use) is not recorded. A row can be found by its address, where it has one, and taken out on request."
    )
    yield "## Personal data"
    yield (
        "News is about people: names of authors and of those written about are in the rows, as they were published. "
        "Nothing was taken out or made anonymous. A page that is gone or was corrected may have been so for a person's "
        "sake."
    )


def _counts(name: str, counts: Counter[str]) -> str:
    lines = [f"| {name} | rows |", "|---|---|"]
    lines += [f"| {code(value)} | {count:,} |" for value, count in counts.most_common(_MOST_SITES)]
    if len(counts) > _MOST_SITES:
        lines.append(f"| {len(counts) - _MOST_SITES:,} more | {sum(sorted(counts.values())[:-_MOST_SITES]):,} |")
    return "\n".join(lines)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
