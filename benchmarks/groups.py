"""Many people in one act, and many who come at once to the same offering."""

import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

import requests
from sqlalchemy import Column, DateTime, MetaData, String, Table, Uuid, insert

from benchmarks.installation import Installation, install
from benchmarks.offerings import open_offerings
from benchmarks.registrations import newcomers, posts, rate, take
from benchmarks.report import Figure
from benchmarks.rounds import medians
from benchmarks.yardsticks import plain_engine
from shared import clock

IN_ONE_ACT = 3000
OFFERINGS = 16
ACT_REACH, CONTENTION_REACH = 0.15, 0.7

_METADATA = MetaData()
_PEOPLE = Table(
    "people",
    _METADATA,
    Column("id", Uuid, primary_key=True),
    Column("email", String(254), unique=True),
    Column("name", String(200)),
    Column("created_at", DateTime),
)
_REGISTRATIONS = Table(
    "registrations",
    _METADATA,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid),
    Column("state", String(10)),
    Column("created_at", DateTime),
)


def measure(folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """Both figures, on the embedded database."""
    installation = install(folder)
    with installation.up():
        key, paths = open_offerings(installation, OFFERINGS)
        return [
            _in_one_act(installation, key, paths[0], f"sqlite:///{folder / 'bare.db'}", rounds),
            _contention(installation, key, paths, (rounds, seconds)),
        ]


def _in_one_act(installation: Installation, key: str, path: str, bare: str, rounds: int) -> Figure:
    """A staff list over the API, with every verdict, beside the same rows written bare in one transaction."""
    people = newcomers()
    engine = plain_engine(bare)
    _METADATA.create_all(engine)
    address = f"http://127.0.0.1:{installation.ports['registration']}{path}"

    def ours() -> float:
        body = {"people": list(islice(people, IN_ONE_ACT))}
        began = time.perf_counter()
        answer = requests.post(address, json=body, headers={"Authorization": f"Bearer {key}"}, timeout=60)
        took = time.perf_counter() - began
        if answer.status_code != 201 or len(answer.json()["registrations"]) != IN_ONE_ACT:
            raise RuntimeError(answer.text[:500])
        return IN_ONE_ACT / took

    def theirs() -> float:
        rows = _rows(people)
        began = time.perf_counter()
        with engine.begin() as db:
            db.execute(insert(_PEOPLE), [person for person, _registration in rows])
            db.execute(insert(_REGISTRATIONS), [registration for _person, registration in rows])
        return IN_ONE_ACT / (time.perf_counter() - began)

    found = medians({"ours": ours, "theirs": theirs}, rounds)
    engine.dispose()
    return Figure(f"{IN_ONE_ACT:,} people in one act", found["ours"], "1/s", found["theirs"], at_least=ACT_REACH)


def _rows(people: Iterator[dict[str, str]]) -> list[tuple[dict[str, object], dict[str, object]]]:
    now = clock.now().replace(tzinfo=None)
    rows: list[tuple[dict[str, object], dict[str, object]]] = []
    for person in islice(people, IN_ONE_ACT):
        person_id = uuid4()
        registration = {"id": uuid4(), "person_id": person_id, "state": "confirmed", "created_at": now}
        rows.append(({"id": person_id, **person, "created_at": now}, registration))
    return rows


def _contention(installation: Installation, key: str, paths: list[str], length: tuple[int, float]) -> Figure:
    """Sixteen clients who all want the same offering, beside sixteen who want one each."""
    rounds, seconds = length
    people = newcomers()
    headers = {"Authorization": f"Bearer {key}"}

    def of(some: list[str]) -> float:
        bodies = take(people, seconds)
        messages = [posts(path, headers, [{"people": [one]}])[0] for path, one in zip(cycle(some), bodies)]
        return rate(installation.ports["registration"], messages, seconds)

    found = medians({"one": lambda: of(paths[:1]), "all": lambda: of(paths)}, rounds)
    what = f"{len(paths)} clients on one offering, not {len(paths)}"
    return Figure(what, found["one"], "1/s", found["all"], at_least=CONTENTION_REACH)
