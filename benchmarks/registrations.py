"""Registrations over the API, one person each, beside a bare route with one INSERT and one commit."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from uuid import uuid4

from benchmarks import memory, processes
from benchmarks.installation import Installation, install
from benchmarks.load import Load, fire, request
from benchmarks.offerings import open_offerings
from benchmarks.pages import bare
from benchmarks.postgresql import Cluster
from benchmarks.processes import Process
from benchmarks.report import Figure
from benchmarks.rounds import medians

CLIENTS = 16
REACH = 0.5
#: no server here answers more than so many a second
MOST_PER_SECOND = 5000


def on_sqlite(folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """On the embedded database; and what memory all processes hold afterwards."""
    installation = install(folder)
    with installation.up() as kierros:
        yardstick = f"sqlite:///{folder / 'yardstick.db'}"
        figure = _measure("SQLite", installation, kierros, yardstick, (rounds, seconds))
        return [figure, memory.after_load(kierros)]


def on_postgresql(folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """On PostgreSQL, one server for both."""
    with Cluster(folder / "postgresql") as cluster:
        installation = install(folder, cluster.make_database("kierros"))
        with installation.up() as kierros:
            yardstick = cluster.make_database("yardstick")
            return [_measure("PostgreSQL", installation, kierros, yardstick, (rounds, seconds))]


def _measure(
    name: str, installation: Installation, kierros: Process, database: str, length: tuple[int, float]
) -> Figure:
    rounds, seconds = length
    with bare("registrations", database) as port:
        key, [path] = open_offerings(installation, 1)
        people = newcomers()

        def ours() -> float:
            headers = {"Authorization": f"Bearer {key}"}
            bodies = ({"people": [person]} for person in take(people, seconds))
            return rate(installation.ports["registration"], posts(path, headers, bodies), seconds)

        def theirs() -> float:
            with processes.held_still(kierros):
                return rate(port, posts("/registrations", {}, take(people, seconds)), seconds)

        found = medians({"ours": ours, "theirs": theirs}, rounds)
    return Figure(f"registrations, {name}", found["ours"], "1/s", found["theirs"], at_least=REACH)


def posts(path: str, headers: dict[str, str], bodies: Iterable[Mapping[str, object]]) -> list[bytes]:
    """The requests as they go over the wire."""
    return [request("POST", path, headers, json.dumps(body).encode()) for body in bodies]


def rate(port: int, messages: list[bytes], seconds: float) -> float:
    """How many of these messages are answered 201 in a second; each is sent once."""
    answers = fire(Load(port, messages, CLIENTS, seconds, once=True))
    answers.require(201)
    return answers.rate


def newcomers() -> Iterator[dict[str, str]]:
    """People whom nobody has registered yet, without end."""
    run = uuid4().hex[:8]
    return ({"email": f"person-{run}-{number}@example.org", "name": f"Person {number}"} for number in count())


def take(people: Iterator[dict[str, str]], seconds: float) -> list[dict[str, str]]:
    """More of them than any server here registers in so many seconds."""
    return [next(people) for _person in range(int(MOST_PER_SECOND * seconds))]
