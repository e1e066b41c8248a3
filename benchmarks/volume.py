"""Whether a database that holds a million registrations is slower than one with a thousand."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import UUID

import requests
from sqlalchemy import insert, select

from benchmarks.installation import Installation, install
from benchmarks.offerings import open_offerings
from benchmarks.registrations import newcomers
from benchmarks.report import Figure
from benchmarks.rounds import medians
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.registration import Batch, Person, Registration, Seats

FEW, MANY = 1_000, 1_000_000
#: people in the offering that is measured, in both
IN_IT = 1_000
OFFERINGS = 100
AT_ONCE = 10_000
REACH = 1.3
TIMES_A_ROUND = 20
ORGANISER = "organiser@example.org"


class _Measured:
    """An installation with so many registrations, and what is asked of it."""

    def __init__(self, folder: Path, total: int, running: ExitStack) -> None:
        folder.mkdir()
        self.installation = install(folder)
        running.enter_context(self.installation.up())
        self.key, paths = open_offerings(self.installation, OFFERINGS)
        self.path = paths[0]
        _fill(f"sqlite:///{folder / 'kierros.db'}", total)
        self.people = newcomers()
        self.organiser = signed_in(self.installation)
        self.origin = f"http://127.0.0.1:{self.installation.ports['registration']}"

    def register(self) -> float:
        """Milliseconds to register somebody new."""
        return median(self._registered(person) for person in islice(self.people, TIMES_A_ROUND))

    def look(self) -> float:
        """Milliseconds to see the participants' page."""
        offering = self.path.split("/")[4]
        return median(
            _milliseconds(self.organiser, f"{self.origin}/participants/{offering}") for _ in range(TIMES_A_ROUND)
        )

    def _registered(self, person: dict[str, str]) -> float:
        began = time.perf_counter()
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = requests.post(self.origin + self.path, json={"people": [person]}, headers=headers, timeout=30)
        took = time.perf_counter() - began
        answer.raise_for_status()
        return took * 1000


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """Registering and the participants' page, on the embedded database."""
    with ExitStack() as running:
        few = _Measured(folder / "few", FEW, running)
        many = _Measured(folder / "many", MANY, running)
        registering = medians({"many": many.register, "few": few.register}, rounds)
        looking = medians({"many": many.look, "few": few.look}, rounds)
    return [
        Figure(f"{what}, {MANY:,} held, not {FEW:,}", found["many"], "ms", found["few"], at_most=REACH)
        for what, found in (("register", registering), ("participants", looking))
    ]


def _milliseconds(session: requests.Session, address: str) -> float:
    began = time.perf_counter()
    answer = session.get(address, timeout=30)
    took = time.perf_counter() - began
    if "person-" not in answer.text:
        raise RuntimeError(f"{address}: {answer.status_code}, and nobody on it")
    return took * 1000


def signed_in(installation: Installation, email: str = ORGANISER) -> requests.Session:
    """A browser of somebody's; the first one is the administrator."""
    session = requests.Session()
    session.get(installation.command("sign-in", email).split()[-1], timeout=30).raise_for_status()
    return session


def _fill(url: str, total: int) -> None:
    """Registrations written straight into the tables, since a million by the API would take an hour."""
    database = Database(url, "registration")
    with database.reading() as db:
        offerings = list(db.scalars(select(Offering.id).order_by(Offering.id)))
    rest = (total - IN_IT) // (len(offerings) - 1)
    people = newcomers()
    for number, offering in enumerate(offerings):
        count = rest if number else IN_IT
        for some in _chunks(count):
            _write(database, offering, list(islice(people, some)))
        with database.writing() as db:
            db.execute(insert(Seats), {"offering_id": offering, "taken": count, "waiting": 0})
    database.close()


def _chunks(count: int) -> Iterator[int]:
    for start in range(0, count, AT_ONCE):
        yield min(AT_ONCE, count - start)


def _write(database: Database, offering: UUID, people: list[dict[str, str]]) -> None:
    now = clock.now()
    act = {"id": new_id(), "offering_id": offering, "if_full": "waitlist", "actor": "benchmark", "created_at": now}
    persons = [
        {"id": new_id(), "email_key": one["email"], "language": "fi", "created_at": now, **one} for one in people
    ]
    common = {"offering_id": offering, "batch_id": act["id"], "state": "confirmed", "link_version": 0}
    times = {"queued_at": now, "created_at": now, "changed_at": now}
    with database.writing() as db:
        db.execute(insert(Batch), act)
        db.execute(insert(Person), persons)
        db.execute(
            insert(Registration), [{"id": new_id(), "person_id": one["id"], **common, **times} for one in persons]
        )
