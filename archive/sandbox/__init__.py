"""SQL that did not come from the owner of the archive: answered in a process of its own that can do nothing else."""

from typing import TYPE_CHECKING, Any

from archive.sandbox.limits import Limits

if TYPE_CHECKING:
    from archive.sandbox.sandbox import Sandbox

__all__ = ["Limits", "Sandbox"]


def __getattr__(name: str) -> Any:
    """The asking side, loaded on first use: the process that answers has no need of it."""
    if name != "Sandbox":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archive.sandbox.sandbox import Sandbox  # noqa: PLC0415

    return Sandbox
