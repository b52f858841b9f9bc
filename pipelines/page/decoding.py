"""From the bytes of a page to its text: by byte-order mark, header, meta element, else by what the bytes look like."""

import codecs
import re
from collections.abc import Iterator

import chardetng_py
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

# Python's names of the encodings a browser knows: https://encoding.spec.whatwg.org/#names-and-labels. Python has
# codecs, such as utf_7 and unicode_escape, that no page may ask for.
_SINGLE_BYTE = frozenset(
    """
    cp866 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10
    iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 tis-620 ascii
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    """.split()
)
_MULTI_BYTE = frozenset(
    """
    utf-8 gbk gb2312 gb18030 big5 big5hkscs cp950 euc_jp iso2022_jp shift_jis cp932 euc_kr cp949
    """.split()
)
_UTF_16 = frozenset(("utf-16", "utf-16-le", "utf-16-be"))
_SIGNS_OF_OTHERS = (b"\0", b"\x1b")  # of UTF-16 and of ISO-2022-JP, which are valid UTF-8 byte by byte
_BROKEN = "\ufffd"
_MAX_BROKEN_SHARE = 0.1  # of the characters beyond ASCII; a few broken ones are cut or mixed text, not another encoding
_MIN_STRANGE_BYTES = 8  # fewer tell no encoding from another
_STRANGE_BYTE = re.compile(rb"[\x80-\xff]")
_MAX_SAMPLE_BYTES = 200_000


def decoded(body: bytes, content_type: str | None) -> str:
    """``body`` as text without NUL characters; what no encoding explains becomes U+FFFD.

    ``content_type`` is the header as sent. A declared encoding is believed unless the bytes contradict it: what is
    valid UTF-8 is UTF-8 whatever is declared, and a declared encoding in which more than a tenth of the text beyond
    ASCII is broken is passed over.
    """
    encoding, mark = read_bom(body)
    if encoding and mark:
        text = body[len(mark) :].decode(encoding, "replace")
    else:
        text = utf_8(body) or _decoded(body, content_type)
    return text.replace("\0", "") if "\0" in text else text


def utf_8(body: bytes) -> str | None:
    """``body`` as text where it is UTF-8 and can be nothing else, as most pages are; None where that is not sure."""
    if any(sign in body for sign in _SIGNS_OF_OTHERS) or body.startswith(codecs.BOM_UTF8):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decoded(body: bytes, content_type: str | None) -> str:
    declared = list(dict.fromkeys(_declared(body, content_type)))
    for name in [*declared, "utf-8"]:
        text = body.decode(name, "replace")
        if _is_believable(text):
            return text
    return body.decode(_detected(body) or (declared[0] if declared else "utf-8"), "replace")


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the header and the meta element declare, by Python's name, where a browser knows them."""
    for place, label in (("header", http_content_type_encoding(content_type)), ("meta", _meta_encoding(body))):
        name = _python_name(label)
        if name in _UTF_16 and (place == "meta" or b"\0" not in body[:100]):
            continue  # a meta element that can be read byte by byte is no UTF-16, nor is a text without NUL bytes
        if name:
            yield name


def _meta_encoding(body: bytes) -> str | None:
    return html_body_declared_encoding(body[:4096])


def _python_name(label: str | None) -> str | None:
    try:
        name = resolve_encoding(label) if label else None
        name = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        return None
    return name if name in _SINGLE_BYTE | _MULTI_BYTE | _UTF_16 else None


def _is_believable(text: str) -> bool:
    broken = text.count(_BROKEN)
    if broken < _MIN_STRANGE_BYTES:
        return True
    strange = sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", text))
    return broken <= _MAX_BROKEN_SHARE * strange


def _detected(body: bytes) -> str | None:
    """The encoding that the bytes of ``body`` beyond ASCII look most like; None where that is none of the web's."""
    strange = _STRANGE_BYTE.search(body)
    start = max(0, strange.start() - _MAX_SAMPLE_BYTES // 10) if strange else 0
    return _python_name(chardetng_py.detect(body[start : start + _MAX_SAMPLE_BYTES], allow_utf8=True))
