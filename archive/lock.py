"""One crawl at a time of each site into one archive."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from archive.errors import ArchiveBusyError
from archive.folder import ArchiveFolder


@contextmanager
def site_lock(folder: ArchiveFolder, site: str, *, now: datetime) -> Iterator[None]:
    """Hold the archive for a crawl of ``site``; the operating system frees a dead holder's lock.

    Raises ArchiveBusyError, naming the holder, where another process has it.
    """
    name = quote(site, safe="")
    lock_path = folder.state / f"{name}.lock"
    holder_path = folder.state / f"{name}.holder.json"
    lock = FileLock(lock_path, timeout=0)
    try:
        lock.acquire()
    except Timeout as busy:
        raise ArchiveBusyError(f"{folder.path} is being crawled for {site} by {_holder(holder_path)}") from busy
    try:
        holder = {"pid": os.getpid(), "host": platform.node(), "since": now.isoformat(timespec="seconds")}
        holder_path.write_text(json.dumps(holder), encoding="utf-8")
        yield
        holder_path.unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
