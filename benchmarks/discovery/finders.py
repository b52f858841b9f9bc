"""Other tools that find the articles of a site, each in a process of the environment that holds it."""

import os
import subprocess
from pathlib import Path

_SIDE = Path(__file__).with_name("finder_process.py")
_MOST_SECONDS = 120
# A shape has some 40 pages: whoever needs more than this many for it walks in a trap.
MOST_PAGES = 100

FINDERS = {
    "trafilatura, feeds": "trafilatura",
    "trafilatura, sitemaps": "trafilatura",
    "trafilatura, spider": "trafilatura",
    "newspaper4k": "newspaper",
}
"""The ways that are measured, and the module that each needs."""


def installed(python: str, name: str) -> bool:
    """Whether the environment of ``python`` holds what the finder needs."""
    done = subprocess.run([python, "-c", f"import {FINDERS[name]}"], capture_output=True, check=False)
    return done.returncode == 0


def find(python: str, name: str, address: str) -> list[str] | None:
    """The addresses that the finder gives for a site; None where it failed or came to no end."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    try:
        done = subprocess.run(
            [python, str(_SIDE), name, address, str(MOST_PAGES)],
            capture_output=True,
            text=True,
            timeout=_MOST_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.split() if done.returncode == 0 else None
