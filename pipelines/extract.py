"""Extract: from a page to one reading per field, each with its source. The site's rules come first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pipelines.body.structure import body_of_paragraphs
from pipelines.fields.authors import read_authors
from pipelines.fields.body import paragraphs, read_body
from pipelines.fields.candidate import Candidate, Value, best, first
from pipelines.fields.counts import parse_count
from pipelines.fields.forms import page_marks
from pipelines.fields.labels import read_image, read_section, read_tags
from pipelines.fields.language import Language, language_of, language_tag
from pipelines.fields.marks import Mark, is_paywalled
from pipelines.fields.moments import DateHints, Moment, parse_moment
from pipelines.fields.names import tidy_names
from pipelines.fields.published import dates_disagree, read_modified, read_published
from pipelines.fields.summary import read_summary
from pipelines.fields.title import declared_titles, read_title
from pipelines.fields.views.read import read_views
from pipelines.listing import RELATED_BOX, Entry, read_entries
from pipelines.page.page import Page
from pipelines.page.visible import Line
from pipelines.readings import Readings
from pipelines.rules.anchors import Reader, TextReading, read_text_rules, same_words, split_compounds
from pipelines.rules.selectors import select_texts
from pipelines.rules.site_rules import FieldName, SiteRules

# What makes a field's value of the texts that a rule finds; of the other fields it is the first text.
_VALUES: Mapping[FieldName, Callable[[list[str], DateHints], Any]] = {
    FieldName.LANGUAGE: lambda texts, _: language_tag(texts[0]),
    FieldName.PUBLISHED_AT: lambda texts, hints: parse_moment(texts[0], hints),
    FieldName.MODIFIED_AT: lambda texts, hints: parse_moment(texts[0], hints),
    FieldName.VIEWS: lambda texts, hints: parse_count(texts[0], hints.language),
    FieldName.SUMMARY: lambda texts, _: paragraphs(texts),
    FieldName.BODY: lambda texts, _: body_of_paragraphs(texts),
    FieldName.AUTHORS: lambda texts, _: tidy_names(texts),
    FieldName.TAGS: lambda texts, _: tuple(texts),
}


def extract(page: Page, rules: SiteRules) -> Readings:
    """Read every field of ``page``: by the site's rules where they find it, else by the generic readers."""
    reader = FieldReader(page, rules)
    hints = reader.hints
    published = reader.pick(FieldName.PUBLISHED_AT, read_published(page, hints))
    return Readings(
        language=reader.language(),
        published_at=published,
        modified_at=reader.pick(FieldName.MODIFIED_AT, read_modified(page, hints)),
        views=reader.pick(FieldName.VIEWS, read_views(page)),
        title=reader.pick(FieldName.TITLE, read_title(page)),
        summary=reader.pick(FieldName.SUMMARY, read_summary(page)),
        body=reader.pick(FieldName.BODY, read_body(page)),
        authors=reader.pick(FieldName.AUTHORS, read_authors(page)),
        section=reader.pick(FieldName.SECTION, read_section(page)),
        tags=reader.pick(FieldName.TAGS, read_tags(page)),
        image=reader.pick(FieldName.IMAGE, read_image(page)),
        entries=reader.entries(),
        marks=tuple(reader.marks(published)),
    )


def date_hints(page: Page, rules: SiteRules, language: Language | None = None) -> DateHints:
    """What is known of ``page``, which is in ``language``, that helps to read its dates."""
    told = (language or language_of(page)).told
    return DateHints(
        fetched_at=page.fetched_at,
        language=rules.addresses.parts(page.address).get("language") or (told.value if told else rules.language),
        time_zone=rules.time_zone,
        order=rules.date_order,
    )


class FieldReader:
    """Reads the fields of one page by the rules of one site; what several fields need is worked out once."""

    def __init__(self, page: Page, rules: SiteRules) -> None:
        self._page = page
        self._rules = rules
        self._language = language_of(page)
        self.hints = date_hints(page, rules, self._language)
        self._text = TextReading()
        self._lines: Sequence[Line] = ()
        self._declared_title: Candidate[str] | None = None
        if rules.listing or any(rule.text for field_rules in rules.fields.values() for rule in field_rules):
            self._declared_title = first(declared_titles(page))
            self._read_text_rules()

    def _read_text_rules(self) -> None:
        self._lines = tuple(split_compounds(self._page.lines, self._is_date))
        declared = self._declared_title
        reader = Reader(self._lines, self.hints.language, declared.value if declared else None, self._is_date)
        self._text = read_text_rules(self._rules.fields, reader)

    def pick(self, name: FieldName, generic: Iterable[Candidate[Value]]) -> Candidate[Value] | None:
        """The first reading of field ``name`` that makes sense: the site's rules, then ``generic``."""
        own = self.by_rules(name)
        return best(own if name in self._rules.rules_only or name in self._text.silent else chain(own, generic))

    def language(self) -> Candidate[str] | None:
        """The page's language: its address, the site's rules, its markup and text, the site's default.

        A site that has a rule for it shows its language: there the text does not contradict the markup.
        """
        address = self._rules.addresses.parts(self._page.address).get("language")
        default = self._rules.language
        is_shown = FieldName.LANGUAGE in self._rules.fields
        stated = self._language.declared if is_shown or not self._language.disagrees else None
        ways = (
            [Candidate(address, "address")] if address else [],
            self.by_rules(FieldName.LANGUAGE),
            [stated] if stated else [],
            [Candidate(default, "site:default")] if default else [],
            [self._language.written] if self._language.written else [],
        )
        return first(chain.from_iterable(ways))

    def marks(self, published: Candidate[Moment] | None) -> Iterator[Mark]:
        """The signs the page gives, in the order of ``Mark``."""
        if published and dates_disagree(self._page, self.hints, published.value):
            yield Mark.DATES_DISAGREE
        if self._language.disagrees:
            yield Mark.LANGUAGE_DISAGREES
        if is_paywalled(self._page):
            yield Mark.PAYWALLED
        yield from page_marks(self._page)
        if self._page.walk.is_cut:
            yield Mark.CUT

    def entries(self) -> tuple[Entry, ...]:
        """The headlines of other articles that stand below this one, where the site has a rule for them."""
        if self._rules.listing is None:
            return ()
        below = max((end for _, end in self._text.spans.values()), default=0)
        found = read_entries(self._page, self._rules.listing, self.hints, box=RELATED_BOX, lines=self._lines[below:])
        own = self._declared_title
        return tuple(entry for entry in found if not (own and entry.title and same_words(entry.title, own.value)))

    def value_of(self, name: FieldName, texts: list[str]) -> Any:
        """The value of field ``name`` that ``texts``, one at least, state; None where they state no such value."""
        return _VALUES[name](texts, self.hints) if name in _VALUES else texts[0]

    def by_rules(self, name: FieldName) -> Iterator[Candidate[Any]]:
        """What the site's rules for field ``name`` read, in their order."""
        for rule in self._rules.fields.get(name, ()):
            texts = self._text.values.get(name, []) if rule.text else select_texts(self._page.selector, rule)
            texts = [rule.values[text] for text in texts if text in rule.values] if rule.values else texts
            value = self.value_of(name, texts) if texts else None
            if value:
                yield Candidate(value, rule.source)

    def _is_date(self, text: str) -> bool:
        return parse_moment(text, self.hints) is not None
