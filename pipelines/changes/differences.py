"""Which fields differ between two contents, beyond what is noise on their site, and how like two contents are."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Protocol

from pipelines.changes.fingerprint import CONTENT_FIELDS, Fingerprint, Paragraph, Published
from pipelines.changes.places import leads
from pipelines.fields.moments import Precision

# How far a date told from the visit may be off: what its text leaves open, before or behind.
_OPEN = {
    Precision.DAY: timedelta(days=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.MINUTE: timedelta(minutes=2),
    Precision.SECOND: timedelta(seconds=1),
}
_TITLE_SHARE = 0.25


class Noise(Protocol):
    """What on a site changes without any article being edited."""

    def hides_text(self, text: int) -> bool:
        """Whether a paragraph that says this is of the site, or names another article, wherever it stands."""

    def hides_form(self, paragraph: Paragraph) -> bool:
        """Whether a line of this form counts or tells the time."""

    def names_another(self, form: int) -> bool:
        """Whether a line of this form is the title of some article, with numbers around it."""

    def hides_place(self, place: int) -> bool:
        """Whether what stands in this place changes by itself."""

    def hides_field(self, name: str) -> bool:
        """Whether this field changes by itself."""


def differences(before: Fingerprint, now: Fingerprint, noise: Noise) -> tuple[str, ...]:
    """The names of the fields in which ``now`` differs from ``before``, in the order of `CONTENT_FIELDS`."""
    return tuple(name for name in CONTENT_FIELDS if _differs(name, before, now, noise))


def _differs(name: str, before: Fingerprint, now: Fingerprint, noise: Noise) -> bool:
    if name == "body":
        return body_differs(before, now, noise)
    if name == "published_at":
        return not is_same_date(before.published, now.published) and not noise.hides_field(name)
    return before.keys.get(name) != now.keys.get(name) and not noise.hides_field(name)


def is_same_date(before: Published | None, now: Published | None) -> bool:
    """Whether both may be one date. One that was told from the visit ("3 hours ago") is known as exactly as it says.

    Such a text is gone when it is older than it can tell, or stands there only since the article has been moved up
    again: that is no date of its own.
    """
    is_relative = (before is not None and before.is_relative) or (now is not None and now.is_relative)
    if not is_relative or before == now:
        return before == now
    if before is None or now is None:
        return True
    leeway = sum((_OPEN[date.precision] for date in (before, now) if date.is_relative), timedelta())
    # A day alone, however it is told, is its midnight.
    days = sum(date.precision is Precision.DAY and not date.is_relative for date in (before, now))
    return abs(before.at - now.at) <= leeway + days * _OPEN[Precision.DAY]


def body_differs(before: Fingerprint, now: Fingerprint, noise: Noise) -> bool:
    """Whether the bodies differ in a paragraph that is no noise, or in the order of those of the main place."""
    if before.paragraphs == now.paragraphs:
        return False
    moves = moves_between(before, now)
    if any(not is_hidden(move, moves, noise) for move in moves.all):
        return True
    shared = before.main_texts & now.main_texts
    return _order(before, shared, noise) != _order(now, shared, noise)


class Moves:
    """The paragraphs that went and those that came, as often as they did, each with the fingerprint it stands in."""

    def __init__(self, went: Iterable[Paragraph], came: Iterable[Paragraph], before: int, now: int) -> None:
        self.went = tuple(went)
        self.came = tuple(came)
        self._main = (before, now)

    @property
    def all(self) -> tuple[Paragraph, ...]:
        """What went, then what came."""
        return (*self.went, *self.came)

    def is_main(self, paragraph: Paragraph) -> bool:
        """Whether ``paragraph`` stands in the place that holds most of the body, before or now."""
        return paragraph.place in self._main

    def is_edit(self, paragraph: Paragraph) -> bool:
        """Whether ``paragraph`` came for one that went, or went for one that came, that begins or ends as it does."""
        others = self.came if paragraph in self.went else self.went
        return any(
            (paragraph.begin and paragraph.begin == other.begin) or (paragraph.end and paragraph.end == other.end)
            for other in others
        )


def moves_between(before: Fingerprint, now: Fingerprint) -> Moves:
    """What of the body went and what came, whatever the order of what stayed."""
    return Moves(_beyond(before, now.texts), _beyond(now, before.texts), before.main_place, now.main_place)


def _beyond(content: Fingerprint, texts: Counter[int]) -> Iterator[Paragraph]:
    """The paragraphs of ``content`` that are more than ``texts`` has of them."""
    left = texts.copy()
    for paragraph in content.paragraphs:
        if left[paragraph.text] > 0:
            left[paragraph.text] -= 1
        else:
            yield paragraph


def is_hidden(paragraph: Paragraph, moves: Moves, noise: Noise) -> bool:
    """Whether it is noise that ``paragraph`` came or went.

    What stands in a noisy place is an edit all the same where it begins or ends as what it came for did, if it is no
    link and no title that got another number: some article's own text in a box that others fill with other things.
    """
    if noise.hides_text(paragraph.text) or (paragraph.form and noise.hides_form(paragraph)):
        return True
    if moves.is_main(paragraph) or not noise.hides_place(paragraph.place):
        return False
    return leads(paragraph.place) or not moves.is_edit(paragraph) or noise.names_another(paragraph.form)


def _order(content: Fingerprint, shared: Container[int], noise: Noise) -> Sequence[int]:
    """Those texts of the main place of ``content`` that are ``shared`` and no noise, in their order, once each."""
    told = (paragraph.text for paragraph in content.paragraphs if paragraph.place == content.main_place)
    return [text for text in dict.fromkeys(told) if text in shared and not noise.hides_text(text)]


def likeness(before: Fingerprint | None, now: Fingerprint | None) -> float:
    """How like two contents are, 0 to 1: by the share of text in paragraphs that both have, and by the title.

    One title is a quarter; the paragraphs in common are the rest. 0 where one of them is not known.
    """
    if before is None or now is None:
        return 0.0
    sizes = [sum(paragraph.size for paragraph in content.paragraphs) for content in (before, now)]
    moved = moves_between(before, now)
    shared = sizes[1] - sum(paragraph.size for paragraph in moved.came)
    share = shared / max(*sizes, 1)
    is_same_title = "title" in before.keys and before.keys["title"] == now.keys.get("title")
    return (1 - _TITLE_SHARE) * share + _TITLE_SHARE * is_same_title
