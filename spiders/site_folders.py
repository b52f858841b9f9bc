"""Where site files lie: the user's own folder first, then the ones shipped with newsreel."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from archive.errors import SiteDefinitionError
from pipelines.page.links import is_web_address
from pipelines.rules.addresses import host_of
from pipelines.rules.site_rules import SiteRules
from spiders.site import SiteDefinition, site_at
from spiders.site_file import read_site_file

SHIPPED = Path(__file__).parent / "definitions"
OWN_FOLDER = "newsreel-sites"
OWN_FOLDER_VARIABLE = "NEWSREEL_SITES"


def own_folder() -> Path:
    """The user's own folder of site files, whether it exists or not."""
    return Path(os.environ.get(OWN_FOLDER_VARIABLE) or OWN_FOLDER).absolute()


def site_folders() -> tuple[Path, ...]:
    """The folders site files are looked for in: ``$NEWSREEL_SITES`` or ``./newsreel-sites``, then the shipped."""
    own = own_folder()
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
    if "://" in site:
        if not is_web_address(site):
            raise SiteDefinitionError(f"{site} is no address of a site; one looks like https://news.example/")
        known = site_of(site)
        return known.starting_at(site) if known else site_at(site)
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
    """The definition whose site is at ``address``, or None. Raises SiteDefinitionError where a site file is broken."""
    host = host_of(address)
    definitions = (read_site_file(path) for path in site_files().values())
    return next((definition for definition in definitions if host in definition.hosts), None)


def find_site_rules(name: str) -> SiteRules | None:
    """The reading rules of the site called ``name``, or None: the offer to `pipelines.read_page`."""
    return find_site(name).rules if name in site_files() or name.endswith(".toml") else None
