"""An archive, a canary beside it that nobody may read, and a sandbox over the archive."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive import Archive
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.sandbox import Sandbox
from tests.archive.disk import LeavingDisk
from tests.archive.rows import DAY, NOON, observation, revision
from tests.archive.runs import fill, save, writer_of

SECRET = "canary-b7f3a1"  # noqa: S105 - not ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a stranger's SQL is let loose: an archive, and a secret beside it."""

    archive: Archive
    canary: Path
    part: Path

    def filled(self, attack: str, port: int = 9) -> str:
        """``attack`` with what its names in braces stand for."""
        seen = f"archive://{self.part.relative_to(self.archive.folder.path).as_posix()}"
        places = {"canary": self.canary, "folder": self.canary.parent, "new": self.canary.parent / "new.csv"}
        places |= {"part": self.part, "ledger": self.archive.folder.ledger}
        for name, value in {**places, "seen": seen, "port": port}.items():
            attack = attack.replace("{" + name + "}", str(value))
        return attack

    def state(self) -> dict[str, str]:
        """Every file of the archive and beside the canary, and its content by hash.

        Without what SQLite keeps beside the ledger while we ourselves read it.
        """
        folders = (self.archive.folder.path, self.canary.parent)
        found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        files = sorted(path for path in found if path.suffix not in (".sqlite-shm", ".sqlite-wal"))
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = create_folder(tmp_path_factory.mktemp("home") / "archive", archive_id="a1b2", now=NOON)
    fill(folder)
    beyond_the_log(folder)
    canary = tmp_path_factory.mktemp("elsewhere") / "canary.csv"
    canary.write_text(f"secret,{SECRET}\n1,{SECRET}\n")
    part = next((folder.path / "articles").rglob("*.parquet"))
    return Ground(archive=Archive(folder.path), canary=canary, part=part)


def beyond_the_log(folder: ArchiveFolder) -> None:
    """Save two more rows, which are in the log only."""
    later, disk = NOON + 40 * DAY, LeavingDisk()
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, "run-3", now=later, disk=disk)
        save(writer, revision("c", 1, title="Logged", fetched_at=later), observation("c", observed_at=later), now=later)
    disk.leave()


@pytest.fixture(scope="module")
def sandbox(ground: Ground) -> Iterator[Sandbox]:
    with Sandbox(ground.archive) as sandbox:
        yield sandbox
