"""Lists of addresses that people bring: one a line, comments and blank lines between them."""

from collections.abc import Iterable, Iterator

from archive.errors import UsageError
from archive.ledger import Found
from pipelines.address_data import DEPTH
from pipelines.content import Kind
from pipelines.page.links import is_web_address
from pipelines.rules.addresses import AddressRules, host_of
from spiders.reading import MAX_DEPTH

_SHOWN = 5
_SHOWN_CHARACTERS = 80


def read_addresses(lines: Iterable[bytes], origin: str) -> list[str]:
    """The addresses in ``lines``, in order. ``origin`` names them for messages.

    Raises UsageError, which names the wrong lines by their numbers, or says that there is no address at all.
    """
    addresses, wrong = [], []
    for number, line in enumerate(lines, 1):
        text = line.decode("utf-8", "replace").strip("\ufeff \t\r\n")
        if not text or text.startswith("#"):
            continue
        if is_web_address(text) and not any(map(str.isspace, text)) and "\ufffd" not in text:
            addresses.append(text)
        else:
            wrong.append(f"line {number}: {text[:_SHOWN_CHARACTERS]!r}")
    if wrong:
        more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise UsageError(f"--addresses {origin}: no address of a page: {'; '.join(wrong[:_SHOWN])}{more}")
    if not addresses:
        raise UsageError(f"--addresses {origin}: there is no address in it")
    return addresses


def articles_at(addresses: Iterable[str], rules: AddressRules) -> Iterator[Found]:
    """The articles at ``addresses``, each once; they lead to no others."""
    for address in dict.fromkeys(map(rules.visiting, addresses)):
        yield Found(address=address, kind=Kind.ARTICLE, host=host_of(address), data={DEPTH: MAX_DEPTH})
