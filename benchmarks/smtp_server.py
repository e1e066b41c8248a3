"""A mail server in a process of its own, the same one for Kierros and its yardsticks: it takes all and keeps none.

``python -m benchmarks.smtp_server PORT LOG``; each mail is a line of the log: when it was taken (seconds of
``time.monotonic``, the same in all processes of a machine), and whom it is to.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from aiosmtpd.controller import Controller

from benchmarks import processes


class Taker:
    """Says yes."""

    def __init__(self, log: TextIO) -> None:
        self._log = log

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """Take a mail."""
        print(f"{time.monotonic():.4f} {envelope.rcpt_tos[0]}", file=self._log, flush=True)
        return "250 taken"


@contextmanager
def serving(log: Path) -> Iterator[int]:
    """The server, listening, until the block ends; gives its port."""
    port = processes.free_port()
    with processes.running([sys.executable, "-m", "benchmarks.smtp_server", str(port), str(log)], {}):
        processes.wait_until_listening(port)
        yield port


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as taken:
        controller = Controller(Taker(taken), hostname="127.0.0.1", port=int(sys.argv[1]))
        controller.start()
        threading.Event().wait()
