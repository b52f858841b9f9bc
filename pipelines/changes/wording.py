"""Lines that count or tell the time: their words without the numbers, and whether they say what they are."""

import re
from functools import cache
from importlib import import_module

# "Updated 3 min ago", "128 comments", "3. A headline (45)": longer lines speak of something.
_MOST_WORDS = 16
_MOST_CHARACTERS = 120
_PART = re.compile(r"\d+(?:[.,:'’h]\d+)*|[^\W\d_]+")
_LANGUAGES = "en de es fr it pt nl pl ru uk tr cs sv da nb fi el hu ro id vi bg hr sk sl ca".split()
_UNITS = "year month week day hour minute second am pm".split()
_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_RELATIVE = "today yesterday now moment moments heute gestern hier aujourd hoy ayer".split()
# Beside a number they are part of it: "an hour ago".
_BESIDE = frozenset("a an one just few less than about ago".split())
# Words that say that the number is the time of a visit or of an edit, or a count of readers.
_SAYS = frozenset(
    """
    ago updated update published posted modified edited vor aktualisiert veröffentlicht stand publié publiée jour hace
    actualizado actualizada publicado publicada fa aggiornato aggiornata pubblicato pubblicata há atrás atualizado
    atualizada geleden bijgewerkt gepubliceerd sedan uppdaterad publicerad publisert oppdatert siden opdateret sitten
    päivitetty julkaistu temu zaktualizowano opublikowano aktualizacja назад обновлено опубликовано оновлено тому önce
    güncelleme güncellendi yayınlanma před aktualizováno
    comments comment kommentare kommentar commentaires comentarios comentários commenti reacties kommentarer komentarzy
    комментариев views view aufrufe vues visitas visualizações visualizzazioni weergaven visningar просмотров reads
    readers leser lecteurs lectores shares share likes geteilt partages votes stimmen replies reactions subscribers
    """.split()
)
# Scripts without spaces between words.
_SAYS_WITHIN = "更新 公開 時間前 分前 閲覧 コメント 小时前 分钟前 发布 浏览 评论 업데이트 시간전 분전 댓글 조회".split()


def form_of(line: str) -> str | None:
    """What ``line`` says but for its numbers, months, days and units of time; None where it is no short line with any.

    >>> form_of("Updated 3 min ago"), form_of("Updated 1 hour ago"), form_of("Jan. 5, 2026")
    ('updated', 'updated', '')
    """
    if len(line) > _MOST_CHARACTERS:
        return None
    parts = _PART.findall(line.casefold())
    rest = _without_times(parts)
    is_short = len(parts) <= _MOST_WORDS
    return " ".join(part for part in rest if part not in _BESIDE) if is_short and len(rest) < len(parts) else None


def words_of(line: str) -> str:
    """What `form_of` makes of ``line`` with numbers around it."""
    return " ".join(part for part in _without_times(_PART.findall(line.casefold())) if part not in _BESIDE)


def says_what_it_is(line: str) -> bool:
    """Whether a short ``line`` says itself that it tells the time of a visit or an edit, or counts readers."""
    parts = _PART.findall(line.casefold())
    return not _SAYS.isdisjoint(parts) or any(word in "".join(parts) for word in _SAYS_WITHIN)


def _without_times(parts: list[str]) -> list[str]:
    times = _times()
    return [part for part in parts if not (part[0].isdigit() or part in times)]


@cache
def _times() -> frozenset[str]:
    """The names of months, days and units of time in the languages that most news is written in."""
    words = set(_RELATIVE)
    for language in _LANGUAGES:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
        for name in (*_UNITS, *_MONTHS, *_DAYS):
            words.update(word.casefold().rstrip(".") for word in info.get(name, ()))
    return frozenset(words)
