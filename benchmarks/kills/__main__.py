"""Kill real crawls of the local site with SIGKILL at random moments, and count what was lost, doubled or torn."""

import random
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.kills.account import Account, Watch
from benchmarks.kills.crawls import Crawl, Quicker, write_site_file
from crawler.localsite import LocalSite

KILLS_A_CRAWL = 5
DELAY_SECONDS = 0.05
# One kill in four comes while the crawl starts, and mends what the one before left; the others some pages later.
SHARE_AT_START = 0.25
START_SECONDS = 3.0
MOST_PAGES = 25
WORK_SECONDS = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where anything is wrong."""
    options = _read_options(arguments)
    total = Account()
    print(_line("crawl", "kills", "articles", "asked twice", "lost", "double", "torn", "unreadable"))
    number = 0
    while total.kills < options.kills:
        number += 1
        kills = min(KILLS_A_CRAWL, options.kills - total.kills)
        # Every other one commits and seals as users' crawls do: only the kills are many.
        quicker = Quicker() if number % 2 else None
        chance = random.Random(options.seed + number)  # noqa: S311 - to be repeated, not to be secret
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            account = crawl_with_kills(Path(folder), chance, kills=kills, stories=options.stories, quicker=quicker)
        total.add(account)
        print(_row(f"{number}", account), flush=True)
    print(_row("total", total))
    for wrong in (*total.lost, *total.double, *total.torn, *total.unreadable):
        print(f"  {wrong}")
    return 0 if total.is_clean else 1


def crawl_with_kills(
    folder: Path, chance: random.Random, *, kills: int, stories: int, quicker: Quicker | None
) -> Account:
    """Crawl a local site to its end, through ``kills`` kills at moments that ``chance`` gives, and account for it."""
    watch = Watch(folder / "archive")
    with LocalSite(seed=chance.randrange(1000), stories=stories) as site:
        site_file = write_site_file(folder, delay_seconds=DELAY_SECONDS)
        for _ in range(kills):
            with Crawl(site_file, site.address, folder / "archive", quicker=quicker) as crawl:
                if _is_killed(crawl, site, chance):
                    watch.account.kills += 1
                elif crawl.process.returncode != 0:
                    watch.account.unreadable.append(f"exit status {crawl.process.returncode}: {crawl.errors}")
            watch.look()
        with Crawl(site_file, site.address, folder / "archive", quicker=quicker) as crawl:
            if crawl.wait() != 0:
                watch.account.unreadable.append(f"exit status {crawl.process.returncode}: {crawl.errors}")
        watch.finish(site.truth())
        watch.account.asked_again += _asked_again(site.requests())
    return watch.account


def _is_killed(crawl: Crawl, site: LocalSite, chance: random.Random) -> bool:
    if chance.random() < SHARE_AT_START:
        return crawl.was_killed(once=lambda: True, after_seconds=chance.uniform(0, START_SECONDS))
    pages = len(site.requests()) + chance.randrange(1, MOST_PAGES)
    after_seconds = chance.uniform(0, WORK_SECONDS)
    return crawl.was_killed(once=lambda: len(site.requests()) >= pages, after_seconds=after_seconds)


def _asked_again(requests: Sequence[Mapping[str, Any]]) -> int:
    asked = Counter(request["path"] for request in requests if request["path"].startswith("/news/"))
    return sum(times - 1 for times in asked.values())


def _row(name: str, account: Account) -> str:
    wrong = (account.lost, account.double, account.torn, account.unreadable)
    return _line(name, account.kills, account.articles, account.asked_again, *map(len, wrong))


def _line(*cells: object) -> str:
    return "  ".join(f"{cell:>11}" for cell in cells)


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, metavar="N", help="how often to kill  [default: 100]")
    parser.add_argument("--stories", type=int, default=60, metavar="N", help="size of the site  [default: 60]")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="other moments and sites")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
