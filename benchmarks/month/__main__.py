"""Let a local site live for days, crawl it by the clock of that site, and account for all that happened there."""

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.month.account import Account, account_for
from benchmarks.month.living import CHANGE_HOURS, POLICIES, live
from benchmarks.month.report import HEADINGS, markdown, notes, row_of
from benchmarks.section import write_section
from benchmarks.surroundings import output_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 where something is not as the site says."""
    options = _read_options(arguments)
    if options.one is not None:
        with tempfile.TemporaryDirectory(prefix="month-") as place:
            policy = POLICIES[options.one]
            life = live(policy, Path(place) / "archive", days=options.days, stories=options.stories)
            print(json.dumps(asdict(account_for(life, policy.name))))
        return 0
    accounts = [_lived(number, options) for number in options.policy]
    shown = Table()
    for number, heading in enumerate(HEADINGS):
        shown.add_column(heading, justify="right" if number else "left")
    for account in accounts:
        shown.add_row(*row_of(account))
    console = Console(width=None if sys.stdout.isatty() else 240)
    console.print(shown)
    for account in accounts:
        print("\n".join(notes(account)))
    if options.json:
        options.json.write_text(json.dumps([asdict(account) for account in accounts], indent=1), encoding="utf-8")
    if options.markdown:
        write_section(options.markdown, "month", markdown(accounts, options.days, CHANGE_HOURS))
    return int(any(account.problems for account in accounts))


def _lived(number: int, options: Namespace) -> Account:
    """The account of one policy, from a process of its own: a process crawls by one clock."""
    print(f"{POLICIES[number].name} …", file=sys.stderr, flush=True)
    told = ("--one", str(number), "--days", str(options.days), "--stories", str(options.stories))
    return Account(**output_of("benchmarks.month", *told))


def _read_options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.month", description=__doc__)
    numbers = range(len(POLICIES))
    parser.add_argument("--days", type=int, default=30, help="how long (%(default)s)")
    parser.add_argument("--stories", type=int, default=60, help="articles in the beginning (%(default)s)")
    told = "; ".join(f"{number}: {policy.name}" for number, policy in enumerate(POLICIES))
    parser.add_argument(
        "--policy", type=int, nargs="+", choices=numbers, default=numbers, metavar="N", help=f"only these; {told}"
    )
    parser.add_argument("--one", type=int, choices=numbers, metavar="N", help="this one, in this process, as JSON")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was accounted for there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the section of docs/recrawl.md there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
