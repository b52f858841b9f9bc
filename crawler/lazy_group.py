"""A group of commands whose modules are loaded when they are run: what needs no crawler does not wait for it."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group of the commands in ``lazy``: name → module below `crawler.commands` that calls it so, in their order."""

    def __init__(self, *args: Any, lazy: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, or None."""
        del ctx
        if cmd_name not in self._lazy:
            return None
        command: click.Command = getattr(import_module(f"crawler.commands.{self._lazy[cmd_name]}"), cmd_name)
        return command
