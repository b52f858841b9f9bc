"""A ledger that knows millions of addresses, and what a fresh process pays to open it and to look one up.

Run as a program with the ledger's file and the number of its addresses, it prints what it paid as JSON.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from statistics import median

from archive.ledger.schema import key_of, rank_of
from archive.ledger.sqlite import SqliteLedger
from benchmarks.archive.figures import Figure
from benchmarks.archive.texts import chance

SITE = "site"
HOST = "www.site.example"
REPOSITORY = Path(__file__).resolve().parents[2]
LOOKUPS = 2_000
_BATCHES = 20
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, KiB elsewhere
_DUE = 1_735_689_600_000_000


def known(addresses: int, place: Path) -> list[Figure]:
    """What a fresh process pays at a ledger that knows ``addresses`` addresses and as many articles."""
    ledger = place / "known.sqlite"
    fill(ledger, addresses, state="done")
    paid = run_fresh("benchmarks.archive.known", str(ledger), str(addresses))
    size = ledger.stat().st_size / addresses
    told = f"{addresses} addresses, {size:.0f} bytes each; lookup of a KnownArticle by its id, files in the page cache"
    return [
        Figure(name="open a ledger of known addresses", value=paid["open_ms"], at_most=10, unit="ms"),
        Figure(name="memory of the open ledger", value=paid["megabytes"], at_most=20, unit="MB"),
        Figure(name="known-address lookup", value=paid["lookup_us"], at_most=10, unit="µs", told=told),
    ]


def fill(path: Path, count: int, *, state: str) -> None:
    """A ledger at ``path`` with ``count`` addresses of one site, due; those in state ``done`` are known articles."""
    SqliteLedger(path).close()
    filler = sqlite3.connect(path, isolation_level=None)
    filler.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
    indexes = filler.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    filler.execute("BEGIN")
    for name, _ in indexes:  # built at the end: in order, and many times faster
        filler.execute(f"DROP INDEX {name}")
    filler.execute("INSERT INTO sites (id, site) VALUES (1, ?)", (SITE,))
    filler.executemany(
        "INSERT INTO addresses (key, address, site, host, kind, data, rank, due_at, ended_at, outcome, content_hash, "
        "article, revision, views) VALUES (?, ?, 1, ?, 'article', '{}', ?, ?, ?, ?, ?, ?, ?, ?)",
        _addresses(count, is_done=state == "done"),
    )
    if state == "done":
        filler.executemany(
            "INSERT INTO articles (key, article_id, site, revision, content, content_hash, first_seen_at, address, "
            "language, run_id) VALUES (?, ?, 1, 1, ?, ?, ?, ?, 'en', 'run')",
            _articles(count),
        )
    for _, statement in indexes:
        filler.execute(statement)
    filler.execute("COMMIT")
    filler.close()
    SqliteLedger(path).close()


def address_of(number: int) -> str:
    """The address number ``number``; in order of number they are in order of text."""
    return f"https://{HOST}/2025/{number:08}/a-headline-of-a-few-words-in-plain-view"


def run_fresh(module: str, *arguments: str) -> dict[str, float]:
    """What ``module`` prints as JSON, run as a program of its own."""
    paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def peak_megabytes() -> float:
    """The most memory this process has held so far."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: getrusage(2) there counts the memory of the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / 1e6


def _addresses(count: int, *, is_done: bool) -> Iterator[tuple[object, ...]]:
    rank = rank_of("article", is_done=is_done)
    for number in range(count):
        address = address_of(number)
        ended = (_DUE + number, _DUE + number, "new", _hash(number), number + 1, 1, number)
        waiting = (_DUE, None, None, None, None, None, None)
        yield key_of(address), address, HOST, rank, *(ended if is_done else waiting)


def _articles(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        address, content = address_of(number), _hash(number)
        yield key_of(address), address, key_of(content), content, _DUE + number, address


def _hash(number: int) -> str:
    return blake2b(number.to_bytes(8, "big"), digest_size=16).hexdigest()


def _measure(path: Path, count: int) -> dict[str, float]:
    before = peak_megabytes()
    start = time.perf_counter()
    ledger = SqliteLedger(path)
    opened = time.perf_counter() - start
    source = chance(3)
    costs = []
    for _ in range(_BATCHES):
        wanted = [address_of(source.randrange(count)) for _ in range(LOOKUPS // _BATCHES)]
        begin = time.process_time()
        found = [ledger.article(address) for address in wanted]
        costs.append((time.process_time() - begin) / len(wanted))
        if None in found:
            raise AssertionError("a known address was not found")
    paid = {"open_ms": 1e3 * opened, "lookup_us": 1e6 * median(costs), "megabytes": peak_megabytes() - before}
    ledger.close()
    return paid


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), int(sys.argv[2]))))
