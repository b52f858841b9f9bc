"""Reading fields off the visible text: rules that survive any change of markup that keeps the words' order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.fields.counts import parse_count
from pipelines.page.visible import Line
from pipelines.rules.site_rules import FieldName, FieldRule, LineKind, TextRule

_LABEL_CHARACTERS = 60
_LABEL_WORDS = 8
_COMPOUND_CHARACTERS = 120
_DATE_AND_NUMBER = 2
_BETWEEN = ("•", "·", "|", "–", "—", "-", "/")
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
    """The fields read so far: their texts, and the lines [start, end) each was read from.

    ``silent`` are the fields whose place was found and was empty: the page has none, and no other reader may guess.
    """

    values: dict[FieldName, list[str]] = field(default_factory=dict)
    spans: dict[FieldName, tuple[int, int]] = field(default_factory=dict)
    silent: set[FieldName] = field(default_factory=set)


def read_text_rules(rules: Mapping[FieldName, Sequence[FieldRule]], reader: Reader) -> TextReading:
    """Apply the text rules of all fields, in the order of ``FieldName``: each may lean on those before it."""
    application = _Application(reader)
    for name in FieldName:
        application.read(name, [rule.text for rule in rules.get(name, ()) if rule.text])
    return application.reading


def split_compounds(lines: Sequence[Line], is_date: Callable[[str], bool]) -> list[Line]:
    """``lines`` with a date and a number that share one line, side by side, made lines of their own."""
    split: list[Line] = []
    for line in lines:
        cut = _cut_after_date(line, is_date) if " " in line.text or len(line.pieces) > 1 else None
        if cut is None:
            split.append(line)
        else:
            split.extend(Line(text, (text,), line.link) for text in cut)
    return split


def _cut_after_date(line: Line, is_date: Callable[[str], bool]) -> list[str] | None:
    """A line as its date, its number and the rest; None where it is not such a line."""
    if len(line.text) > _COMPOUND_CHARACTERS or is_date(line.text):
        return None
    readings = []
    for words in (line.text.split(), line.pieces):  # parted by white space, or by elements alone
        for cut in range(1, len(words)):
            found = _number_first([word for word in words[cut:] if word not in _BETWEEN])
            dates = [text for text in (" ".join(words[:cut]), "".join(words[:cut])) if found and is_date(text)]
            readings += [[dates[0], *found]] if dates and found else []
    # 6 p.m. 3 742 may be cut in several places: best is the longest number with nothing behind it.
    return max(readings, key=lambda reading: (len(reading) == _DATE_AND_NUMBER, len(reading[1])), default=None)


def _number_first(words: Sequence[str]) -> list[str] | None:
    """``words`` as the count they begin with, in the longest run of them that is one, and the rest."""
    for end in range(len(words), 0, -1):
        number = next((text for text in ("".join(words[:end]), " ".join(words[:end])) if parse_count(text)), None)
        if number:
            return [number, " ".join(words[end:])] if words[end:] else [number]
    return None


def is_label(line: Line) -> bool:
    """Whether a line looks like a heading or label: short, and no sentence."""
    text = line.text
    short = len(text) <= _LABEL_CHARACTERS and len(text.split()) <= _LABEL_WORDS
    return short and not text.endswith(_SENTENCE_ENDS)


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, letter case and closing colon aside."""
    return one.casefold().rstrip(" :") == other.casefold().rstrip(" :")


class _Application:
    """The application of text rules to one page; what was read before is an anchor for what comes after."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lines = reader.lines
        self.reading = TextReading()

    def read(self, name: FieldName, rules: Sequence[TextRule]) -> None:
        """Read field ``name`` by the first of ``rules`` that applies."""
        for rule in rules:
            span = self._span(rule) if self._is_for_this_language(rule) else None
            if span and span[0] == span[1]:
                self.reading.silent.add(name)
                return
            if span:
                self.reading.spans[name] = span
                self.reading.values[name] = self._values(rule, span)
                return

    def _is_for_this_language(self, rule: TextRule) -> bool:
        language = self._reader.language
        return not language or language.split("-")[0] not in rule.not_languages

    def _span(self, rule: TextRule) -> tuple[int, int] | None:
        """The lines of the value; an empty span where its place is there and says nothing."""
        if rule.after:
            start = self._after(rule.after)
            return None if start is None else self._span_at(start, rule)
        # Without an anchor the value is the first line that fits.
        spans = (self._span_at(place, rule) for place in range(len(self._lines)))
        return next((span for span in spans if span and span[0] < span[1]), None)

    def _span_at(self, place: int, rule: TextRule) -> tuple[int, int] | None:
        if rule.label:
            if not self._holds(place, lambda line: _is_one_of(line, rule.label)):
                return None
            place += 1
        fits = self._is_kind(place, rule.kind) and (rule.next_kind is None or self._is_kind(place + 1, rule.next_kind))
        end = self._end(place, rule) if fits else None
        if end is None:
            return None
        span = (place, end)
        if place == end:
            # Stopped by a kind of line, not by the site's own words: the layout is not the known one.
            is_unsure = any(anchor.startswith("is:") and self._stops(place, anchor) for anchor in rule.until)
            return None if is_unsure else span
        return span if self._values(rule, span) and not self._repeats_an_anchor(rule, place) else None

    def _repeats_an_anchor(self, rule: TextRule, place: int) -> bool:
        return any(anchor.startswith("@") and self._stops(place, anchor) for anchor in rule.after)

    def _values(self, rule: TextRule, span: tuple[int, int]) -> list[str]:
        texts = [line.text for line in self._lines[slice(*span)]]
        if rule.pattern is None:
            return texts
        match = rule.pattern.search(texts[0])
        return [match[1]] if match else []

    def _after(self, anchors: Sequence[str]) -> int | None:
        for anchor in anchors:
            if anchor.startswith("@"):
                span = self.reading.spans.get(FieldName(anchor[1:]))
                if span:
                    return span[1]
                continue
            for number, line in enumerate(self._lines):
                if same_words(line.text, anchor):
                    return number + 1
        return None

    def _end(self, place: int, rule: TextRule) -> int | None:
        """Where the lines from ``place`` on end; None where they never do."""
        if not rule.until:
            return place + 1
        for number in range(place, len(self._lines)):
            # A text may begin with the words of its own title; it does not end there.
            stops = [
                anchor for anchor in rule.until if self._stops(number, anchor) and (number > place or anchor[0] != "@")
            ]
            if stops:
                # Words of the site end the text where they stand; a repeated field may have a label above it.
                is_labelled = stops[0].startswith("@") and rule.drop_last_label and number > place
                return number - 1 if is_labelled and is_label(self._lines[number - 1]) else number
        return None

    def _stops(self, number: int, anchor: str) -> bool:
        if anchor.startswith("@"):
            told = self.reading.values.get(FieldName(anchor[1:]), [])
            return same_words(self._lines[number].text, " ".join(told))
        if anchor.startswith("is:"):
            return self._is_kind(number, LineKind(anchor[3:]))
        line = self._lines[number]
        return same_words(line.text, anchor) or bool(line.pieces and same_words(line.pieces[0], anchor))

    def _is_kind(self, number: int, kind: LineKind | None) -> bool:
        checks: Mapping[LineKind | None, Callable[[Line], bool]] = {
            LineKind.DATE: lambda line: self._reader.is_date(line.text),
            LineKind.NUMBER: lambda line: parse_count(line.text) is not None,
            LineKind.TITLE: lambda line: self._reader.title is not None and same_words(line.text, self._reader.title),
            None: lambda _: True,
        }
        return self._holds(number, checks[kind])

    def _holds(self, number: int, claim: Callable[[Line], bool]) -> bool:
        return number < len(self._lines) and claim(self._lines[number])


def _is_one_of(line: Line, labels: Sequence[str]) -> bool:
    return any(is_label(line) if label == "*" else same_words(line.text, label) for label in labels)
