"""Whether many processes that write all the time, as services do, each get their turn on SQLite."""

import multiprocessing
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.report import Figure
from shared import clock, journal
from shared.database import Database, migrate
from shared.journal import Subject
from shared.schema.registration import Person

WRITERS = 12
ANSWER_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class _Written:
    """What one writer did: how often it wrote and could not, and the longest a write took, waiting included."""

    writes: int
    problems: list[str]
    longest: float


def measure(folder: Path, seconds: float) -> list[Figure]:
    """All write for so long; one "database is locked" is one too many."""
    url = f"sqlite:///{folder / 'kierros.db'}"
    migrate.migrate(url)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["shared.database", "shared.journal"])
    answers = context.Queue()
    writers = [context.Process(target=_write, args=(url, number, seconds, answers)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    done: list[_Written] = [answers.get(timeout=seconds + ANSWER_WITHIN_SECONDS) for _ in writers]
    for writer in writers:
        writer.join()
    problems = [problem for one in done for problem in one.problems]
    for problem in sorted(set(problems)):
        print(problem)
    who = f"{WRITERS} writers for {seconds:g} s"
    return [
        Figure(f"{who}, writes that failed", len(problems), "", at_most=0),
        Figure(f"{who}, writes", sum(one.writes for one in done), ""),
        Figure(f"{who}, longest write", max(one.longest for one in done), "s"),
    ]


def _write(url: str, number: int, seconds: float, answers: Any) -> None:
    """One writer, a process of its own: each transaction reads, writes a row and its journal line, and commits."""
    database = Database(url, "registration")
    writes, problems, longest = 0, list[str](), 0.0
    ends_at = time.monotonic() + seconds
    while (began := time.monotonic()) < ends_at:
        try:
            _add(database, f"{number}-{writes + len(problems)}@example.org")
            writes += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, the write failed
            problems.append(f"{type(error).__name__}: {error}".partition("\n")[0])
        longest = max(longest, time.monotonic() - began)
    database.close()
    answers.put(_Written(writes, problems, longest))


def _add(database: Database, address: str) -> None:
    person = {"email_key": address, "email": address, "name": "A", "language": "fi", "created_at": clock.now()}
    with database.writing() as db:
        if db.scalar(select(Person.id).where(Person.email_key == address)) is None:
            db.execute(insert(Person).values(person))
            journal.append(db, "person.added", "system", Subject())
