"""What memory a server and all its processes hold, shared pages counted once."""

from pathlib import Path

from benchmarks import processes
from benchmarks.processes import Process
from benchmarks.report import Figure

MOST_MEGABYTES = 300


def after_load(process: Process) -> Figure:
    """The figure for the table."""
    return Figure("memory of all processes after that load", megabytes(process.pid), "MB", at_most=MOST_MEGABYTES)


def megabytes(pid: int) -> float:
    """Proportional set size of a process and everything that descends from it, in units of 2**20 bytes."""
    return sum(map(_kilobytes, processes.tree(pid))) / 1024


def _kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
