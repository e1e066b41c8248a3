"""Public pages, whole and unchanged (304), beside a bare page and a bare hello."""

import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import processes
from benchmarks.installation import Installation, install
from benchmarks.load import Load, fire, request
from benchmarks.report import Figure
from benchmarks.rounds import medians

CLIENTS = 8
WHOLE = 0.4
UNCHANGED = 0.5


def measure(folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """Series page and session page of the demo programme."""
    installation = install(folder)
    installation.command("demo")
    with installation.up() as kierros, bare("page") as page, bare("hello") as hello:
        port = installation.ports["catalogue"]
        paths = _paths(installation)

        def still(measure: Callable[[], float]) -> Callable[[], float]:
            def measured() -> float:
                with processes.held_still(kierros):
                    return measure()

            return measured

        whole = {name: _rate(port, request("GET", path), seconds) for name, path in paths.items()}
        unchanged = {
            name: _rate(port, request("GET", path, {"If-None-Match": _etag(port, path)}), seconds, 304)
            for name, path in paths.items()
        }
        bare_page = still(_rate(page, request("GET", "/"), seconds))
        bare_hello = still(_rate(hello, request("GET", "/"), seconds))
        first = medians({**whole, "yardstick": bare_page}, rounds)
        second = medians({**unchanged, "yardstick": bare_hello}, rounds)
    return [Figure(f"{n} page", first[n], "1/s", first["yardstick"], at_least=WHOLE) for n in paths] + [
        Figure(f"{n} page, unchanged (304)", second[n], "1/s", second["yardstick"], at_least=UNCHANGED) for n in paths
    ]


@contextmanager
def bare(name: str, database_url: str = "", beside: str = "catalogue") -> Iterator[int]:
    """A yardstick's server, with as many workers as the service that it stands beside; its port."""
    port = processes.free_port()
    command = [sys.executable, "-m", "benchmarks.yardsticks", name, f"127.0.0.1:{port}", database_url, beside]
    with processes.running(command, {}) as process:
        processes.wait_until_ready(process, [port], "/")
        yield port


def _paths(installation: Installation) -> dict[str, str]:
    """The series that has most sessions to come, and its first one."""
    key = installation.key()
    slugs = [series["slug"] for series in installation.call("GET", "catalogue", "/series", key)["items"]]
    sessions = {s: installation.call("GET", "catalogue", f"/series/{s}/sessions", key)["items"] for s in slugs}
    slug = max(slugs, key=lambda one: len(sessions[one]))
    return {"series": f"/series/{slug}", "session": f"/sessions/{sessions[slug][0]['id']}"}


def _rate(port: int, message: bytes, seconds: float, status: int = 200) -> Callable[[], float]:
    def measured() -> float:
        answers = fire(Load(port, [message], CLIENTS, seconds))
        answers.require(status)
        return answers.rate

    return measured


def _etag(port: int, path: str) -> str:
    wanted = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "fi"})
    with urllib.request.urlopen(wanted) as answer:  # noqa: S310 - our own address
        etag: str = answer.headers["ETag"]
        return etag
