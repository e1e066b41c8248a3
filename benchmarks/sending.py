"""From a message that is due to a mail server that has it, beside a bare loop that sends the same mails."""

import smtplib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select

from benchmarks import smtp_server
from benchmarks.installation import install
from benchmarks.mail_queue import Queue
from benchmarks.postgresql import Cluster
from benchmarks.report import Figure
from benchmarks.rounds import medians
from services.notifications.calendar.mime import MailParts, assemble
from services.notifications.courier import courier_of
from services.notifications.messages.wire import message_id
from services.notifications.queries.stored_content import stored
from shared.schema.notifications import Message

MAILS = 1_500
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
    ours = _ours(queue)
    # once, so that what was sent is there for the yardstick
    ours()
    found = medians({"ours": ours, "theirs": _bare(_parts(queue), port, queue.settings.mail_connections)}, rounds)
    what = f"mails sent over {queue.settings.mail_connections} connections, {name}"
    return Figure(what, found["ours"], "1/s", found["theirs"], at_least=REACH)


def _ours(queue: Queue) -> Callable[[], float]:
    courier = courier_of(queue.app)

    def send() -> float:
        queue.again()
        began = time.perf_counter()
        courier.run()
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
