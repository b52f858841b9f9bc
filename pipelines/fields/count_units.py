"""The words and letters that shorten a count (12.5K, 3,4 тыс., 1.2万), and which sign parts whole from fraction."""

import re
from collections.abc import Mapping

# Sizes are powers of ten. Words of the Unicode CLDR compact number formats, and those sites use besides.
_WORDS: Mapping[int, str] = {
    3: """
    k thousand tsd tausend mila duizend dzd tys tis tisíc tisíce hilj hiljada тыс тысяч тысячи тысяча тис тисяч тисячі
    хил хиляди хиљ хиљада илјади тыщ мың rb ribu ribuan bin min_az ming tūkst tuh tuhat χιλ χιλιάδες ألف آلاف ألفا
    الف هزار ہزار אלף אלפים हजार हज़ार हज़ार হাজার ஆயிரம் వేలు ಸಾವಿರ
    ആയിരം હજાર ਹਜ਼ਾਰ ພັນ mijë mii mille milers ezer ათასი հազ nghìn ngàn tusen
    """,
    5: "lakh lakhs lac lacs लाख লাখ লক্ষ லட்சம் లక్ష ಲಕ್ಷ લાખ ਲੱਖ لاکھ",
    6: """
    m million millions millionen millones millón milhões milhão milioni milione milions miljoen miljoner millioner
    millió millionaa mio mill milj mln млн миллион миллиона миллионов мільйон мільйона мільйонів милион милиона jt
    juta milyon miljonit mn mi εκ εκατ مليون ملايين میلیون ملین מיליון triệu milionů miliony milion mlj მლნ մլն
    """,
    7: "crore crores करोड़ करोड़ কোটি கோடி కోట్లు કરોડ ਕਰੋੜ کروڑ",
    9: "b bn billion billions mrd mld млрд md bi miliar milyar مليار میلیارد מיליארד tỷ tỉ",
}
# Written without a space before what follows.
_GLUED: Mapping[int, str] = {3: "千 천 พัน", 4: "万 萬 만 หมื่น", 5: "แสน", 6: "百万 ล้าน", 8: "億 亿 억"}
# The same letters stand for different sizes; where the language is not known they stand for none.
_BY_LANGUAGE: Mapping[str, Mapping[str, int]] = {
    "mil": dict.fromkeys(("es", "pt", "gl", "ca", "eu"), 3)
    | dict.fromkeys(("cs", "sk", "ro", "hr", "bs", "sl", "sr", "mk", "bg"), 6),
    "b": {"tr": 3},
    "n": {"vi": 3},
    "tr": {"vi": 6},
    "e": {"hu": 3},
    "t": {"da": 3, "fi": 3},
    "tn": {"sv": 3},
    "min": {"az": 3},
}
_SIZES = {word: size for size, words in _WORDS.items() for word in words.split()}
_GLUED_SIZES = {word: size for size, words in _GLUED.items() for word in words.split()}


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


UNIT = (
    rf"(?:(?:{_alternatives(_GLUED_SIZES)})"
    rf"|(?:{_alternatives(dict(_SIZES) | dict(_BY_LANGUAGE))})(?![^\W\d_]|['’])\.?)"
)
"""A regular expression of one shortening word, in any letter case."""

_COMMA = frozenset(
    """
    af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk sl
    sq sr sv tr uk uz vi
    """.split()
)
_POINT = frozenset("am bn cy en fil ga gu he hi ja kn ko ml mr ms my ne pa si sw ta te th tl ur zh".split())


def size_of(unit: str, language: str | None) -> int | None:
    """The number that ``unit`` stands for in ``language`` (a BCP 47 tag); None where that is not certain."""
    word = unit.casefold().rstrip(".")
    known = _BY_LANGUAGE.get(word, {})
    power = known.get(primary(language), _SIZES.get(word) or _GLUED_SIZES.get(word))
    return None if power is None else 10**power


def fraction_sign(language: str | None) -> str | None:
    """The sign before a fraction in ``language``: "," or "."; None where that is not certain."""
    name = primary(language)
    return "," if name in _COMMA else "." if name in _POINT else None


def primary(language: str | None) -> str:
    """The first part of a BCP 47 tag, in lower case; empty without one."""
    return (language or "").replace("_", "-").partition("-")[0].lower()
