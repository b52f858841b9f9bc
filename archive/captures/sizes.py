"""What captures take: one line for each file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.captures.limits import sized
from archive.captures.places import OPEN, finished_files, open_files
from archive.query.archive import Archive

_COUNTS = """
SELECT capture_file, any_value(site) AS site, count(*) AS visits, min(observed_at) AS first, max(observed_at) AS last
FROM observations WHERE capture_file IS NOT NULL GROUP BY capture_file"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSize:
    """A capture file below captures/: its bytes, whether a crawl has it open, and what rows say is in it.

    ``site``, ``first`` and ``last`` visit are None where no row points to it.
    """

    file: str
    bytes: int
    is_open: bool
    site: str | None
    visits: int
    first: datetime | None
    last: datetime | None


def file_sizes(archive: Archive) -> Iterator[FileSize]:
    """All capture files, the oldest first."""
    counts = {row["capture_file"]: row for row in archive.sql(_COUNTS).rows()}
    for path in sorted((*finished_files(archive.folder), *open_files(archive.folder)), key=lambda path: path.name):
        found = sized(path)
        if found is None:
            continue
        file = path.relative_to(archive.folder.captures).as_posix()
        row = counts.get(file.removesuffix(OPEN), {})
        yield FileSize(
            file=file,
            bytes=found.size,
            is_open=file.endswith(OPEN),
            site=row.get("site"),
            visits=row.get("visits", 0),
            first=row.get("first"),
            last=row.get("last"),
        )
