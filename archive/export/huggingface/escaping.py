"""Foreign text within a card: it is shown as it is, and is never Markdown, HTML or YAML."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_NAMES = re.compile(r"[\w .,:/=+()\[\]-]+")
_HARMLESS = re.compile(r"[\w ,.\-]", re.ASCII)
_WWW = re.compile(r"(?i)\bwww\.")
_MOST_CHARACTERS = 200


def plain(text: str) -> str:
    """``text`` on one line, without characters that do not show or that steer."""
    return "".join(char if char.isprintable() else " " for char in text)


def shown(text: str) -> str:
    """``text`` within a line or a cell of Markdown: every sign is a character reference, as ``&#60;`` is for <."""
    text = plain(text)
    text = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    escaped = "".join(char if char.isalnum() or _HARMLESS.fullmatch(char) else f"&#{ord(char)};" for char in text)
    # Most renderers would make a link of it.
    return _WWW.sub(lambda found: found[0].replace(".", "&#46;"), escaped).replace("_", "&#95;")


def code(text: str) -> str:
    """The name ``text`` within a line or a cell: as code where it is as plain as names are, else as `shown`."""
    is_plain = _NAMES.fullmatch(text) and plain(text) == text and len(text) <= _MOST_CHARACTERS and text == text.strip()
    return f"`{text}`" if is_plain else shown(text)


def code_block(text: str) -> str:
    """``text``, of one line or more, as a block of code that it cannot end."""
    lines = [plain(line) for line in text.strip().splitlines()]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}sql", *lines, fence])


def yaml(value: Mapping[str, Any]) -> str:
    """``value`` as YAML in block style; its texts are quoted as JSON has it, which is YAML too."""
    return "\n".join(_lines(value, ""))


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(f"{indent}{key}:", inner, f"{indent}  ")
    else:
        for inner in value:
            if isinstance(inner, Mapping):
                first, *others = _lines(inner, f"{indent}  ")
                yield f"{indent}- {first.lstrip()}"
                yield from others
            else:
                yield f"{indent}- {_scalar(inner)}"


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        if not value:
            yield f"{key} {json.dumps(value)}"
            return
        yield key
        yield from _lines(value, indent)
    else:
        yield f"{key} {_scalar(value)}"


def _scalar(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False) if isinstance(value, str) else json.dumps(value)
