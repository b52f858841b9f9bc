"""A named query and its file: SQL behind a comment that says in TOML what it means and what it takes."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.errors import UsageError
from archive.nearest import did_you_mean, nearest_names
from archive.query.named.parameter import NOW, Parameter

_HEADED = re.compile(r"\s*/\*(?P<header>(?=[^*]*\bmeaning\s*=).*?)\*/(?P<sql>.+)", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    meaning: str
    parameters: dict[str, Parameter] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query by name. ``text`` is its whole file, which is SQL too: what is above ``sql`` is a comment."""

    name: str
    meaning: str
    parameters: Mapping[str, Parameter]
    sql: str
    text: str

    def values(self, given: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """What fills the ``$name`` of its SQL: what was given, the defaults, and ``now`` (aware) as ``$now``.

        Raises UsageError for a value that its parameter does not take, for one that no parameter takes, and where
        one is missing.
        """
        for name in given:
            if name not in self.parameters:
                takes = f"; it takes: {', '.join(self.parameters)}" if self.parameters else "; it takes nothing"
                raise UsageError(
                    f"{self.name} takes no {name}{did_you_mean(nearest_names(name, self.parameters)) or takes}"
                )
        values = {}
        for name, parameter in self.parameters.items():
            value = given.get(name)
            values[name] = parameter.read(name, parameter.default if value is None else value)
            if parameter.required and value is None:
                raise UsageError(f"{self.name} needs {name}: {parameter.help}")
        # DuckDB takes no value that the query does not name.
        return {name: value for name, value in {**values, NOW: now}.items() if re.search(rf"\${name}\b", self.sql)}


def read_query(text: str, name: str, *, where: Path | str) -> NamedQuery | None:
    """The named query of a file's ``text``, None where it has no header.

    Raises UsageError, which names ``where`` it stands, for a header that is wrong.
    """
    match = _HEADED.fullmatch(text)
    if match is None:
        return None
    try:
        header = msgspec.convert(tomllib.loads(match["header"]), _Header)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise UsageError(f"{where}: its comment on top describes no query: {problem}") from problem
    for parameter in header.parameters:
        if not _NAME.fullmatch(parameter) or parameter == NOW:
            raise UsageError(f"{where}: a parameter cannot be called {parameter}")
    return NamedQuery(
        name=name, meaning=header.meaning, parameters=header.parameters, sql=match["sql"].strip(), text=text
    )
