"""A page's bytes become text by byte-order mark, header, meta element or as UTF-8; none of them can break it."""

import codecs

import pytest

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
