"""The start-up check that archive, pipelines, spiders and crawler are newsreel's own, all from one place."""

from importlib.util import find_spec
from pathlib import Path

from archive.errors import MixedPackagesError

PACKAGES = ("archive", "pipelines", "spiders", "crawler")


def check_packages() -> None:
    """Raise MixedPackagesError unless the four packages lie side by side in one folder."""
    problem = mixed_packages({name: _folder_of(name) for name in PACKAGES})
    if problem:
        raise MixedPackagesError(problem)


def mixed_packages(folders: dict[str, Path | None]) -> str | None:
    """What is wrong where ``folders``, each package's parent folder (None: not found), are not all the same."""
    home = folders["crawler"]
    strays = {name: folder for name, folder in folders.items() if folder != home}
    if not strays:
        return None
    name, folder = next(iter(strays.items()))
    return (
        f"newsreel's package {name!r} was found in {folder or 'no folder'}, the others in {home}: "
        f"another package called {name!r} stands before it on the import path. "
        "Install newsreel into a virtual environment of its own, or run from a folder without that package"
    )


def _folder_of(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
