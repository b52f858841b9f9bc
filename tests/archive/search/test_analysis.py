"""Words are the same whatever the script's spelling of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import key, plain, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café CAFÉ cafe\u0301", "cafe cafe cafe"),
        ("ﬁne Straße STRASSE ｗｉｄｅ", "fine strasse strasse wide"),
        ("Łódź Ærø þing ırmak İstanbul", "lodz aero thing irmak istanbul"),
        ("ὈΔΥΣΣΕΎΣ ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
        ("Ёлка мо́ст МОЙ йод їжак", "елка мост мой йод їжак"),
        ("أحمد إسلام آمنة ٱلله", "احمد اسلام امنه الله"),
        ("مُحَمَّد الـــسلام مى می\u200cخواهم کتاب", "محمد السلام مي ميخواهم كتاب"),
        ("שָׁלוֹם צה״ל", "שלום צה ל"),
        ("東京都、ガード ｶﾞｰﾄﾞ", "東 京 都 ガ ー ド ガ ー ド"),
        ("서울에서 \u1109\u1165\u110b\u116e\u11af", "서 울 에 서 서 울"),
        ("กรุงเทพ", "ก รุ ง เ ท พ"),
        ("हिन्दी में", "हिन्दी में"),
        ("l'homme don’t e-mail", "l homme don t e mail"),
        ("1,000 3.14 ٣٤ १२ 2025年 COVID-19 m² ½", "1 000 3 14 34 12 2025 年 covid 19 m2 1 2"),
        ("Kranken\u00adhaus snake_case", "krankenhaus snake case"),
        ("\x00a\x00 \ud800b\udfff 🙂 — “ ”", "a b"),
        ("", ""),
    ],
)
def test_a_text_has_these_words(text: str, expected: str) -> None:
    assert key(text) == expected


def test_a_word_without_end_is_known_by_its_beginning() -> None:
    assert words("x" * 5000) == words("X" * 6000) == ["x" * 100]
    assert words("ё" * 5000) == words("Е" * 6000) == ["е" * 100]


@given(st.text(st.characters(exclude_categories=())))
def test_words_and_tokens_are_the_same_and_stand_where_they_say(text: str) -> None:
    found = list(tokens(text))
    assert [token.text for token in found] == words(text)
    places = [(token.start, token.end) for token in found]
    assert places == sorted(places)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text in words(text[token.start : token.end])


@given(st.text(st.characters(exclude_categories=())))
def test_every_word_stands_in_the_plain_form_and_is_its_own(text: str) -> None:
    for word in words(text):
        assert word in plain(text)
        assert not any(char.isspace() for char in word)
    assert words(key(text)) == words(text)


@given(st.text("ÀéßﬁŁİıЁй́أآةىکﾞｶ한글ガา่½²Ⅷ㍿ \u0301\u200d\u00ad", max_size=12))
def test_the_words_of_odd_letters_are_their_own_words(text: str) -> None:
    assert words(key(text)) == words(text)
    assert all(word in plain(text) for word in words(text))


@given(st.text(st.characters(codec="ascii")))
def test_plain_text_has_the_words_it_has_among_others(text: str) -> None:
    assert words(text) == words(text + " é")[:-1]
