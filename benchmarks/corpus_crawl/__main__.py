"""Crawl folders of saved pages with the real commands and check that the archive accounts for each of them."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from archive import Archive
from benchmarks.corpus_crawl.account import check, read_counts, read_visits
from benchmarks.corpus_crawl.crawls import Cost, Workplace, crawl, rows_by_site, site_names, write_site_file
from benchmarks.corpus_crawl.results import Result, notes, table
from benchmarks.corpus_crawl.server import BenchmarkError, Folder, Pages, Server, read_folders, serving


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where something does not add up, 2 where nothing could be measured."""
    options = _read_options(arguments)
    try:
        folders = site_names(read_folders(options.corpus))
        with ExitStack() as held:
            path = options.keep or Path(held.enter_context(tempfile.TemporaryDirectory(prefix="corpus-crawl-")))
            results, foreign = run(folders, _make_empty(path.absolute()))
    except BenchmarkError as problem:
        print("corpus_crawl:", *problem.args, sep="\n  ", file=sys.stderr)
        return 2
    print(table(results))
    for title, lines in notes(results, foreign).items():
        print(f"\n{title}: {len(lines)}", *lines, sep="\n  ")
    return 1 if foreign or any(result.wrong for result in results) else 0


def run(folders: Mapping[str, Folder], path: Path) -> tuple[list[Result], list[str]]:
    """The result of crawling each of ``folders`` (by site name), and the requests meant for other hosts."""
    servers = {site: Server(Pages(folder)) for site, folder in folders.items()}
    elsewhere = Server()
    place = Workplace(path=path, proxy=elsewhere.origin)
    costs: dict[str, Cost] = {}
    with serving([*servers.values(), elsewhere]):
        for site, folder in folders.items():
            print(f"crawling {site}, {len(folder.names)} pages …", file=sys.stderr, flush=True)
            write_site_file(place, site, folder, servers[site].origin)
            costs[site] = crawl(place, site)
            if not place.archive.exists():
                raise BenchmarkError("newsreel crawl made no archive:", *costs[site].last_log_lines)
    rows = rows_by_site(place)
    archive = Archive(place.archive)
    results = [
        Result(
            site=site,
            pages=len(folder.names),
            visits=read_visits(archive, site),
            counts=read_counts(archive, site),
            rows=rows.get(site, 0),
            cost=costs[site],
            unknown=servers[site].unknown,
            misfits=check(servers[site].origin, folder.page_paths(), read_visits(archive, site)),
        )
        for site, folder in folders.items()
    ]
    return results, elsewhere.unknown


def _make_empty(path: Path) -> Path:
    """``path`` as an empty folder. Known articles of an earlier run would lie at ports that are closed by now."""
    path.mkdir(parents=True, exist_ok=True)
    if any(path.iterdir()):
        raise BenchmarkError(f"{path}: is not empty; give --keep a new folder")
    return path


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.corpus_crawl", description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder whose folders hold truth.json and NAME.html.gz")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave archive, site files and logs in this new folder"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
