"""Any number of senders beside the test, each a process that can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Senders:
    """Makes senders; see sender_process.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self) -> int:
        """One more; its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def kill(pid: int) -> None:
    """As the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)


@contextmanager
def senders(log: Path, **settings: str) -> Iterator[Senders]:
    """They all end with the block. Settings are named as in the environment, without the prefix."""
    environment = {**os.environ, **{f"KIERROS_{name}": value for name, value in settings.items()}}
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.sender_process"],
            cwd=ROOT, env=environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file,
        )  # fmt: skip
        with process:
            try:
                yield Senders(process)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
