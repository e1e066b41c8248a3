"""Whether a million mails in the queue make the next ones slower to claim and send than a thousand."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, literal, select

from benchmarks import smtp_server
from benchmarks.installation import install
from benchmarks.mail_queue import Queue
from benchmarks.report import Figure
from benchmarks.rounds import medians
from services.notifications.actions.send_due import Sender
from services.notifications.queries.row_id import row_id, words
from services.notifications.rules import kinds
from services.notifications.transports.chosen import chosen_transport
from services.notifications.transports.transport import Taken, Transport, Wire
from shared import clock
from shared.schema.notifications import Message

FEW, MANY = 1_000, 1_000_000
#: claimed, written and sent in one measure
MAILS = 400
REACH = 1.3
_COPIED = (
    "recipient_email", "recipient_name", "language", "series_id", "offering_id", "subject_id", "due_at", "created_at",
)  # fmt: skip


class _UpTo:
    """A way out that closes after so many mails: a backlog is never sent to its end here."""

    def __init__(self, transport: Transport, mails: int) -> None:
        self._transport = transport
        self._left = mails
        self.connections = transport.connections

    @contextmanager
    def opened(self) -> Iterator[Wire]:
        """Open the real one."""
        with self._transport.opened() as wire:
            yield _Counted(self, wire)

    def closed_until(self) -> datetime | None:
        """Closed once all have gone."""
        return clock.now() + timedelta(minutes=1) if self._left <= 0 else None

    def one_less(self) -> None:
        """A mail went out."""
        self._left -= 1


class _Counted:
    def __init__(self, way: _UpTo, wire: Wire) -> None:
        self._way, self._wire = way, wire

    def send(self, sender: str, recipient: str, mail: bytes, envelope_id: str) -> Taken:
        """As the real one does."""
        taken = self._wire.send(sender, recipient, mail, envelope_id)
        self._way.one_less()
        return taken


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """On the embedded database; the mails that are sent are the same few, the others wait behind them."""
    with smtp_server.serving(folder / "taken") as port:
        measures: dict[str, Callable[[], float]] = {}
        for name, waiting in (("few", FEW), ("many", MANY)):
            (folder / name).mkdir()
            url = install(folder / name).environment["KIERROS_DATABASE_URL"]
            queue = Queue(url, f"smtp://127.0.0.1:{port}", 2 * MAILS)
            _put_behind(queue, waiting)
            measures[name] = _sending(queue)
            measures[name]()
        found = medians(measures, rounds)
    return [
        Figure(f"{MAILS} mails sent, {MANY:,} waiting, not {FEW:,}", found["many"], "s", found["few"], at_most=REACH)
    ]


def _sending(queue: Queue) -> Callable[[], float]:
    def send() -> float:
        queue.again(Message.kind == kinds.REGISTRATION_CONFIRMED)
        began = time.perf_counter()
        with queue.app.app_context():
            Sender(queue.own.patient(), queue.settings, _UpTo(chosen_transport(queue.settings), MAILS)).run()
        return time.perf_counter() - began

    return send


def _put_behind(queue: Queue, count: int) -> None:
    """So many reminders to the same people, as due as the others but less urgent."""
    with queue.writer.writing() as db:
        people = db.scalar(select(func.count()).select_from(Message)) or 1
        numbers = select(literal(0).label("n")).cte("numbers", recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < -(-count // people) - 1))
        copied = (
            "recipient_email",
            "recipient_name",
            "language",
            "series_id",
            "offering_id",
            "subject_id",
            "due_at",
            "created_at",
        )
        columns = {name: Message.__table__.c[name] for name in copied}
        columns |= {
            "id": row_id(db.dialect),
            "kind": literal(kinds.REMINDER),
            "state": literal("queued"),
            "priority": literal(kinds.PRIORITIES[kinds.REMINDER]),
            "turn": numbers.c.n,
            "is_due": literal(True),
            "attempts": literal(0),
            "once": words("waiting", Message.once, numbers.c.n),
        }
        rows = select(*columns.values()).select_from(Message).join(numbers, literal(True))
        db.execute(insert(Message).from_select(list(columns), rows))
