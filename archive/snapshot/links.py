"""A file under a further name: a hard link, which takes no room, or a copy where the disk has no links to there."""

import errno
from pathlib import Path

from archive.disk import Disk

_COPIED_BYTES = 4_000_000
# What a file system says that has no links, no more of them, or none to there.
_NO_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


def hold(source: Path, target: Path, disk: Disk) -> bool:
    """Give the file ``source`` the further name ``target``; False where it had to be copied. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        disk.link(source, target)
    except OSError as problem:
        if problem.errno not in _NO_LINK:
            raise
        _copy(source, target, disk)
        return False
    return True


def _copy(source: Path, target: Path, disk: Disk) -> None:
    with source.open("rb") as whole, disk.create(target) as file:
        while piece := whole.read(_COPIED_BYTES):
            disk.write(file, piece)
        disk.sync(file)
