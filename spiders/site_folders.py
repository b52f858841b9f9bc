"""Where site files lie: the user's own folder first, then the ones shipped with newsreel."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from archive.errors import SiteDefinitionError
from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import SiteRules
from spiders.site import SiteDefinition, site_at
from spiders.site_file import read_site_file

SHIPPED = Path(__file__).parent / "definitions"
OWN_FOLDER = "newsreel-sites"
OWN_FOLDER_VARIABLE = "NEWSREEL_SITES"


def site_folders() -> tuple[Path, ...]:
    """The folders site files are looked for in: ``$NEWSREEL_SITES`` or ``./newsreel-sites``, then the shipped."""
    own = Path(os.environ.get(OWN_FOLDER_VARIABLE) or OWN_FOLDER).absolute()
    return (own, SHIPPED) if own.is_dir() else (SHIPPED,)


def site_files(folders: Sequence[Path] | None = None) -> dict[str, Path]:
    """The site files by site name; a user's file stands before a shipped one of the same name."""
    files: dict[str, Path] = {}
    for folder in site_folders() if folders is None else folders:
        for path in sorted(folder.glob("*.toml")):
            files.setdefault(path.stem, path)
    return dict(sorted(files.items()))


def find_site(site: str) -> SiteDefinition:
    """The definition of ``site``: a name, the path of a TOML file, or an address.

    An address is read by the definition that names its host, else by what the address alone tells.
    Raises SiteDefinitionError where there is none, or it is broken.
    """
    if site.startswith(("http://", "https://")):
        return site_of(site) or site_at(site)
    if site.endswith(".toml"):
        return read_site_file(Path(site).absolute())
    files = site_files()
    if site not in files:
        near = get_close_matches(site, files, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise SiteDefinitionError(
            f"no site is called {site!r}; {hint}known are: {', '.join(files)}. "
            f"Put your own file into ./{OWN_FOLDER}/{site}.toml, or give an address"
        )
    return read_site_file(files[site])


def site_of(address: str) -> SiteDefinition | None:
    """The definition whose site is at ``address``, or None. A broken file that is not asked for is passed over."""
    host = host_of(address)
    for path in site_files().values():
        try:
            definition = read_site_file(path)
        except SiteDefinitionError:
            continue
        if host in definition.hosts:
            return definition
    return None


def find_site_rules(name: str) -> SiteRules | None:
    """The reading rules of the site called ``name``, or None: the offer to `pipelines.read_page`."""
    return find_site(name).rules if name in site_files() or name.endswith(".toml") else None
