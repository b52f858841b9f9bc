"""The options of SQL that nobody vouches for: that it is, and what answering it may take."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

import click

from archive import Answer, Archive
from archive.sandbox import Limits

Command = TypeVar("Command", bound=Callable[..., Any])

_SIZE = re.compile(r"(\d+)\s*([KMG]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


class _Size(click.ParamType[int]):
    """A number of bytes, such as 512MB."""

    name = "size"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> int:
        """``value`` in bytes."""
        found = _SIZE.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value!r} is no size; write it so: 512MB", parameter, context)
        return int(found[1]) * _UNITS[found[2].upper()]


_UNTRUSTED = click.option(
    "--untrusted",
    is_flag=True,
    help="The SQL is a stranger's: it sees the views and nothing else, in a process of its own, within these limits.",
)
_LIMITS: dict[str, tuple[str, Any]] = {
    "seconds": (
        "max_seconds",
        click.option("--max-seconds", type=click.FloatRange(min=0, min_open=True), help="With --untrusted.  [10]"),
    ),
    "memory_bytes": (
        "max_memory",
        click.option("--max-memory", type=_Size(), help="With --untrusted.  [512MB]"),
    ),
    "rows": (
        "max_rows",
        click.option("--max-rows", type=click.IntRange(min=1), help="With --untrusted: of the answer.  [1000000]"),
    ),
}


def asks_for_strangers(command: Command) -> Command:
    """``command`` with these options; its argument ``limits`` is what they say, None: the SQL is the owner's."""

    @wraps(command)
    def wrapped(*arguments: Any, untrusted: bool, **options: Any) -> Any:
        given = {field: options.pop(name) for field, (name, _) in _LIMITS.items()}
        given = {field: value for field, value in given.items() if value is not None}
        if given and not untrusted:
            raise click.UsageError("limits are of SQL that is not trusted; add --untrusted")
        return command(*arguments, limits=replace(Limits(), **given) if untrusted else None, **options)

    for option in (*(option for _, option in reversed(_LIMITS.values())), _UNTRUSTED):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def answer_within(limits: Limits | None, archive: Archive, sql: str, values: Mapping[str, Any]) -> Answer:
    """The answer to ``sql``; within ``limits`` as to a stranger, until the command ends."""
    if limits is None:
        return archive.sql(sql, **values)
    from archive.sandbox import Sandbox  # noqa: PLC0415 - the owner's question has no use for it

    return click.get_current_context().with_resource(Sandbox(archive, limits)).sql(sql, **values)
