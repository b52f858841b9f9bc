"""The newsreel command with other times and sizes: python -m benchmarks.kills.quicker QUICKER ARGUMENT….

QUICKER is a `benchmarks.kills.crawls.Quicker` as JSON; the arguments are the command's.
"""

import json
import sys
from datetime import timedelta


def main() -> None:
    """Set the constants before anything has read them, and run the command."""
    quicker = json.loads(sys.argv.pop(1))
    from archive import writer  # noqa: PLC0415 - in this order
    from spiders import open_run  # noqa: PLC0415

    writer.SEAL_ROWS = quicker["seal_rows"]
    open_run.LEASE = timedelta(seconds=quicker["lease_seconds"])
    from crawler import settings  # noqa: PLC0415
    from crawler.cli import main as newsreel  # noqa: PLC0415
    from crawler.extensions import commits  # noqa: PLC0415 - takes LEASE over

    commits.COMMIT_SECONDS = quicker["commit_seconds"]
    commits.HEARTBEAT_SECONDS = quicker["heartbeat_seconds"]
    commits.SPACE_SECONDS = quicker["space_seconds"]
    settings.NEWSREEL_MIN_FREE_BYTES = quicker["min_free_bytes"]
    newsreel()


if __name__ == "__main__":
    main()
