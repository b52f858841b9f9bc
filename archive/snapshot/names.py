"""What a snapshot may be called: a fixed alphabet, so that no name leads anywhere but to its own folder."""

import re

from archive.errors import UsageError

LONGEST = 64
_ALLOWED = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII)
# Windows takes these for devices, whatever follows a dot behind them, and an archive may be copied there.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)


def is_name(name: str) -> bool:
    """Whether a snapshot may be called ``name``."""
    is_device = name.partition(".")[0] in _DEVICES
    return len(name) <= LONGEST and _ALLOWED.fullmatch(name) is not None and not is_device


def require_name(name: str) -> str:
    """``name``, if a snapshot may be called so; raises UsageError."""
    if is_name(name):
        return name
    if name.partition(".")[0].lower() in _DEVICES:
        raise UsageError(f"a snapshot cannot be called {_shown(name)}, which is a device to Windows; name it otherwise")
    raise UsageError(
        f"a snapshot cannot be called {_shown(name)}: a name has small letters a to z, digits, and . _ - between them, "
        f"{LONGEST} at most, such as 2026-spring"
    )


def _shown(name: str) -> str:
    return ascii(name if len(name) <= LONGEST else f"{name[:LONGEST]}…")
