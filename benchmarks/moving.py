"""Moving a session of ten thousand people: until each of their mails is a row."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, insert, literal, select, update

from benchmarks.installation import install
from benchmarks.mail_queue import Queue
from benchmarks.postgresql import Cluster
from benchmarks.report import Figure
from benchmarks.rounds import medians
from services.notifications.actions.sweep import sweep
from services.notifications.queries.row_id import row_id
from shared.schema.catalogue import Session
from shared.schema.notifications import Message

PEOPLE = 10_000
REACH = 10.0


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """On both databases, beside the copying of as many rows by one statement."""
    with Cluster(folder / "pg") as cluster:
        return [
            _figure("SQLite", _queue(folder, None), rounds),
            _figure("PostgreSQL", _queue(folder, cluster.make_database("moving")), rounds),
        ]


def _queue(folder: Path, url: str | None) -> Queue:
    queue = Queue(install(folder, url).environment["KIERROS_DATABASE_URL"], "smtp://127.0.0.1:9", PEOPLE)
    with queue.writer.writing() as db:
        # everybody has had their invitation
        db.execute(update(Message).values(state="sent", attempts=1))
    return queue


def _figure(name: str, queue: Queue, rounds: int) -> Figure:
    found = medians({"ours": _moving(queue), "theirs": _copying(queue)}, rounds)
    what = f"{PEOPLE:,} told of a moved session, {name}"
    return Figure(what, found["ours"], "ms", found["theirs"], at_most=REACH)


def _moving(queue: Queue) -> Callable[[], float]:
    """From the journal's line to all rows; the sender is not at work."""

    def move() -> float:
        with queue.writer.writing() as db:
            row = db.execute(select(Session.__table__).where(Session.id == queue.session_id)).one()
            later = timedelta(hours=1)
            db.execute(
                update(Session)
                .where(Session.id == queue.session_id)
                .values(starts_at=row.starts_at + later, ends_at=row.ends_at + later, revision=row.revision + 1)
            )
            db.execute(update(Message).values(state="sent", attempts=1))
        queue.line("session.moved", queue.session_id)
        began = time.perf_counter()
        with queue.app.app_context():
            sweep(queue.own, queue.settings)
        took = time.perf_counter() - began
        _expect(queue, "queued")
        return took * 1000

    return move


def _expect(queue: Queue, state: str) -> None:
    with queue.own.reading() as db:
        rows = len(db.scalars(select(Message.id).where(Message.state == state)).all())
    if rows != PEOPLE:
        raise RuntimeError(f"{rows} of {PEOPLE} are {state}")


def _copying(queue: Queue) -> Callable[[], float]:
    """Rows of the same table under its constraint and indexes; taken out again afterwards."""
    names = [column.name for column in Message.__table__.c if column.name not in ("id", "once", "state")]

    def copy() -> float:
        began = time.perf_counter()
        with queue.writer.writing() as db:
            columns = [Message.__table__.c[name] for name in names]
            own = [row_id(db.dialect), literal("copy:") + Message.once, literal("queued")]
            rows = select(*columns, *own).where(Message.kind == "registration-confirmed")
            db.execute(insert(Message).from_select([*names, "id", "once", "state"], rows))
        took = time.perf_counter() - began
        with queue.writer.writing() as db:
            db.execute(delete(Message).where(Message.once.startswith("copy:")))
        return took * 1000

    return copy
