"""What the words of a block look like: counts, sentences, and the phrases of what stands around articles."""

import re

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”’»')\]]|$)|[。！？؟।]")
_CAPITAL = re.compile(r"[A-ZÄÖÜÉÀÅØА-Я]")
_DIGIT = re.compile(r"\d")
_ENDS = frozenset(".!?…。！？؟।\"”»“’'」』)")
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

WORDINGS = "words sentences capitals digits promotion elsewhere picture rights ended colon consent form".split()


def read_wording(text: str) -> tuple[float, ...]:
    """The figures of ``text``, a block's, in the order of ``WORDINGS``.

    Words (of scripts without spaces, half the characters), sentences ended (at most 8), shares of capitals and digits
    in its first 300 characters, then 1 or 0 for each kind of phrase and for how it ends.
    """
    words = text.count(" ") + text.count("\n") + 1
    if not text.isascii():
        words += len(_WIDE.findall(text)) // 2
    head = text[:_HEAD_CHARS]
    sentences = min(len(_SENTENCE_END.findall(text)), _MAX_SENTENCES) if words >= _MIN_SENTENCE_WORDS else 0
    capitals, digits = len(_CAPITAL.findall(head)) / len(head), len(_DIGIT.findall(head)) / len(head)
    promotion = elsewhere = picture = rights = consent = form = False
    if words < _MAX_PHRASE_WORDS:
        head = head.lower()
        promotion, rights, consent, form = (
            any(phrase in head for phrase in phrases) for phrases in (_PROMOTION, _RIGHTS, _CONSENT, _FORMS)
        )
        picture = words < _MAX_CAPTION_WORDS and any(phrase in head for phrase in _PICTURES)
        lead = head[:_LEAD_CHARS]
        elsewhere = words < _MAX_LEAD_WORDS and any(phrase in lead for phrase in _ELSEWHERE)
    last = text[-1]
    return (
        words, sentences, capitals, digits, promotion, elsewhere, picture, rights,
        last in _ENDS, last == ":", consent, form,
    )  # fmt: skip
