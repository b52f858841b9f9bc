"""A new site: what a probe found told to people, and written to a site file that is theirs from then on."""

import os
from datetime import datetime
from pathlib import Path

import click

from archive.errors import StorageError, UsageError
from spiders.probe.definition import definition_of
from spiders.probe.findings import Findings
from spiders.probe.site_text import site_text
from spiders.probe.telling import findings_lines, sample_lines
from spiders.site import SiteDefinition
from spiders.site_file import read_site_file
from spiders.site_folders import own_folder


def tell(findings: Findings, *, with_samples: bool, to_stderr: bool) -> None:
    """Say what was found, and what could not be used and why."""
    for line in findings_lines(findings):
        click.echo(line, err=to_stderr)
    for sample in findings.samples if with_samples else ():
        for line in sample_lines(sample):
            click.echo(line, err=to_stderr)
    for notice in findings.notices:
        click.echo(f"newsreel: {notice.text}", err=True)


def settle(findings: Findings, now: datetime, *, is_dry: bool = False) -> SiteDefinition:
    """The definition to crawl the site by, for its first crawl: written to a file unless nothing leads to articles.

    Where the file cannot be written, the crawl goes on without, and says so. A dry run writes none.
    """
    tell(findings, with_samples=False, to_stderr=True)
    definition = definition_of(findings)
    if is_dry:
        return definition
    if not findings.leads_to_articles:
        click.echo("newsreel: no site file was written, since nothing was found that leads to articles", err=True)
        return definition
    path = path_of(definition.name)
    try:
        write(path, site_text(definition, findings, now), may_replace=False)
    except UsageError:  # another crawl was faster, or a file of that name is for another site
        written = read_site_file(path)
        return written if written.hosts & definition.hosts else definition
    except StorageError as problem:
        click.echo(f"newsreel: no site file was written: {problem}", err=True)
        return definition
    click.echo(f"  site file     {path}: change there what is wrong", err=True)
    return read_site_file(path)


def path_of(name: str) -> Path:
    """Where the site file of the site called ``name`` goes."""
    return own_folder() / f"{name}.toml"


def write(path: Path, text: str, *, may_replace: bool) -> None:
    """Write a site file. Raises UsageError where it exists and stays as it is, StorageError where it cannot be written.

    A file that is replaced is the old or the new one at any moment.
    """
    target = path.with_name(f".{path.name}.{os.getpid()}") if may_replace else path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StorageError(path.parent, problem) from problem
    try:
        with target.open("w" if may_replace else "x", encoding="utf-8") as file:
            file.write(text)
        target.replace(path)
    except FileExistsError as problem:
        raise UsageError(
            f"{path} exists, and stays as it is; --force writes it anew, --name takes another"
        ) from problem
    except OSError as problem:
        raise StorageError(path, problem) from problem
