"""Watch local news sites over many days in one process, and say what that holds of the machine at first and at last."""

import json
import os
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.watch.simulation import START, Held, SimulatedClock, held_now
from crawler.exits import ExitStatus
from crawler.localsite import LocalSite
from crawler.watch.round import Round
from crawler.watch.run import Watched, watch_sites
from crawler.watch.sites import find_all
from pipelines.run import CrawlRun

ENDED = ExitStatus.INTERRUPTED  # by the simulation, when its days are over
DEFINITION = Path(__file__).parents[2] / "spiders" / "definitions" / "demo.toml"


@dataclass(slots=True, kw_only=True)
class Notes:
    """Listens to a watch, and notes after each run what the process holds."""

    aloud: bool
    held: list[Held] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    running: set[str] = field(default_factory=set)

    def begun(self, site: str, run: CrawlRun) -> None:
        """A run begins."""
        del run
        self.running.add(site)

    def ended(self, done: Round) -> None:
        """Note what is held."""
        self.running.discard(done.site)
        self.rounds.append(done)
        self.held.append(held_now())
        if self.aloud:
            print(
                f"{done.ended_at:%Y-%m-%d %H:%M}  {done.site}  {done.status.name.lower()}  {self.held[-1]}", flush=True
            )

    def sleeps(self, site: str, until: datetime) -> None:
        """A site sleeps."""
        del until
        self.running.discard(site)

    def complains(self, text: str) -> None:
        """Something is wrong."""
        print(text, file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where a run ended badly."""
    options = _read_options(arguments)
    notes = Notes(aloud=options.aloud)
    began, cpu = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="watch-") as folder, ExitStack() as stack:
        sites = [stack.enter_context(LocalSite(stories=options.stories, seed=seed)) for seed in range(options.sites)]
        simulate(sites, Path(folder), notes, options)
    figures = {
        "days": (notes.rounds[-1].ended_at - START) / timedelta(days=1),
        "runs": len(notes.rounds),
        "addresses": sum(done.report.requested for done in notes.rounds if done.report),
        "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "badly": [done.status.name for done in notes.rounds if done.status not in (ExitStatus.DONE, ENDED)],
    } | {name: _course([asdict(held)[name] for held in notes.held]) for name in asdict(notes.held[0])}
    print(json.dumps(figures))
    return 1 if figures["badly"] else 0


def simulate(sites: Sequence[LocalSite], folder: Path, notes: Notes, options: Namespace) -> None:
    """Watch ``sites`` for so many days, into an archive in ``folder``."""
    until = START + timedelta(days=options.days)

    def passed(hours: int) -> None:
        for site in sites:
            site.advance(hours)
        if clock.moment >= until:
            os.kill(os.getpid(), signal.SIGTERM)

    clock = SimulatedClock(step=timedelta(hours=options.step), is_busy=lambda: bool(notes.running), passed=passed)
    files = [_definition(site, folder / f"site-{number}.toml") for number, site in enumerate(sites)]
    watched = Watched(
        sites=find_all(tuple(map(str, files)), notes.complains), archive=folder / "archive", at_once=len(sites)
    )
    watch_sites(watched, notes, settings={"LOG_LEVEL": "CRITICAL"}, timekeeper=clock)


def _definition(site: LocalSite, path: Path) -> Path:
    text = DEFINITION.read_text(encoding="utf-8").replace("http://127.0.0.1:8000/", site.address)
    path.write_text(text.replace('name = "demo"', f'name = "{path.stem}"'), encoding="utf-8")
    return path


def _course(values: list[int]) -> dict[str, float]:
    """The median over the second tenth of the runs, when all is warm, over the last tenth, and the most."""
    tenth = max(1, len(values) // 10)
    return {"first": median(values[tenth : 2 * tenth] or values), "last": median(values[-tenth:]), "most": max(values)}


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.watch", description=__doc__)
    parser.add_argument("--days", type=float, default=30, help="simulated days")
    parser.add_argument("--step", type=float, default=6, help="hours that pass at least from one look to the next")
    parser.add_argument("--sites", type=int, default=2, help="how many sites are watched")
    parser.add_argument("--stories", type=int, default=20, help="how many stories each has at first")
    parser.add_argument("--aloud", action="store_true", help="tell of each run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
