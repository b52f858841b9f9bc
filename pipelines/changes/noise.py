"""What a site taught of its noise: what changes on its articles' pages without any of them being edited."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

import msgspec

from pipelines.changes.differences import Moves, is_same_date, moves_between
from pipelines.changes.fingerprint import CONTENT_FIELDS, Fingerprint, Paragraph, form_key, text_key
from pipelines.changes.places import NOWHERE
from pipelines.changes.tallies import Tallies, Tally

# Noise kept in another way is of no use.
_KIND = "noise-1"
_FEWEST_ARTICLES = 3
_SMALLEST_SHARE = 0.1
# Before so many articles or comparisons, a share of them says nothing.
_FEWEST_COUNTED = 10
# Then half of what they told is forgotten, so that what a site no longer does fades.
_MOST_ARTICLES = 200
_MOST_COMPARISONS = 400
_MOST_TEXTS, _MOST_FORMS, _MOST_PLACES = 5000, 1000, 1000
_MOST_TITLES, _KEPT_TITLES = 3000, 2500
# Shorter texts, "Yes." or "Background", say different things on different pages.
_SHORTEST_TITLE = 16
_SMALLEST_TEXT = 3  # in steps of six characters
_OTHER_TEXTS = 2
# Fields that may change by themselves. Nothing excuses another title, summary or language.
_RESTLESS_FIELDS = ("published_at", "authors", "section", "tags")


@dataclass(slots=True, kw_only=True)
class SiteNoise:
    """What is noise on one site, in bounded space; each article is to be told of once a run.

    The same pages in the same order give the same noise. ``is_changed`` says that something was learnt since it was
    last packed. It begins knowing nothing: then every difference counts.
    """

    articles: int = 0
    comparisons: int = 0
    texts: Tallies = field(default_factory=lambda: Tallies(_MOST_TEXTS))
    forms: Tallies = field(default_factory=lambda: Tallies(_MOST_FORMS))
    places: Tallies = field(default_factory=lambda: Tallies(_MOST_PLACES))
    fields: Tallies = field(default_factory=lambda: Tallies(len(CONTENT_FIELDS)))
    titles: dict[int, int] = field(default_factory=dict)
    title_forms: set[int] = field(default_factory=set)
    is_changed: bool = False

    def hides_text(self, text: int) -> bool:
        """Whether a paragraph that says this is of the site, or names another article, wherever it stands.

        It is of the site where three and a tenth of its articles have it, where it came to some articles and went from
        others, or where it came or went in a tenth of all comparisons, always of three articles.
        """
        if text in self.titles:
            return True
        tally = self.texts.get(text)
        if tally is None:
            return False
        if tally.comes_and_goes or _is_shared(tally.articles, self.articles):
            return True
        return len(tally.movers) >= _FEWEST_ARTICLES and _is_shared(tally.moved, self.comparisons)

    def hides_form(self, paragraph: Paragraph) -> bool:
        """Whether a line of this form counts or tells the time.

        One that says so itself does where three and a tenth of the site's articles have it with other numbers; any
        other where it was seen to move.
        """
        tally = self.forms.get(paragraph.form)
        if tally is None:
            return False
        fewest = max(_FEWEST_ARTICLES, self.articles * _SMALLEST_SHARE)
        is_stamp = paragraph.says and tally.articles >= fewest and len(tally.texts) >= _OTHER_TEXTS
        return is_stamp or tally.is_restless

    def names_another(self, form: int) -> bool:
        """Whether a line of this form is the title of some article, with numbers around it."""
        return form in self.title_forms

    def hides_place(self, place: int) -> bool:
        """Whether what stands in this place changes by itself: in half of all comparisons, of three articles."""
        tally = self.places.get(place)
        return tally is not None and tally.is_restless

    def hides_field(self, name: str) -> bool:
        """Whether this field changes by itself: as a place does, and of three articles more than once."""
        tally = self.fields.get(CONTENT_FIELDS.index(name))
        return tally is not None and tally.is_restless_again

    def learn_article(self, content: Fingerprint) -> None:
        """Take note of a new article."""
        self.is_changed = True
        self.articles += 1
        for text in {paragraph.text: None for paragraph in content.paragraphs if paragraph.size >= _SMALLEST_TEXT}:
            self.texts.seen(text).stand(text)
        for form, text in {
            paragraph.form: paragraph.text for paragraph in content.paragraphs if paragraph.form
        }.items():
            self.forms.seen(form).stand(text)
        if self.articles >= _MOST_ARTICLES:
            self.articles //= 2
            self.texts.halve_articles()
            self.forms.halve_articles()
        self._forget_rarest()

    def learn_comparison(self, article_id: str, before: Fingerprint, now: Fingerprint) -> None:
        """Take note of how an article differs from what the archive has of it.

        Places, forms and fields are only learnt from articles whose own text stayed as it was: what changes together
        with it may have been edited with it.
        """
        self.is_changed = True
        self.comparisons += 1
        article = text_key(article_id)
        moves = moves_between(before, now)
        self._learn_texts(article, moves)
        if self._is_still(before, now, moves):
            self._learn_places(article, before, now, moves)
            self._learn_forms(article, before, now, moves)
            self._learn_fields(article, before, now)
        if self.comparisons >= _MOST_COMPARISONS:
            self.comparisons //= 2
            for tallies in (self.texts, self.forms, self.places, self.fields):
                tallies.fade()
        self._forget_rarest()

    def learn_titles(self, titles: Iterable[str | None]) -> None:
        """Take note of what articles of the site are called, and of what lists say of them."""
        for title in titles:
            if title and sum(map(str.isalnum, title)) >= _SHORTEST_TITLE:
                key = text_key(title)
                form = self.titles.pop(key, None) or form_key(title)
                self.titles[key] = form
                self.title_forms.add(form)
                self.is_changed = True
        if len(self.titles) > _MOST_TITLES:
            self.titles = dict(list(self.titles.items())[-_KEPT_TITLES:])
            self.title_forms = set(self.titles.values())

    def packed(self) -> bytes:
        """The noise as bytes, for the archive to keep."""
        self.is_changed = False
        tallies = [known.items() for known in (self.texts, self.forms, self.places, self.fields)]
        return msgspec.msgpack.encode((_KIND, self.articles, self.comparisons, tallies, list(self.titles.items())))

    @classmethod
    def unpacked(cls, state: bytes | None) -> Self:
        """The noise that `packed` made ``state`` of; none for None, or where another newsreel made it."""
        if state is None:
            return cls()
        try:
            kind, articles, comparisons, tallies, titles = msgspec.msgpack.decode(state, type=_State)
        except msgspec.DecodeError:
            return cls()
        if kind != _KIND:
            return cls()
        texts, forms, places, fields = tallies
        return cls(
            articles=articles,
            comparisons=comparisons,
            texts=Tallies(_MOST_TEXTS, texts),
            forms=Tallies(_MOST_FORMS, forms),
            places=Tallies(_MOST_PLACES, places),
            fields=Tallies(len(CONTENT_FIELDS), fields),
            titles=dict(titles),
            title_forms={form for _, form in titles},
        )

    def _is_still(self, before: Fingerprint, now: Fingerprint, moves: Moves) -> bool:
        """Whether the title and the article's own text stayed, but for noise, and for numbers in short lines."""
        if before.keys.get("title") != now.keys.get("title"):
            return False
        forms = {line.form for line in moves.went} & {line.form for line in moves.came} - {0}
        main = filter(moves.is_main, moves.all)
        return all(line.form in forms or self.hides_text(line.text) or self.hides_form(line) for line in main)

    def _learn_texts(self, article: int, moves: Moves) -> None:
        for text in {line.text: None for line in moves.all if line.size >= _SMALLEST_TEXT}:
            self.texts.seen(text).move(article)
        for went in moves.went:
            self._note_way(went, came=False)
        for came in moves.came:
            self._note_way(came, came=True)

    def _note_way(self, line: Paragraph, *, came: bool) -> None:
        tally = self.texts.get(line.text)
        if tally is not None:
            tally.came, tally.went = tally.came or came, tally.went or not came

    def _learn_places(self, article: int, before: Fingerprint, now: Fingerprint, moves: Moves) -> None:
        moved = {line.place for line in moves.all if not moves.is_edit(line) or self.names_another(line.form)}
        for place in {line.place: None for line in (*before.paragraphs, *now.paragraphs) if not moves.is_main(line)}:
            if place != NOWHERE:
                _compare(self.places.seen(place), article, is_moved=place in moved)

    def _learn_forms(self, article: int, before: Fingerprint, now: Fingerprint, moves: Moves) -> None:
        moved = {line.form for line in moves.went} & {line.form for line in moves.came}
        stayed = {line.form for line in before.paragraphs} & {line.form for line in now.paragraphs}
        for form in sorted(stayed - {0}):
            _compare(self.forms.seen(form), article, is_moved=form in moved)

    def _learn_fields(self, article: int, before: Fingerprint, now: Fingerprint) -> None:
        for name in _RESTLESS_FIELDS:
            is_moved = before.keys.get(name) != now.keys.get(name)
            if name == "published_at":
                is_moved = not is_same_date(before.published, now.published)
            _compare(self.fields.seen(CONTENT_FIELDS.index(name)), article, is_moved=is_moved)

    def _forget_rarest(self) -> None:
        for tallies in (self.texts, self.forms, self.places):
            tallies.forget_rarest()


NO_NOISE = SiteNoise()
"""Of a site that taught nothing; nobody adds to it."""

_Tallies = list[tuple[int, Tally]]
_State = tuple[str, int, int, tuple[_Tallies, _Tallies, _Tallies, _Tallies], list[tuple[int, int]]]


def _is_shared(count: int, of: int) -> bool:
    return of >= _FEWEST_COUNTED and count >= max(_FEWEST_ARTICLES, of * _SMALLEST_SHARE)


def _compare(tally: Tally, article: int, *, is_moved: bool) -> None:
    tally.compared += 1
    if is_moved:
        tally.move(article)
