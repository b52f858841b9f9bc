"""Where captures lie: YYYY-MM/RUN-0001.warc.gz, and the same with .open at its end while it is being written."""

from pathlib import Path

from archive.folder import ArchiveFolder

ENDING = ".warc.gz"
OPEN = ".open"
DAMAGED = ".damaged"
"""What `repair` puts behind the name of a file that it made a better one of."""
_YEAR, _MONTH = 4, 6


def name_of(run_id: str, number: int) -> str:
    """The name of the ``number``-th file of a run, without folder and ending."""
    return f"{run_id}-{number:04d}"


def file_of(name: str) -> str:
    """The path below captures/ of the file called ``name``; its month is that of the run, which begins its id."""
    return f"{name[:_YEAR]}-{name[_YEAR:_MONTH]}/{name}{ENDING}"


def run_of_file(file: Path) -> str:
    """The id of the run that wrote ``file``."""
    return file.name.partition(".")[0].rpartition("-")[0]


def finished_files(folder: ArchiveFolder) -> list[Path]:
    """The files that are whole, the oldest first."""
    return sorted(folder.captures.glob(f"*/*{ENDING}"), key=lambda path: path.name)


def open_files(folder: ArchiveFolder) -> list[Path]:
    """The files that a crawl is writing, or was when it ended untimely."""
    return sorted(folder.captures.glob(f"*/*{ENDING}{OPEN}"), key=lambda path: path.name)


def present(folder: ArchiveFolder, file: str) -> Path | None:
    """Where ``file``, as rows name it, lies now: finished, or still open; None: it is not there."""
    path = folder.captures / file
    # A crawl may finish it between the two looks.
    for candidate in (path, path.with_name(path.name + OPEN), path):
        if candidate.is_file():
            return candidate
    return None
