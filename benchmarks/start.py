"""How soon Kierros is there: ``kierros up`` beside importing three libraries, and a second ``make run``."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import processes
from benchmarks.installation import Installation, install
from benchmarks.report import Figure
from benchmarks.rounds import medians

IMPORTS = "import flask, sqlalchemy, pydantic"
MOST_IMPORTS = 8
MOST_SECONDS = 4


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Both starts with the database present."""
    installation = install(folder)
    installation.command("demo")
    _imports()
    found = medians({"up": _starter(installation), "imports": _imports}, rounds)
    make = medians({"make": _maker(installation)}, min(rounds, 3))
    return [
        Figure("kierros up, until all are ready", found["up"], "s", found["imports"], at_most=MOST_IMPORTS),
        Figure("make run again, until the first page", make["make"], "s", at_most=MOST_SECONDS),
    ]


def _starter(installation: Installation) -> Callable[[], float]:
    def started() -> float:
        began = time.perf_counter()
        with installation.up():
            return time.perf_counter() - began

    return started


def _imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return time.perf_counter() - began


def _maker(installation: Installation) -> Callable[[], float]:
    def made() -> float:
        began = time.perf_counter()
        with processes.running(["make", "run"], installation.environment) as process:
            processes.wait_until_ready(process, [installation.ports["catalogue"]], "/")
            return time.perf_counter() - began

    return made
