"""After a crash: the committed rows of runs that are gone are sealed, what was never committed is removed."""

from contextlib import suppress
from datetime import datetime

from archive.captures.mending import finish_left_open
from archive.captures.places import open_files, run_of_file
from archive.compact import finish_exchanges
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.ledger import Ledger
from archive.seal import clear_scratch, remove_segment, seal_segment


def recover(folder: ArchiveFolder, ledger: Ledger, disk: Disk, *, now: datetime) -> int:
    """Bring the files into step with the ledger; the number of log segments that were sealed.

    What running crawls have under way is left alone. Safe to be cut short, to be done twice, and by two at once.
    Raises StorageError.
    """
    finish_exchanges(folder, ledger, disk, now=now)
    # First the folders, then who is running: a run is in the ledger before it makes one.
    segments = sorted(path.name for path in folder.log.iterdir())
    captures = open_files(folder)
    sealed = 0
    for log in ledger.dead_logs(now=now):
        with suppress(FileNotFoundError):  # another is mending too, and was quicker
            seal_segment(folder, ledger, log, disk)
            sealed += 1
    committed = {log.segment for log in ledger.snapshot().logs}
    running = ledger.running(now=now)
    for segment in segments:
        if segment not in committed and segment.rpartition("-")[0] not in running:
            remove_segment(folder, segment, disk)
    finish_left_open(folder, [file for file in captures if run_of_file(file) not in running], disk)
    clear_scratch(folder, disk)
    return sealed
