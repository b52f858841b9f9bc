"""A page's bytes become text by byte-order mark, header, meta element or as UTF-8; none of them can break it."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.decoding import decoded
from tests.pipelines.making import page_of

TEXT = "Café – naïve"


def shown(body: bytes, content_type: str | None = None) -> list[str]:
    return [line.text for line in page_of(body, content_type=content_type).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_stands_above_all_else(encoding: str) -> None:
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    body = mark + f'<meta charset="koi8-r"><p>{TEXT}'.encode(encoding)

    assert shown(body, "text/html; charset=iso-8859-1") == [TEXT]


def test_the_header_stands_above_the_meta_element() -> None:
    body = f'<meta charset="utf-8"><p>{TEXT}'.encode("cp1252")

    assert shown(body, "text/html; charset=windows-1252") == [TEXT]


@pytest.mark.parametrize(
    "declared", ['charset="windows-1252"', 'http-equiv=content-type content="text/html; charset=cp1252"']
)
def test_the_meta_element_is_heard_where_the_header_is_silent(declared: str) -> None:
    assert shown(f"<meta {declared}><p>{TEXT}".encode("cp1252"), "text/html") == [TEXT]


def test_a_page_that_says_nothing_is_utf_8() -> None:
    assert shown(f"<p>{TEXT}".encode()) == [TEXT]


def test_bytes_that_are_no_text_become_the_replacement_character() -> None:
    assert shown(b"<p>Caf\xff bread") == ["Caf\ufffd bread"]


@pytest.mark.parametrize("name", ["klingon-8", "", "utf-7", "x" * 300])
def test_an_unknown_encoding_is_passed_over(name: str) -> None:
    assert shown(f'<meta charset="{name}"><p>{TEXT}'.encode(), f"text/html; charset={name}") == [TEXT]


@pytest.mark.parametrize(
    "name", ["hex", "base64", "zlib", "rot13", "uu", "idna", "undefined", "unicode_escape", "raw_unicode_escape"]
)
def test_a_codec_of_python_that_is_no_encoding_of_the_web_is_passed_over(name: str) -> None:
    assert shown(rf'<meta charset="{name}"><p>bread \ud800 bells'.encode()) == [r"bread \ud800 bells"]


def test_nul_bytes_leave_the_text_whole() -> None:
    assert shown(b"<p>bre\x00ad</p>\x00<p>bells") == ["bread", "bells"]


@pytest.mark.parametrize("body", [b"", b" ", b"\x00", b"<!-- bread -->", b"<?xml version='1.0'?>", codecs.BOM_UTF8])
def test_a_page_of_nothing_shows_nothing(body: bytes) -> None:
    assert shown(body) == []


def test_bytes_of_another_kind_are_still_a_page() -> None:
    page = page_of(b"%PDF-1.7\n\x80\x81 stream \xff\xfe", content_type="application/pdf")

    assert page.markup.objects == ()
    assert page.tree.tag == "html"


PROSE = {
    "cp1251": "Пекарня на холме звонит в колокол, прежде чем печь хлеб, и никто не против. ",
    "shift_jis": "丘の上のパン屋はパンを焼く前に鐘を鳴らし、誰も気にしません。",
    "euc_kr": "언덕 위의 빵집은 빵을 굽기 전에 종을 울리고 아무도 싫어하지 않는다. ",
    "gbk": "山上的面包店在烤面包之前会敲钟，街上没有人介意这件事。",
    "iso8859-2": "Piekarnia na wzgórzu dzwoni, zanim upiecze chleb, i nikomu to nie przeszkadza, choć wcześnie. ",
}


@pytest.mark.parametrize("encoding", PROSE)
@pytest.mark.parametrize("declared", ["", "klingon-8", "utf-8"])
def test_an_encoding_that_is_not_or_falsely_declared_is_told_by_the_bytes(encoding: str, declared: str) -> None:
    text = PROSE[encoding] * 20

    assert shown(f'<meta charset="{declared}"><p>{text}'.encode(encoding)) == [text.strip()]


def test_what_is_valid_utf_8_is_utf_8_whatever_is_declared() -> None:
    assert shown(f'<meta charset="windows-1252"><p>{TEXT}'.encode(), "text/html; charset=gbk") == [TEXT]


def test_a_few_broken_bytes_are_no_other_encoding() -> None:
    text = PROSE["cp1251"] * 20

    assert shown(f"<p>{text}".encode() + b"\xd0\xff\xfe")[0].startswith(text.strip())


def test_an_encoding_that_is_ascii_byte_by_byte_is_heard() -> None:
    text = PROSE["shift_jis"]

    assert shown(f'<meta charset="iso-2022-jp"><p>{text}'.encode("iso2022_jp")) == [text]
    assert shown(f"<p>{TEXT}".encode("utf-16-le"), "text/html; charset=utf-16le") == [TEXT]


def test_a_false_claim_of_utf_16_is_passed_over() -> None:
    assert shown(f'<meta charset="utf-16"><p>{TEXT}'.encode(), "text/html; charset=utf-16") == [TEXT]


@given(st.binary(), st.one_of(st.none(), st.text()))
def test_any_bytes_are_a_text_that_can_be_stored(body: bytes, content_type: str | None) -> None:
    text = decoded(body, content_type)

    assert text == decoded(body, content_type)
    assert "\0" not in text
    assert text.encode() is not None
