"""From a message that is due to a mail server that has it, beside a bare loop that sends the same mails.

A backlog has two senders in every installation: a worker of the notifications service, and the clock. Each is a process
with connections of its own, and the bare loop has as many connections as both together.
"""

import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from benchmarks import smtp_server
from benchmarks.installation import install
from benchmarks.mail_queue import Queue
from benchmarks.postgresql import Cluster
from benchmarks.report import Figure
from benchmarks.rounds import medians
from services.notifications.app import create_app
from services.notifications.calendar.mime import MailParts, assemble
from services.notifications.courier import courier_of
from services.notifications.messages.wire import message_id
from services.notifications.queries.stored_content import stored
from shared.schema.notifications import Message
from shared.settings import Settings

MAILS = 1_500
SENDERS = 2
REACH = 0.5


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """On both databases."""
    with smtp_server.serving(folder / "taken") as port, Cluster(folder / "pg") as cluster:
        return [
            _figure("SQLite", _queue(folder, None, port), port, rounds),
            _figure("PostgreSQL", _queue(folder, cluster.make_database("mail"), port), port, rounds),
        ]


def _queue(folder: Path, url: str | None, port: int) -> Queue:
    installation = install(folder, url)
    return Queue(installation.environment["KIERROS_DATABASE_URL"], f"smtp://127.0.0.1:{port}", MAILS)


def _figure(name: str, queue: Queue, port: int, rounds: int) -> Figure:
    connections = SENDERS * queue.settings.mail_connections
    with _second_sender(queue.settings) as second:
        ours = _ours(queue, second)
        # once, so that what was sent is there for the yardstick
        ours()
        found = medians({"ours": ours, "theirs": _bare(_parts(queue), port, connections)}, rounds)
    what = f"mails sent over {connections} connections, {name}"
    return Figure(what, found["ours"], "1/s", found["theirs"], at_least=REACH)


@contextmanager
def _second_sender(settings: Settings) -> Iterator[Connection]:
    """A process that sends what is due whenever it is told anything, and answers at the end."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_send_when_told, args=(settings, there), daemon=True)
    process.start()
    # the process alone has it now: when it dies, so does the pipe
    there.close()
    try:
        yield here
    finally:
        process.terminate()
        process.join()


def _send_when_told(settings: Settings, told: Connection) -> None:
    courier = courier_of(create_app(settings))
    while told.recv():
        courier.run()
        told.send(True)


def _ours(queue: Queue, second: Connection) -> Callable[[], float]:
    courier = courier_of(queue.app)

    def send() -> float:
        queue.again()
        began = time.perf_counter()
        second.send(True)
        courier.run()
        second.recv()
        took = time.perf_counter() - began
        with queue.own.reading() as db:
            sent = db.scalar(select(func.count()).where(Message.state == "sent"))
        if sent != MAILS:
            raise RuntimeError(f"{sent} of {MAILS} were sent")
        return MAILS / took

    return send


def _parts(queue: Queue) -> list[MailParts]:
    """What each of the mails is made of, in memory."""
    with queue.own.reading() as db:
        ids = db.scalars(select(Message.id).where(Message.state == "sent")).all()
        found = stored(db, ids).values()
    return [
        MailParts(
            from_email="kierros@example.org",
            from_name="Sospro Oy",
            to_email=message.recipient_email,
            to_name=message.recipient_name,
            subject=content.subject,
            date=message.prepared_at,
            message_id=message_id(message.id, queue.settings),
            text=content.text,
            html=content.html,
            reply_to="kierros@example.org",
            calendar=content.calendar,
            method=content.method,  # type: ignore[arg-type]
        )
        for message, content in found
    ]


def _bare(parts: Sequence[MailParts], port: int, connections: int) -> Callable[[], float]:
    """A loop for each connection: build, hand over, next; nothing is asked, kept or written down."""

    def send(mails: Sequence[MailParts]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            for mail in mails:
                connection.sendmail(mail.from_email, mail.to_email, assemble(mail))

    def all_of_them() -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(connections) as pool:
            list(pool.map(send, [parts[start::connections] for start in range(connections)]))
        return len(parts) / (time.perf_counter() - began)

    return all_of_them
