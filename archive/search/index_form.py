"""The form of the search index: its fields, and what of an article goes into them. Needs the package tantivy."""

from importlib.metadata import version
from struct import Struct
from typing import Any
from zlib import crc32

import msgspec
import pyarrow as pa
import tantivy

from archive.search.analysis import FORM as ANALYSIS_FORM
from archive.search.analysis import words
from archive.search.asking import FIELDS
from archive.search.rows import (
    Kept,
    Row,
    digest,
    kept_of,
    language_keys,
    microseconds,
    order_key,
    section_key,
    texts_of,
    version_of,
)

FORM = f"1 {ANALYSIS_FORM} {version('tantivy')}"
"""An index of another form is made anew."""

ARTICLE = "article"
STATE = "state"
_HEAD = Struct(">II")


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Kept)


def schema() -> tantivy.Schema:
    """The fields: texts as words parted by spaces, keys as they are, what is shown as packed bytes."""
    builder = tantivy.SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("kind", "id", "version", "is_site", "is_language", "is_section"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("revision", "fetched"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("order", indexed=True, fast=True)
    builder.add_bytes_field("kept", stored=True)
    return builder.build()


def article_document(row: Row) -> tantivy.Document:
    """What the index holds of one article."""
    document = tantivy.Document()
    for name, texts in texts_of(row).items():
        for text in texts:
            document.add_text(name, " ".join(words(text)))
    document.add_text("kind", ARTICLE)
    document.add_text("id", digest(row["article_id"]))
    document.add_text("version", version_name(row))
    document.add_text("is_site", row["site"])
    for language in language_keys(row["language"]):
        document.add_text("is_language", language)
    if (section := section_key(row["section"])) is not None:
        document.add_text("is_section", section)
    document.add_integer("revision", row["revision"])
    document.add_integer("fetched", microseconds(row["fetched_at"]))
    document.add_integer("order", order_key(row["published_at"], row["article_id"]))
    document.add_bytes("kept", packed(_encoder.encode(kept_of(row))))
    return document


def state_document(state: bytes) -> tantivy.Document:
    """The one document that says what the index was made of."""
    document = tantivy.Document()
    document.add_text("kind", STATE)
    document.add_bytes("kept", packed(state))
    return document


def read_kept(document: tantivy.Document) -> Kept:
    """What the index kept of an article. Raises ValueError for what was not written by `article_document`."""
    return _decoder.decode(unpacked(document.get_first("kept")))


def version_name(row: Row) -> str:
    """A short name for one revision of one article."""
    return digest(row["article_id"], *version_of(row))


def packed(content: bytes) -> bytes:
    """``content`` compressed, its length and its CRC-32 before it."""
    compressed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return _HEAD.pack(len(content), crc32(content)) + compressed


def unpacked(content: Any) -> bytes:
    """What `packed` made ``content`` of. Raises ValueError."""
    if not isinstance(content, bytes) or len(content) < _HEAD.size:
        raise ValueError("a document of the search index has no content")
    size, checksum = _HEAD.unpack_from(content)
    plain: bytes = pa.decompress(content[_HEAD.size :], decompressed_size=size, codec="zstd", asbytes=True)
    if crc32(plain) != checksum:
        raise ValueError("a document of the search index is not what was written")
    return plain
