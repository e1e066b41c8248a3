"""Starting servers on free ports, waiting for them, holding them still, ending them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Process = subprocess.Popen[bytes]

ROOT = Path(__file__).parents[1]
READY_WITHIN_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.01


def free_port() -> int:
    """A TCP port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Process]:
    """A server for as long as the block lasts; what it prints is dropped, as a service manager would take it."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        send(process.pid, signal.SIGCONT)
        process.terminate()
        process.wait()


@contextmanager
def held_still(process: Process) -> Iterator[None]:
    """Stop a server and all its children while something else is measured, so that it takes no processor time."""
    send(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        send(process.pid, signal.SIGCONT)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process and everything that descends from it."""
    for member in tree(pid):
        try:
            os.kill(member, number)
        except ProcessLookupError:
            continue


def tree(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    members = [pid]
    for member in members:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            members += map(int, children.read_text().split())
    return members


def wait_until_listening(port: int) -> None:
    """Return once somebody takes connections at a port. Raises RuntimeError when nobody does."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody listens at port {port} within {READY_WITHIN_SECONDS:.0f} s")
        time.sleep(LOOK_EVERY_SECONDS)


def wait_until_ready(process: Process, ports: Sequence[int], path: str = "/readyz") -> None:
    """Return once every port answers 200. Raises RuntimeError when the server ended or took too long."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    waiting = list(ports)
    while waiting:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"nothing answered at port {waiting[0]} within {READY_WITHIN_SECONDS:.0f} s")
        if answers(waiting[0], path):
            waiting.pop(0)
        else:
            time.sleep(LOOK_EVERY_SECONDS)


def answers(port: int, path: str) -> bool:
    """Whether a path answers 200 now."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return connection.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
