"""Registrations over the API, one person each, beside a bare route with one INSERT and one commit."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from benchmarks import memory, processes
from benchmarks.installation import Installation, install
from benchmarks.load import Load, fire, request
from benchmarks.pages import bare
from benchmarks.postgresql import Cluster
from benchmarks.processes import Process
from benchmarks.report import Figure
from benchmarks.rounds import medians

CLIENTS = 16
REACH = 0.5
PLACES = 1_000_000
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
        key, path = _offering(installation)
        people = _people()

        def ours() -> float:
            headers = {"Authorization": f"Bearer {key}"}
            bodies = ({"people": [person]} for person in _take(people, seconds))
            return _rate(installation.ports["registration"], _posts(path, headers, bodies), seconds)

        def theirs() -> float:
            with processes.held_still(kierros):
                return _rate(port, _posts("/registrations", {}, _take(people, seconds)), seconds)

        found = medians({"ours": ours, "theirs": theirs}, rounds)
    return Figure(f"registrations, {name}", found["ours"], "1/s", found["theirs"], at_least=REACH)


def _posts(path: str, headers: dict[str, str], bodies: Iterable[Mapping[str, object]]) -> list[bytes]:
    return [request("POST", path, headers, json.dumps(body).encode()) for body in bodies]


def _rate(port: int, messages: list[bytes], seconds: float) -> float:
    answers = fire(Load(port, messages, CLIENTS, seconds, once=True))
    answers.require(201)
    return answers.rate


def _people() -> Iterator[dict[str, str]]:
    run = uuid4().hex[:8]
    return ({"email": f"person-{run}-{number}@example.org", "name": f"Person {number}"} for number in count())


def _take(people: Iterator[dict[str, str]], seconds: float) -> list[dict[str, str]]:
    return [next(people) for _person in range(int(MOST_PER_SECOND * seconds))]


def _offering(installation: Installation) -> tuple[str, str]:
    """A published series with one session and an open offering of many places; a key, and the path to register at."""
    key = installation.key()

    def made(path: str, body: dict[str, object]) -> dict[str, str]:
        answer: dict[str, str] = installation.call("POST", "catalogue", path, key, body)
        return answer

    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    organiser = made("/organisations", {"name": "Benchmark Ltd"})["id"]
    slug = made("/series", {"title": "Under load", "organiser_id": organiser, "timezone": "Europe/Helsinki"})["slug"]
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    session = made(
        f"/series/{slug}/sessions", {"title": "The session", "join_url": "https://example.org/join", **times}
    )
    offering = made(
        f"/series/{slug}/offerings", {"name": "A place", "session_ids": [session["id"]], "capacity": PLACES}
    )
    installation.call("PATCH", "catalogue", f"/series/{slug}", key, {"state": "published"})
    return key, f"/api/v1/offerings/{offering['id']}/registrations"
