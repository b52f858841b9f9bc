"""The values of ``--set NAME=VALUE``, which fill a $NAME of SQL."""

from collections.abc import Iterable

from archive.errors import UsageError


def given_values(settings: Iterable[str]) -> dict[str, str]:
    """Values by name. Raises UsageError for what is not NAME=VALUE."""
    given = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign or not name.isidentifier():
            raise UsageError(f"--set {setting}: takes NAME=VALUE, where the SQL has $NAME")
        given[name] = value
    return given
