"""newsreel demo: the whole path on a news site of our own, in a minute, with no network."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from archive.errors import UsageError
from crawler.exits import ExitStatus
from crawler.localsite import LocalSite

QUERIES = (
    (
        "The latest articles",
        "SELECT strftime(published_at, '%Y-%m-%d %H:%M') AS published, language, title, views "
        "FROM articles ORDER BY published_at DESC LIMIT 5",
    ),
    (
        "The fastest-growing views",
        "SELECT title, min(v.views) AS before, max(v.views) AS after, max(v.views) - min(v.views) AS growth "
        "FROM views_over_time v JOIN articles USING (article_id) "
        "GROUP BY article_id, title ORDER BY growth DESC LIMIT 5",
    ),
    (
        "What changed between the two crawls",
        "SELECT outcome, o.revision, coalesce(title, o.address) AS article FROM observations o "
        "LEFT JOIN articles USING (article_id) WHERE o.kind = 'article' AND outcome IN ('new', 'changed', 'gone') "
        "AND o.run_id = (SELECT max(run_id) FROM runs) ORDER BY outcome, article",
    ),
)


@click.command(
    epilog="""\b
Examples:
  newsreel demo                     in half a minute, leaving nothing behind
  newsreel demo -a my-demo          and keep the archive, to ask it more"""
)
@click.option("--archive", "-a", type=click.Path(path_type=Path), help="Keep the archive in this new folder.")
@click.option("--stories", default=240, show_default=True, type=click.IntRange(min=20), help="Size of the site.")
def demo(archive: Path | None, stories: int) -> ExitStatus:
    """Crawl a local news site, let it move on, crawl it again, and ask three questions.

    The site is served from this machine; nothing else is contacted. Takes less than a minute.
    """
    with tempfile.TemporaryDirectory(prefix="newsreel-demo-") as scratch:
        place = archive or Path(scratch) / "archive"
        if place.exists():
            raise UsageError(f"--archive {place} exists; the demo makes a new one: name a new folder")
        with LocalSite(stories=stories) as site:
            click.echo(f"A news site of {stories} stories is being served at {site.address}\n")
            _run("crawl", "demo", "--address", site.address, "--archive", str(place), "--format", "text")
            change = site.advance(hours=6)
            moved = ", ".join(f"{len(what)} {name}" for name, what in change.items() if isinstance(what, list))
            click.echo(f"\nSix hours pass on the site: {moved}; views grow.\n")
            _run("crawl", "demo", "--address", site.address, "--archive", str(place), "--format", "text")
        for title, sql in QUERIES:
            click.echo(f"\n{title}:")
            _run("query", sql, "--archive", str(place), "--format", "table")
    if archive:
        click.echo(f'\nAsk on:  newsreel query --archive {archive} "SELECT * FROM articles LIMIT 3"')
    return ExitStatus.DONE


def _run(*arguments: str) -> None:
    """Type one newsreel command, as a user would, and show it. Leaves with its status where it fails."""
    typed = (f'"{word}"' if " " in word and '"' not in word else shlex.quote(word) for word in arguments)
    click.echo(f"$ newsreel {' '.join(typed)}")
    sys.stdout.flush()
    command = [sys.executable, "-P", "-c", "from crawler.cli import main; main()", *arguments]
    here = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])}
    status = subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 - our own command
    if status != ExitStatus.DONE:
        raise SystemExit(status)
