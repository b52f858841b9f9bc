"""A program: what a fresh process pays to load the archive's reading side, to open one, and to ask; told as JSON."""

import json
import sys
import time


def main(path: str, question: str) -> dict[str, float]:
    """CPU milliseconds of each step in turn."""
    moments = [time.process_time()]
    from archive import Archive  # noqa: PLC0415 - it is what is measured

    moments.append(time.process_time())
    archive = Archive(path)
    moments.append(time.process_time())
    for _ in range(3):
        archive.sql(question).rows()
        moments.append(time.process_time())
    names = ("import", "open", "first query", "second query", "third query")
    return {name: 1000 * (moments[step + 1] - moments[step]) for step, name in enumerate(names)}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
