"""Text from a page without what would steer a terminal, or turn a line around."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO

# C0 and C1 controls, line separators, and what embeds or overrides a direction. Joiners stay, which words need: Persian
# ones, those of the scripts of India, pictures made of several.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STEERING_BYTES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)


def harmless(text: str) -> str:
    """``text`` in one line, as long as it was: a space for each character that a terminal would obey."""
    return _STEERING.sub(" ", text)


def harmless_json(text: str) -> str:
    """JSON with those characters, which stand in its texts only, as escapes; line ends stay, which lay it out."""
    return _STEERING.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


class HarmlessFile(BytesIO):
    """A file of UTF-8 text that is a terminal: what is written there has spaces for what the terminal would obey.

    Each write is to hold whole characters. Tabs and line ends stay.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def write(self, piece: Any, /) -> int:
        """Write ``piece``, made harmless."""
        self._file.write(_STEERING_BYTES.sub(b" ", piece))
        return len(memoryview(piece))

    def writelines(self, pieces: Iterable[Any], /) -> None:
        """Write them all."""
        for piece in pieces:
            self.write(piece)

    def flush(self) -> None:
        """Hand over what was written."""
        self._file.flush()
