"""The words for views and reads by language, and reading a short text that is a number beside one of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.fields.count_units import UNIT, primary
from pipelines.fields.counts import SEPARATORS, SPACES, Count, parse_count

# Words and phrases that stand before or after the number of views, parted by commas.
_WORDS: Mapping[str, str] = {
    "en": "view, views, page view, page views, pageview, pageviews, post views, article views, total views, "
    "unique views, view count, views count, number of views, story views, reads, total reads, article reads, "
    "number of reads, hits, article hits, times viewed, times read, total page views, viewed, news views",
    "de": "aufrufe, aufruf, seitenaufrufe, artikelaufrufe, klicks, zugriffe, gelesen, ansichten, seitenansichten, "
    "leseaufrufe, angesehen",
    "fr": "vues, vue, pages vues, lectures, nombre de vues, nombre de lectures, consultations, affichages",
    "es": "visualizaciones, vista, vistas, visita, visitas, visualización, lecturas, número de visitas, reproducciones "
    "de la página, páginas vistas, vistas de página, leídas",
    "pt": "visualização, visualizações, visualizacoes, visualizações de página, vistas, visitas, leituras, acessos, "
    "exibições, views",
    "gl": "visualizacións, visitas, lecturas",
    "ca": "visualitzacions, visites, visualització, lectures, visualitzacions de pàgina",
    "eu": "ikustaldi, ikustaldiak, bisita, bisitak, irakurraldi",
    "it": "visualizzazione, visualizzazioni, letture, visite, visualizzazioni di pagina, numero di letture, "
    "volte letto, visto",
    "nl": "weergave, weergaven, keer gelezen, gelezen, paginaweergaven, bekeken, keer bekeken, lezingen",
    "af": "kyke, besigtigings, keer gelees",
    "sv": "visning, visningar, sidvisningar, läsningar, antal visningar, antal läsningar, lästa",
    "da": "visning, visninger, sidevisninger, læsninger, antal visninger, læst",
    "nb": "visning, visninger, sidevisninger, lesninger, antall visninger, lest",
    "is": "áhorf, skoðanir, flettingar, lestrar",
    "fi": "katselu, katselukerta, katselukertaa, katselukerrat, katselut, katselua, lukukertaa, lukukerrat, lukukerta, "
    "näyttökertaa, näyttökerrat, näyttöä",
    "et": "vaatamist, vaatamised, vaatamisi, vaatamine, lugemist, lugemisi, loetud, vaadatud",
    "lv": "skatījumi, skatījums, skatījumu, skatīts, lasīts, lasījumi, skatījumu skaits",
    "lt": "peržiūros, peržiūrų, peržiūra, peržiūrėta, perskaityta, skaityta, skaitymai, skaitymų",
    "pl": "wyświetleń, wyświetlenia, wyświetlenie, wyświetlono, odsłon, odsłony, odsłona, przeczytano, czytano, "
    "przeczytań, liczba wyświetleń, liczba odsłon, odczytów, odczyty",
    "cs": "zobrazení, zhlédnutí, přečtení, přečteno, zobrazeno, zhlédnuto, čteno, počet zobrazení, počet přečtení, "
    "návštěv",
    "sk": "zobrazení, zobrazenia, zobrazené, videní, prečítané, prečítaní, prečítania, čítané, počet zobrazení, "
    "zhliadnutí, zhliadnutia, návštev",
    "sl": "ogledov, ogledi, ogled, ogleda, branj, prikazov, prebrano, število ogledov",
    "hr": "pregled, pregleda, pregledi, pogleda, čitanja, broj pregleda, prikaza, pročitano, pregledano, otvaranja",
    "sq": "shikime, shikimi, lexime, shikuar, lexuar, vizita",
    "sr": "преглед, прегледа, прегледи, читања, прегледано, прочитано, број прегледа, broj pregleda, pregleda, čitanja",
    "mk": "прегледи, прегледа, преглед, читања, прочитано, видено",
    "bg": "преглед, прегледа, прегледи, преглеждания, прочитания, видяна, прочетена, четения, посещения, показвания, "
    "гледания",
    "ru": "просмотр, просмотра, просмотров, просмотры, количество просмотров, число просмотров, прочтений, прочтения, "
    "прочтение, прочитано, прочитали, прочли, просмотрено, просмотрели, чтений, кол-во просмотров, показов, посмотрели, "
    "всего просмотров, читали",
    "uk": "перегляд, перегляди, переглядів, перегляда, кількість переглядів, прочитань, прочитано, переглянуто, "
    "читань, прочитали, переглянули",
    "be": "прагляд, прагляды, праглядаў, праглядаў старонкі, прачытанняў, прачытана, прагледжана",
    "kk": "қаралым, көрілім, оқылды, қаралды, оқылым, қаралым саны",
    "ky": "көрүлдү, каралды, окулду, көрүү",
    "uz": "koʻrildi, ko'rildi, ko‘rildi, koʻrishlar, marta koʻrildi, o'qildi, o‘qildi, кўрилди",
    "hu": "megtekintés, megtekintések, olvasás, olvasások, olvasták, látták, megtekintve, megtekintések száma, "
    "oldalmegtekintés, olvasottság",
    "ro": "vizualizări, vizualizare, vizualizari, afișări, afisari, afişări, citiri, accesări, accesari, vizite, "
    "vizualizări articol, citit",
    "el": "προβολή, προβολές, προβολών, αναγνώσεις, εμφανίσεις, αριθμός προβολών, επισκέψεις, διαβάστηκε",
    "tr": "okunma, okunma sayısı, görüntülenme, görüntülenme sayısı, görüntüleme, gösterim, okundu, izlenme, "
    "görüntülendi, hit, sayfa görüntüleme, okuma",
    "az": "baxış, baxış sayı, oxunma, oxundu, oxunub, baxılıb, oxunuş, baxışlar, baxış sayi, dəfə oxunub, dəfə baxılıb",
    "ar": "مشاهدة, مشاهدات, المشاهدات, عدد المشاهدات, قراءة, قراءات, عدد القراءات, القراءات, زيارة, زيارات, "
    "عدد الزيارات, الزيارات, مشاهده, شوهد, قرئ, عدد مرات القراءة, قراءة للخبر",
    "fa": "بازدید, بازدیدها, تعداد بازدید, نمایش, مشاهده, تعداد مشاهده, بازدید شده, خوانده شده, تعداد نمایش",
    "ur": "ویوز, ملاحظات, مناظر, دیکھا گیا, پڑھا گیا, بار دیکھا گیا, بار پڑھا گیا, مشاہدات",
    "ps": "کتنې, لیدنې, لیدل شوي",
    "he": "צפיות, צפייה, קריאות, מספר צפיות, נצפה, כניסות, נקרא",
    "hi": "व्यूज, व्यूज़, व्यूज़, व्यू, बार देखा गया, बार पढ़ा गया, बार पढ़ा गया, देखा गया, पढ़ा गया, पढ़ा गया, दृश्य, पाठक संख्या, "
    "बार देखा",
    "mr": "दृश्ये, वेळा पाहिले, वेळा वाचले, व्ह्यूज",
    "ne": "पटक पढिएको, पटक हेरिएको, व्युज, पाठक संख्या, हेरिएको",
    "bn": "পঠিত, বার পঠিত, ভিউ, বার পড়া হয়েছে, বার পড়া হয়েছে, বার দেখা হয়েছে, বার দেখা হয়েছে, দেখা হয়েছে, পড়া হয়েছে, "
    "জন পড়েছেন, পাঠক সংখ্যা, দেখেছেন, ভিউজ",
    "pa": "ਵਿਊਜ਼, ਵਾਰ ਪੜ੍ਹਿਆ ਗਿਆ, ਵਾਰ ਦੇਖਿਆ ਗਿਆ",
    "gu": "વ્યૂઝ, વખત વાંચ્યું, વાર જોવાયું",
    "ta": "பார்வைகள், பார்வை, முறை பார்க்கப்பட்டது, பார்க்கப்பட்டது, பார்வையிட்டோர், வாசிக்கப்பட்டது",
    "te": "వీక్షణలు, వీక్షణ, వ్యూస్, సార్లు చూశారు",
    "kn": "ವೀಕ್ಷಣೆಗಳು, ವೀಕ್ಷಣೆ",
    "ml": "കാഴ്‌ചകൾ, കാഴ്ചകൾ, വായനകൾ",
    "si": "නැරඹුම්, වාරයක් කියවා ඇත",
    "th": "ผู้เข้าชม, เข้าชม, ยอดวิว, วิว, ครั้งที่เข้าชม, จำนวนผู้เข้าชม, จำนวนผู้อ่าน, ผู้อ่าน, เปิดอ่าน, อ่าน, ดู, การดู, "
    "จำนวนการเข้าชม, คนดู, คนอ่าน, ยอดอ่าน, ยอดเข้าชม, ผู้ชม",
    "lo": "ຍອດເຂົ້າຊົມ, ຄັ້ງທີ່ເບິ່ງ",
    "km": "ចំនួនមើល, អ្នកមើល",
    "my": "ကြည့်ရှုသူ, ကြည့်ရှုမှု",
    "vi": "lượt xem, lượt đọc, luot xem, đã xem, xem, đã đọc, số lượt xem, số lần xem, lượt truy cập, người xem, "
    "người đọc",
    "id": "dilihat, dibaca, tayangan, x dilihat, x dibaca, pembaca, kali tayang, tayang, views, jumlah pembaca, "
    "telah dibaca, dilihat sebanyak, dibaca sebanyak, penayangan",
    "ms": "tontonan, bacaan, paparan, jumlah tontonan, dibaca, dilihat",
    "fil": "mga view, beses nabasa, mga nakakita",
    "sw": "mara zilizotazamwa, imesomwa, wasomaji",
    "ka": "ნახვა, ნახვები, ნახვების რაოდენობა, წაკითხვა, წაკითხულია, ნანახია",
    "hy": "դիտում, դիտումներ, դիտումների քանակ, ընթերցում, դիտվել է, ընթերցվել է",
    "mn": "үзсэн, уншсан, үзэлт, уншилт",
    "zh": "浏览, 浏览量, 浏览数, 浏览次数, 次浏览, 阅读, 阅读量, 阅读数, 次阅读, 人阅读, 点击, 点击量, 点击数, 点击率, 次点击, 人浏览, 已阅读, "
    "访问量, 查看, 次查看, 观看, 观看次数, 次观看, 瀏覽, 瀏覽數, 瀏覽量, 瀏覽人次, 瀏覽次數, 次瀏覽, 人瀏覽, 閱讀, 閱讀數, 閱讀量, 人次閱讀, "
    "次閱讀, 人閱讀, 點閱, 點閱數, 點閱率, 點擊, 點擊數, 點擊率, 觀看次數, 次觀看, 觀看, 觀看數, 人氣, 人气, 訪問量, 阅读次数, 閱讀次數, 浏览人数, "
    "人看过, 人看過, 看过, 看過, 阅读人数, 人次阅读, 人次浏览, 人次瀏覽, 总浏览量, 總瀏覽數, 点阅",
    "ja": "閲覧, 閲覧数, ビュー, 回視聴, 視聴, 視聴回数, アクセス数, 閲覧回数, 回閲覧, ページビュー, 表示回数, 回表示, 閲覧者数, 回読まれました, "
    "ビュー数, pv, アクセス",
    "ko": "조회, 조회수, 읽음, 조회 수, 뷰, 회 조회, 열람, 열람수, 번 읽음, 명 읽음, 페이지뷰, 클릭수, 클릭, 조회건수",
}
# Words that say "views" only with a word for "times": read 731 times.
_VERBS: Mapping[str, str] = {
    "en": "viewed, read, seen, visited, this article has been viewed, this article has been read, this article was "
    "viewed, this article was read, this post has been viewed, this post has been read, this page has been viewed, "
    "this story has been read, this story has been viewed, this news has been read, has been viewed, has been read, "
    "article viewed, article read, page viewed, accessed",
    "de": "gelesen, angesehen, aufgerufen, dieser artikel wurde, artikel wurde",
    "fr": "lu, vu, consulté, article lu, vue, lue, cet article a été lu, cet article a été consulté, affiché",
    "es": "leído, leída, visto, vista, leido, artículo leído, esta noticia ha sido leída, nota leída, visitado",
    "pt": "lido, lida, visto, vista, visualizado, acessado, acessada, esta notícia foi lida, artigo lido, notícia lida",
    "ca": "llegit, vist, llegida, vista, visitat",
    "it": "letto, visto, letta, vista, visualizzato, articolo letto, notizia letta, questo articolo è stato letto",
    "nl": "gelezen, bekeken",
    "sv": "läst, visad, visats",
    "da": "læst, vist",
    "nb": "lest, vist",
    "fi": "luettu, katsottu",
    "ro": "citit, vizualizat, afișat, accesat, articol citit, citit de, vizualizat de, accesat de",
    "el": "διαβάστηκε, προβλήθηκε",
    "vi": "đã xem, đã đọc, xem, đọc",
    "hi": "देखा गया, पढ़ा गया, पढ़ा गया, पढ़ा गया",
}
# Words for "times" beside the number, glued to it or not.
_TIMES = """
times time x × mal fois veces vez vezes volte volta keer maal gånger gange ganger kertaa korda reizes kartus kartų
kartą razy raz krát x-mal puta раз раза рази разів пъти пути пута рет жолу marta alkalommal ori de ori φορές kez defa
dəfə مرة مرات بار مرتبہ دفعہ פעמים बार वेळा पटक বার முறை సార్లు ครั้ง lần kali 次 回 회 번 人次 人 명 건
"""
_ICONS = "👁 👀 eye eyes eye-icon"
_MARKS_OF_DIRECTION = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufe0e\ufe0f"))
_OPENING = " :：([{（【〔〈「=–—-•·…\t"
_CLOSING = " :：)]}）】〕〉」!•·…,，、"
_GAPS = re.compile(r"[ \t\r\n\f]+")
_PARTS = re.compile(r"\s*[|•·‧∙●▪■◆★—–/;；\uff5c¦»›→]\s*|[,،]\s+|\s-\s")
_OF = re.compile(r"(?:de|d'|of|di)\s+")
# Wider than what a count may be: what is no count is to be seen and refused as a whole, not read in part.
_NUMBER = re.compile(
    rf"(?P<number>[-+−~≈<>±#$€£]?{' ?'}\d(?:[\d{SEPARATORS}٫_^eE+-]*\d)?(?:[{SPACES}]?{UNIT})?[+%²³°]?)", re.IGNORECASE
)
_SHORT_WORD = 6
_LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")
MAX_CHARACTERS = 80
"""No line that only states a number of views is longer."""


def _by_word(table: Mapping[str, str], split: str = ",") -> dict[str, frozenset[str]]:
    languages: dict[str, set[str]] = {}
    for language, words in table.items():
        for word in words.split(split):
            languages.setdefault(_plain(word), set()).add(language)
    return {word: frozenset(names) for word, names in languages.items()}


def _plain(word: str) -> str:
    return " ".join(word.translate(_MARKS_OF_DIRECTION).casefold().split())


WORDS = _by_word(_WORDS) | {_plain(icon): frozenset[str]() for icon in _ICONS.split()}
_VERB_WORDS = WORDS | _by_word(_VERBS)
_TIMES_WORDS = frozenset(map(_plain, _TIMES.split()))
_LEADING_TIMES = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, _TIMES_WORDS), key=len, reverse=True))})(?:\s+|(?<=[^\x00-\u024f]))"
)


_LETTERS = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile(r"[\u0900-\u1aff\u3040-\uffff\U00010000-\U0010ffff]")
_TOKENS = frozenset(token for word in WORDS for token in _LETTERS.findall(word)) | _TIMES_WORDS
_BARE_NUMBER = re.compile(rf"\s*\d[\d{SEPARATORS}٫]*(?:{UNIT})?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A count of views that a text states, and whether it names what it counts (or is a number alone)."""

    count: Count
    is_named: bool


def is_view_word(text: str) -> bool:
    """Whether ``text`` as a whole is a word for views, with or without a colon."""
    return len(text) <= MAX_CHARACTERS and _label(text) in WORDS


def is_bare_number(text: str) -> bool:
    """Whether ``text`` as a whole looks like a number, before any closer look."""
    return _BARE_NUMBER.fullmatch(text) is not None


def may_speak_of_views(text: str) -> bool:
    """Whether a word of ``text`` is one that phrases for views are made of: most texts need no closer look."""
    return not _TOKENS.isdisjoint(_LETTERS.findall(text.casefold())) or _UNSPACED.search(text) is not None


def spoken_needle(language: str | None) -> list[str]:
    """What is common to most spellings of the first word for views in ``language``, a BCP 47 tag, in an attribute."""
    word = _WORDS.get(primary(language), "").partition(",")[0].strip()
    if not word or primary(language) == "en":
        return []
    return [word[1:-2] if len(word) > _SHORT_WORD else f'{word[1:]}"']


def read_stated(text: str, language: str | None) -> Stated | None:
    """The number of views ``text`` states in one of its parts, or the number that it is as a whole.

    ``language`` (a BCP 47 tag) is the page's: the word beside the number may tell better.
    """
    folded = _GAPS.sub(" ", text.translate(_MARKS_OF_DIRECTION)).strip()
    number = parse_count(folded, language)
    if number:
        return Stated(number, is_named=False)
    for part in _PARTS.split(folded):
        count = _named(part, language)
        if count:
            return Stated(count, is_named=True)
    return None


def _named(part: str, language: str | None) -> Count | None:
    """The count that a whole part of a text states beside a word for views."""
    match = _NUMBER.search(part)
    if match is None:
        return None
    before = _plain(part[: match.start()]).rstrip(_OPENING)
    after = _plain(part[match.end() :]).strip(_CLOSING)
    languages = _languages(before, after)
    if languages is None:
        return None
    is_year = not after and _LIKE_A_YEAR.fullmatch(match["number"].strip()) and not _is_closed(part[: match.start()])
    if is_year and before not in _ICONS:
        return None
    raw = match["number"].strip(SPACES)
    return parse_count(raw, _told(languages, language)) or Count(None, raw)


def _is_closed(label: str) -> bool:
    return label.rstrip().endswith((":", "：", "(", "（", "["))


def _languages(before: str, after: str) -> frozenset[str] | None:
    """The languages in which ``before``, a number and ``after`` speak of views; None where they do not."""
    after = _OF.sub("", after, count=1)
    rest = _LEADING_TIMES.sub("", after, count=1)
    if before and after in _TIMES_WORDS:
        return _VERB_WORDS.get(before.strip(_OPENING))
    if before and after:
        return None
    return WORDS.get(before.strip(_OPENING)) if before else WORDS.get(after, WORDS.get(rest))


def _told(languages: frozenset[str], language: str | None) -> str | None:
    """The language to read a number in: the page's, unless it does not know the word beside the number."""
    is_known = not languages or primary(language) in languages
    return language if is_known or len(languages) > 1 else next(iter(languages))


def _label(text: str) -> str:
    return _plain(text).strip(_OPENING + _CLOSING)
