"""The language of a page: declared, and held against what its text is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract import extract
from pipelines.fields.candidate import Candidate
from pipelines.fields.language import Language, language_of, language_tag, written_language
from pipelines.fields.marks import Mark
from pipelines.rules.site_rules import FieldName, FieldRule, SiteRules
from tests.pipelines.making import page_of

TEXTS = {
    "en": "The bakery on the hill rings a bell before it bakes, and nobody who lives in the street has ever minded it. "
    "In the morning there is warm bread at every door, and in the evening the oven is cold again.",
    "de": "Die Bäckerei auf dem Hügel läutet eine Glocke, bevor sie backt, und niemand in der Straße hat sich daran je "
    "gestört. Am Morgen liegt warmes Brot vor jeder Tür, und am Abend ist der Ofen wieder kalt.",
    "pt": "A padaria no alto do morro toca um sino antes de assar o pão, e ninguém que mora na rua jamais se incomodou "
    "com isso. De manhã há pão quente em cada porta, e à noite o forno está frio outra vez.",
    "ru": "Пекарня на холме звонит в колокол перед тем, как печь хлеб, и никто на улице никогда не жаловался на это. "
    "Утром у каждой двери лежит тёплый хлеб, а вечером печь снова холодная.",
    "ja": "丘の上のパン屋はパンを焼く前に鐘を鳴らします。通りに住む人は誰もそれを気にしたことがありません。"
    "朝にはどの家の戸口にも温かいパンが置かれ、夕方にはかまどはまた冷たくなります。",
}


def page(declared: str, text: str) -> str:
    return f'<html lang="{declared}"><p>{text}</p>'


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text_is_told_by_its_content(code: str) -> None:
    assert written_language(page_of(f"<p>{TEXTS[code]}")) == code


@pytest.mark.parametrize(("declared", "text"), [("en-GB", "en"), ("pt-BR", "pt"), ("de-CH", "de")])
def test_a_declared_region_is_kept_where_the_text_agrees(declared: str, text: str) -> None:
    language = language_of(page_of(page(declared, TEXTS[text])))

    assert language.told is not None
    assert (language.told.value, language.told.source, language.disagrees) == (declared, "element:html", False)


def test_a_text_that_is_clearly_in_another_language_than_declared_is_believed_and_marked() -> None:
    readings = extract(page_of(page("en-US", TEXTS["de"])), SiteRules())

    assert readings.language is not None
    assert (readings.language.value, readings.language.source) == ("de", "text:language")
    assert readings.marks == (Mark.LANGUAGE_DISAGREES,)


def test_a_text_too_short_to_tell_contradicts_nothing() -> None:
    language = language_of(page_of(page("en", TEXTS["de"][:70])))

    assert (language.written, language.disagrees) == (None, False)


def test_a_text_of_two_languages_contradicts_nothing() -> None:
    assert written_language(page_of(f"<p>{TEXTS['de'][:140]}</p><p>{TEXTS['pt'][:140]}</p>")) is None


@pytest.mark.parametrize(("declared", "other"), [("no", "nb"), ("nb", "no"), ("id", "ms"), ("hr", "sr"), ("iw", "he")])
def test_languages_that_no_short_text_tells_apart_agree(declared: str, other: str) -> None:
    assert not Language(declared=Candidate(declared, "x"), written=Candidate(other, "y")).disagrees


def test_a_page_that_declares_nothing_is_in_the_language_of_its_text() -> None:
    found = extract(page_of(f"<p>{TEXTS['ru']}"), SiteRules()).language

    assert found is not None
    assert (found.value, found.source) == ("ru", "text:language")


def test_a_site_with_a_rule_for_its_language_is_contradicted_by_a_mark_alone() -> None:
    rules = SiteRules(fields={FieldName.LANGUAGE: (FieldRule(css="b.none"),)})
    readings = extract(page_of(page("en", TEXTS["de"])), rules)

    assert readings.language is not None
    assert readings.language.value == "en"
    assert Mark.LANGUAGE_DISAGREES in readings.marks


def test_a_script_within_a_paragraph_is_no_text() -> None:
    script = f"<script>const a = '{TEXTS['de'] * 9}'</script>"

    assert written_language(page_of(f"<p>{script}{TEXTS['en']}{script}")) == "en"


@given(st.text())
def test_any_text_is_a_tag_or_none_and_any_page_can_be_asked(text: str) -> None:
    tag = language_tag(text)

    assert tag is None or language_tag(tag) == tag
    written_language(page_of(f"<p>{text * 30}".encode("utf-8", "ignore")))
