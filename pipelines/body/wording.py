"""What the words of a block look like: counts, sentences, and the phrases of what stands around articles."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.body.letters import CAPITAL, DIGIT, GAP, WIDE, Letters

Numbers = NDArray[np.float64]

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_HEAD_CHARS = 300
_LEAD_CHARS = 48
_MAX_PHRASE_WORDS = 180  # longer texts speak of such things, they are not such things
_MAX_LEAD_WORDS = 90
_MAX_CAPTION_WORDS = 80
_MAX_SENTENCES = 8
_MIN_SENTENCE_WORDS = 4

# Lower-case phrases, parted by "|", in the languages of the news sites of the world.
_PROMOTION = (
    "newsletter|sign up|signup|subscri|abonn|inbox|whatsapp|telegram|our app|join our|join us|become a member|"
    "support our|support us|donate|anmelden|suscr|iscriviti|inscri|assine|abone ol|register now|log in|follow us"
).split("|")
_ELSEWHERE = (
    "read more|read also|also read|read next|see also|related|more on|more from|don't miss|don’t miss|"
    "you may|you might|recommended|watch:|watch |click here|learn more|continue reading|lesen sie|mehr zum|"
    "mehr dazu|auch interessant|weitere|lire aussi|à lire|voir aussi|lee también|leer más|te puede|"
    "leggi anche|leia |lees ook|läs |les også|czytaj|zobacz|читайте|haberin devam|"
    "続きを読む|関連記事|あわせて|관련기사|延伸阅读|اقرأ"
).split("|")
_PICTURES = (
    "photo|image|picture|foto|bild|credit|getty|reuters|shutterstock|afp|©|courtesy|alamy|imago|istock|unsplash|quelle|"
    "写真|提供"
).split("|")
_RIGHTS = (
    "©|copyright|all rights|alle rechte|tous droits|privacy policy|terms of|cookie|impressum|may not be|無断"
).split("|")
_CONSENT = (
    "cookie|privacy|consent|gdpr|datenschutz|privatsphäre|personal data|personenbezogen|third part|confidentialité|"
    "privacidad|externe inhalte|externer inhalt|external content|browser|javascript"
).split("|")
_FORMS = (
    "password|passwort|contraseña|mot de passe|e-mail|email|your account|ihr konto|username|log in|login|einloggen|"
    "anmelden|required fields|captcha|comment|kommentar"
).split("|")

_RIGHTS_SIGN = "©"
_PROMOTES, _CLAIMS, _CONSENTS, _FORM, _SHOWS, _LEADS = (1 << place for place in range(6))
_KINDS = {
    _PROMOTES: _PROMOTION,
    _CLAIMS: _RIGHTS,
    _CONSENTS: _CONSENT,
    _FORM: _FORMS,
    _SHOWS: _PICTURES,
    _LEADS: _ELSEWHERE,
}
_WORD = re.compile(r"\w+")
_START_CHARS = 4


def _by_start() -> Mapping[str, tuple[tuple[int, str], ...]]:
    """(kind, phrase) of all phrases by the first four letters of their first word."""
    starts: dict[str, tuple[tuple[int, str], ...]] = {}
    for kind, phrases in _KINDS.items():
        for phrase in phrases:
            for word in _WORD.findall(phrase)[:1]:
                starts[word[:_START_CHARS]] = (*starts.get(word[:_START_CHARS], ()), (kind, phrase))
    return starts


_BY_START = _by_start()
_STARTS = frozenset(_BY_START)
_STARTS_OF_WORDS = re.compile(rf"(\w{{1,{_START_CHARS}}})\w*")
# A "word" of a script without spaces is a whole clause, which may hold a phrase anywhere.
_WIDE_PHRASES = tuple((kind, phrase) for kind, phrases in _KINDS.items() for phrase in phrases if _WIDE.match(phrase))

COUNTS = ("words", "sentences")
WORDINGS = (*COUNTS, *"capitals digits promotion elsewhere picture rights ended form".split())


def count_words(letters: Letters) -> Numbers:
    """(words, sentences ended) of each text (2 by n): of scripts without spaces, half the characters are words.

    More than 8 sentences are not counted, nor those of a text of less than four words.
    """
    words = letters.count(GAP) + 1 + letters.count(WIDE) // 2
    sentences = np.minimum(letters.sentences(), _MAX_SENTENCES)
    return np.array((words, np.where(words < _MIN_SENTENCE_WORDS, 0, sentences)), np.float64)


def read_wordings(texts: Sequence[str], letters: Letters, counts: Numbers) -> Numbers:
    """The figures of ``texts`` (WORDINGS by n), of which ``counts`` are the words and sentences (2 by n).

    Shares of capitals and digits in the first 300 characters, then 1 or 0 for each kind of phrase and for how a text
    ends.
    """
    words = counts[0]
    length = letters.heads(_HEAD_CHARS) - letters.starts
    told = zip(texts, words < _MAX_PHRASE_WORDS, letters.count(WIDE, _HEAD_CHARS) > 0, strict=True)
    kinds = np.array(
        [_phrases(text[:_HEAD_CHARS].lower(), is_wide=is_wide) if is_short else 0 for text, is_short, is_wide in told],
        np.intp,
    )
    return np.array(
        (
            *counts,
            letters.count(CAPITAL, _HEAD_CHARS) / length,
            letters.count(DIGIT, _HEAD_CHARS) / length,
            kinds & _PROMOTES != 0,
            (kinds & _LEADS != 0) & (words < _MAX_LEAD_WORDS),
            (kinds & _SHOWS != 0) & (words < _MAX_CAPTION_WORDS),
            kinds & _CLAIMS != 0,
            letters.are_ended(),
            kinds & (_CONSENTS | _FORM) != 0,
        )
    )


def _phrases(head: str, *, is_wide: bool) -> int:
    """The kinds of phrases that ``head``, the lower-case beginning of a text, holds, as a sum of bits.

    ``is_wide`` says whether some of it is of a script without spaces.
    """
    kinds = _CLAIMS | _SHOWS if _RIGHTS_SIGN in head else 0
    lead = head[:_LEAD_CHARS]
    for start in _STARTS.intersection(_STARTS_OF_WORDS.findall(head)):
        for kind, phrase in _BY_START[start]:
            if not kinds & kind and phrase in (lead if kind == _LEADS else head):
                kinds |= kind
    if is_wide:
        kinds |= sum({kind for kind, phrase in _WIDE_PHRASES if phrase in (lead if kind == _LEADS else head)})
    return kinds
