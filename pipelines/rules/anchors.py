"""Reading fields off the visible text: rules that survive any change of markup that keeps the words' order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.fields.counts import parse_count
from pipelines.page.visible import Line
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, TextRule

_LABEL_CHARACTERS = 60
_LABEL_WORDS = 8
_COMPOUND_CHARACTERS = 120
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", '"', "”", "»")


@dataclass(frozen=True, slots=True)
class Reader:
    """What the text rules need to know of a page: its lines, language, declared title, and what a date is."""

    lines: Sequence[Line]
    language: str | None
    title: str | None
    is_date: Callable[[str], bool]


@dataclass(slots=True)
class TextReading:
    """The fields read so far: their texts, and the lines [start, end) each was read from."""

    values: dict[FieldName, list[str]] = field(default_factory=dict)
    spans: dict[FieldName, tuple[int, int]] = field(default_factory=dict)


def read_text_rules(rules: Mapping[FieldName, Sequence[FieldRule]], reader: Reader) -> TextReading:
    """Apply the text rules of all fields, in the order of ``FieldName``: each may lean on those before it."""
    reading = TextReading()
    for name in FieldName:
        for rule in rules.get(name, ()):
            found = _apply(rule.text, reader, reading) if rule.text else None
            if found:
                reading.spans[name], reading.values[name] = found
                break
    return reading


def split_compounds(lines: Sequence[Line], is_date: Callable[[str], bool]) -> list[Line]:
    """``lines`` with a date and a number that share one line, side by side, made lines of their own."""
    split: list[Line] = []
    for line in lines:
        cut = _cut_after_date(line, is_date) if len(line.pieces) > 1 else None
        if cut is None:
            split.append(line)
        else:
            split.extend(Line(text, (text,), line.link) for text in cut)
    return split


def _cut_after_date(line: Line, is_date: Callable[[str], bool]) -> list[str] | None:
    if len(line.text) > _COMPOUND_CHARACTERS or is_date(line.text):
        return None
    for count in range(1, len(line.pieces)):
        if parse_count(line.pieces[count]) and is_date(" ".join(line.pieces[:count])):
            rest = " ".join(line.pieces[count + 1 :])
            return [" ".join(line.pieces[:count]), line.pieces[count], *([rest] if rest else [])]
    return None


def is_label(line: Line) -> bool:
    """Whether a line looks like a heading or label: short, and no sentence."""
    text = line.text
    short = len(text) <= _LABEL_CHARACTERS and len(text.split()) <= _LABEL_WORDS
    return short and not text.endswith(_SENTENCE_ENDS)


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, letter case and closing colon aside."""
    return one.casefold().rstrip(" :") == other.casefold().rstrip(" :")


Found = tuple[tuple[int, int], list[str]]


def _apply(rule: TextRule, reader: Reader, reading: TextReading) -> Found | None:
    if reader.language and reader.language.split("-")[0] in rule.not_languages:
        return None
    anchored = bool(rule.after)
    start = _after(rule, reader, reading)
    if start is None:
        return None
    # With an anchor the value stands right there; without one it is the first line that fits.
    for place in [start] if anchored else range(start, len(reader.lines)):
        found = _read_at(place, rule, reader, reading)
        if found:
            return found
    return None


def _after(rule: TextRule, reader: Reader, reading: TextReading) -> int | None:
    if not rule.after:
        return 0
    for anchor in rule.after:
        if anchor.startswith("@"):
            span = reading.spans.get(FieldName(anchor[1:]))
            if span:
                return span[1]
            continue
        for number, line in enumerate(reader.lines):
            if same_words(line.text, anchor):
                return number + 1
    return None


def _read_at(place: int, rule: TextRule, reader: Reader, reading: TextReading) -> Found | None:
    lines = reader.lines
    if rule.label:
        if place >= len(lines) or not _is_one_of(lines[place], rule.label):
            return None
        place += 1
    if place >= len(lines) or not _is_kind(lines[place].text, rule.kind, reader):
        return None
    if rule.next_kind and not (place + 1 < len(lines) and _is_kind(lines[place + 1].text, rule.next_kind, reader)):
        return None
    end = _end(place, rule, reader, reading)
    if end is None or end <= place:
        return None
    values = [line.text for line in lines[place:end]]
    if rule.pattern:
        match = rule.pattern.search(values[0])
        if not match:
            return None
        values = [match[1]]
    return (place, end), values


def _is_one_of(line: Line, labels: Sequence[str]) -> bool:
    return any(is_label(line) if label == "*" else same_words(line.text, label) for label in labels)


def _is_kind(text: str, kind: LineKind | None, reader: Reader) -> bool:
    match kind:
        case LineKind.DATE:
            return reader.is_date(text)
        case LineKind.NUMBER:
            return parse_count(text) is not None
        case LineKind.TITLE:
            return reader.title is not None and same_words(text, reader.title)
        case None:
            return True


def _end(place: int, rule: TextRule, reader: Reader, reading: TextReading) -> int | None:
    if not rule.until:
        return place + 1
    for number in range(place, len(reader.lines)):
        if any(_stops(reader.lines[number].text, anchor, reader, reading) for anchor in rule.until):
            last_is_label = rule.drop_last_label and number - place > 1 and is_label(reader.lines[number - 1])
            return number - 1 if last_is_label else number
    return None


def _stops(text: str, anchor: str, reader: Reader, reading: TextReading) -> bool:
    if anchor.startswith("@"):
        told = reading.values.get(FieldName(anchor[1:]))
        return bool(told) and told is not None and same_words(text, " ".join(told))
    if anchor.startswith("is:"):
        return _is_kind(text, LineKind(anchor[3:]), reader)
    return same_words(text, anchor)
