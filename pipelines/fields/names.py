"""Names of people as bylines give them: freed of roles and joining words, parted, each told once."""

import re
from collections.abc import Iterable, Iterator

_BY = re.compile(
    r"^\W*(?:(?:written|reported|story|words|posted|published|report|article|analysis|review|opinion|text|interview|"
    r"view all posts|more|edited|compiled)\s+by|by|von|vom|par|por|di|door|af|av|de la redacción de|text|texte|testo|"
    r"autor(?:en|in|a|es)?|auteurs?|autore|authors?|tekst|foto|автор[ы]?|yazar|oleh|skrevet av|"
    r"opracowanie|redaktion|interview|текст|фото|作者|撰文|記者|记者|文)\s*(?::\s*|/\s*|\s+)",
    re.IGNORECASE,
)
# Words in front of a Chinese name are written without a space.
_EAST_ASIAN_BY = re.compile(
    r"^(?:本報記者|本报记者|特約記者|記者|记者|撰文|作者|編輯|编辑|文|글|기자)\s*[:：/／]?\s*(?=[\u3400-\u9fff\uac00-\ud7af])"
)
_EAST_ASIAN_ROLE = re.compile(
    r"(?<=[\u3400-\u9fff\uac00-\ud7af])(?:"
    r"(?:\s+[가-힣]+)?\s*(?:선임|수습|인턴|객원)?(?:기자|특파원|논설위원|편집위원|앵커|작가|교수|평론가|통신원|PD)|"
    r"\s*[/／]\s*[\u3400-\u9fff]{0,4}(?:報導|报道|報道|電|撰)|"
    r"\s*(?:記者|记者|特派員|編集委員|論説委員|綜合報導|報導|報道|編譯|編輯|撰))$"
)
# Short joining words are names as well ("Jo Dan Example"), and then begin with a capital.
_BETWEEN_NAMES = re.compile(
    r"\s*[;|、，•·]\s*|\s*,\s+|\s*[,;]?\s+(?:&|/|\+|(?i:and|und|et|y)|e|og|och|ja|i|en|и|та|ve|dan)\s+|\s+&\s*|،\s*|\s+و\s+"
)
_ROLE_WORDS = (
    r"staff|senior|special|freelance|political|politics|chief|national|international|sports?|business|health|science|"
    r"foreign|associate|assistant|deputy|contributing|managing|executive|editor(?:ial)?|reporter|writer|correspondent|"
    r"contributor|columnist|journalist|producer|author|photographer|redakteur(?:in)?|korrespondent(?:in)?|"
    r"chefredakteur(?:in)?|reporter(?:in)?|volontär(?:in)?|journaliste|rédacteur|rédactrice|correspondante?|"
    r"redactor(?:a)?|corresponsal|giornalista|journalistin?|dziennikarz|redaktor|editora?|repórter|muhabir|editör"
)
_ROLE = re.compile(
    rf"(?:\s*,\s*|\s+[-–—|]\s+|\s+(?=(?:{_ROLE_WORDS})\b))(?:the\s+)?(?:{_ROLE_WORDS})\b.*$", re.IGNORECASE
)
_ROLE_ALONE = re.compile(rf"(?:the\s+)?(?:{_ROLE_WORDS}|team|desk)(?:\s+(?:{_ROLE_WORDS}|team|desk))*", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]?")
_NO_NAME = re.compile(
    r"https?:|www\.|\.[a-z]{2,}/|@|^\W*$|^[+\d]|^(?:by|von|par|por|di|the|and|und|et)$|"
    r"\b(?:updated|published|min read|minutes|follow|share|comments?|subscribe|newsletter)\b|"
    r"\b(?:19|20)\d\d\b|getty images",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,8}")
_PARTICLES = frozenset("de da do dos di del della van von der den ter la le el al bin ibn y e und zu af".split())
_SURNAME_FIRST = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’.-]+(?: [^\W\d_]\.?)?)")
_EDGES = ' \t,;|-–—:.·•/\u200b\u2060\ufeff"“”*'
_MAX_NAME_CHARACTERS = 70
_MAX_NAME_WORDS = 7
_MAX_LINE_CHARACTERS = 2_000  # no list of authors is longer
# Degrees behind a name, and what publishing systems call whoever set them up.
_NOBODY = frozenset(
    """
    md phd ms ma mba rd rdn ld msc bsc jd rn cpa cfa dphil mph esq jr sr ii iii ph.d m.d
    admin administrator webmaster anonymous anonym anónimo anonyme
    """.split()
) | {"super user", "site admin"}
# News agencies: their name beside a person's says where a text came from, not who wrote it.
AGENCIES = frozenset(
    """
    afp reuters ap dpa apa ansa efe tass ria pti ians ani xinhua kyodo jiji yonhap newsis lusa belga anp ntb tt stt
    ritzau sda ats keystone-sda dapd epd kna sid cna bloomberg upi aa aap pap ctk tasr mti interfax ukrinform anadolu
    """.split()
) | frozenset(
    (
        "associated press", "the associated press", "agence france presse", "deutsche presse agentur",
        "press association", "pa media", "anadolu ajansı", "anadolu agency", "europa press", "agencia efe", "adnkronos",
        "the canadian press", "dow jones newswires", "reuters staff", "keystone sda", "keystone ats",
    )
)  # fmt: skip


def tidy_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in ``texts``, each once, in order; "By", roles and brackets cut off, joined names parted."""
    names: dict[str, str] = {}
    for text in texts:
        for part in _parted(" ".join(text[:_MAX_LINE_CHARACTERS].split())):
            name = _bare(part)
            is_name = name and len(name) <= _MAX_NAME_CHARACTERS and name.count(" ") < _MAX_NAME_WORDS
            if is_name and not _NO_NAME.search(name):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def is_full_name(text: str) -> bool:
    """Whether ``text`` looks like the whole name of a person, as far as letter case and length can tell."""
    words = [word for word in text.split() if word.lower() not in _PARTICLES]
    is_long = len(words) in range(2, 6) or bool(words and _EAST_ASIAN.fullmatch(words[0]))
    return is_long and not any(char.isdigit() for char in text) and not any(word[0].islower() for word in words)


def _parted(text: str) -> Iterator[str]:
    """The single names in a line of them; "Example, Ada" is one, and "Ada Example, Lisbon; Bo Sample" are two."""
    text = _BRACKETED.sub("", _without_by(text)).strip(_EDGES)
    if _ROLE_ALONE.fullmatch(text):
        return
    parts = text.split(";")
    for part in parts:
        turned = _SURNAME_FIRST.fullmatch(part.strip(_EDGES))
        if turned and not {word.casefold() for word in turned.groups()} & AGENCIES:
            yield f"{turned[2]} {turned[1]}"
        elif len(parts) > 1:
            yield part.split(", ")[0]
        else:
            yield from _BETWEEN_NAMES.split(_ROLE.sub("", part) if "," not in part else part)


def _bare(part: str) -> str:
    name = _without_by(part.strip(_EDGES)).strip(_EDGES)
    return (
        ""
        if _ROLE_ALONE.fullmatch(name) or name.casefold() in _NOBODY
        else _EAST_ASIAN_ROLE.sub("", _ROLE.sub("", name)).strip(_EDGES)
    )


def _without_by(text: str) -> str:
    return _EAST_ASIAN_BY.sub("", _BY.sub("", text))
