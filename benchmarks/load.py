"""The load: a process of its own that keeps so many clients busy with ready-made requests, and counts answers.

It does as little as it can (one thread, one event loop, no HTTP library), so that the servers get the processors. Each
request is a connection of its own, since the servers' workers close after each answer.
"""

import pickle
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.processes import ROOT

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Load:
    """What to send: ``requests`` in turn, again from the start unless ``once``, for so many seconds."""

    port: int
    requests: Sequence[bytes]
    clients: int
    seconds: float
    once: bool = False


@dataclass
class Answers:
    """What came back."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    #: seconds from connecting to the last byte
    times: list[float] = field(default_factory=list)
    #: the load's own share of one processor
    own_share: float = 0.0

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    def require(self, status: int) -> None:
        """Raise RuntimeError unless every answer had this status: a fast refusal is no result."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"expected {status} only, got {dict(self.statuses)}")


def fire(load: Load) -> Answers:
    """Run a load in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from benchmarks.load import work; work()"],
        cwd=ROOT,
        input=pickle.dumps(load),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    answers: Answers = pickle.loads(done.stdout)  # noqa: S301 - from our own child
    return answers


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    fields = {"Host": "127.0.0.1", "Connection": "close", "Accept-Language": "fi", **(headers or {})}
    if body:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass
class _Client:
    began: float
    first: bytes = b""


class _Run:
    """One run: a client that got its answer sends the next request, until the time is over."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._requests = iter(load.requests) if load.once else cycle(load.requests)
        self._selector = selectors.DefaultSelector()
        self._answers = Answers()

    def run(self) -> Answers:
        began, worked = time.perf_counter(), time.process_time()
        self._until = began + self._load.seconds
        for _client in range(self._load.clients):
            self._send()
        while self._selector.get_map():
            for key, _events in self._selector.select():
                self._receive(key)
        self._answers.seconds = time.perf_counter() - began
        self._answers.own_share = (time.process_time() - worked) / self._answers.seconds
        return self._answers

    def _send(self) -> None:
        now = time.perf_counter()
        message = next(self._requests, None)
        if now >= self._until or message is None:
            return
        connection = socket.create_connection((HOST, self._load.port))
        connection.sendall(message)
        connection.setblocking(False)
        self._selector.register(connection, selectors.EVENT_READ, _Client(now))

    def _receive(self, key: selectors.SelectorKey) -> None:
        connection: socket.socket = key.fileobj  # type: ignore[assignment]
        client: _Client = key.data
        piece = connection.recv(1 << 18)
        if piece:
            client.first = client.first or piece[:12]
            return
        self._selector.unregister(connection)
        connection.close()
        self._answers.statuses[int(client.first[9:12] or 0)] += 1
        self._answers.times.append(time.perf_counter() - client.began)
        self._send()


def work() -> None:
    """What the process of its own does: read a load, run it, write the answers."""
    load: Load = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    sys.stdout.buffer.write(pickle.dumps(_Run(load).run()))
