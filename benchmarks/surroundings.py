"""Where the benchmarks run: the checkout on the import path, and nothing of the user's newsreel."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]


def environment() -> dict[str, str]:
    """The environment of a program of the benchmarks."""
    paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSREEL_")}
    return inherited | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def output_of(module: str, *arguments: str) -> Any:
    """What ``module`` prints as JSON in its last line, run as a program of its own."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment(), cwd=REPOSITORY)
    return json.loads(done.stdout.splitlines()[-1])
