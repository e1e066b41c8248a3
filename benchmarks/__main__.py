"""``python -m benchmarks``: every figure beside its yardstick, in one run; see docs/benchmarks.md."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    backlog,
    catalogue,
    feeds,
    groups,
    latency,
    moving,
    pages,
    preview,
    registrations,
    sending,
    start,
    volume,
    weight,
    writers,
)
from benchmarks.report import Figure, table

ROUNDS, SECONDS = 5, 2.0
QUICK_ROUNDS, QUICK_SECONDS = 3, 1.0
#: writers are not compared, they just have to go on for long
WRITING_SECONDS, QUICK_WRITING_SECONDS = 60.0, 10.0

Part = Callable[[Path, int, float], list[Figure]]

PARTS: dict[str, Part] = {
    "start": lambda folder, rounds, _seconds: start.measure(folder, rounds),
    "pages": pages.measure,
    "weight": lambda folder, _rounds, _seconds: weight.measure(folder),
    "sqlite": registrations.on_sqlite,
    "postgresql": registrations.on_postgresql,
    "groups": groups.measure,
    "preview": preview.measure,
    "volume": volume.measure,
    "catalogue": catalogue.measure,
    "sending": sending.measure,
    "backlog": backlog.measure,
    "moving": moving.measure,
    "feeds": feeds.measure,
    "latency": latency.measure,
    "writers": lambda folder, _rounds, seconds: writers.measure(
        folder, QUICK_WRITING_SECONDS if seconds < SECONDS else WRITING_SECONDS
    ),
}


def main() -> None:
    """Measure the parts asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: a hint, not a result")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be given again")
    chosen = parser.parse_args()
    rounds, seconds = (QUICK_ROUNDS, QUICK_SECONDS) if chosen.quick else (ROUNDS, SECONDS)
    figures: list[Figure] = []
    for name in chosen.only or PARTS:
        print(f"measuring {name} …", flush=True)
        # a path short enough for a Unix socket, readable by the user that PostgreSQL runs as
        with tempfile.TemporaryDirectory(prefix="kierros-bench-") as folder:
            Path(folder).chmod(0o755)
            figures += PARTS[name](Path(folder), rounds, seconds)
    print(f"\n{table(figures)}")


if __name__ == "__main__":
    main()
