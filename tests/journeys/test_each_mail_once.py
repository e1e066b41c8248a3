"""Each person gets each mail once, and is left with what is true, however many send at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from services.notifications.actions.remind import remind
from shared import clock
from shared.database import Database
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message
from shared.schema.registration import Registration
from shared.settings import Settings
from tests.support.confirmations import GONE_EVERY, IS_LONG, queue_confirmations, wait_until_settled
from tests.support.database import SECRET_KEY, OpenDatabase
from tests.support.factories import Given
from tests.support.mail_server import Mail
from tests.support.moody_server import MoodyServer, moody_server
from tests.support.senders import senders

AT_ONCE = 2
SEED = 20270111


def test_session_moved_five_times_while_mails_go_out_ends_at_its_last_time(
    database_url: str, settings: Settings, given: Given, database: OpenDatabase, tmp_path: Path
) -> None:
    own, chance = database("notifications"), random.Random(SEED)
    session = queue_confirmations(given, own, settings, 120)
    with moody_server(("take", "take", "slow", "busy", "drop"), SEED) as server:
        mail_url = f"smtp://127.0.0.1:{server.port}"
        with senders(tmp_path / "log", DATABASE_URL=database_url, MAIL_URL=mail_url, SECRET_KEY=SECRET_KEY) as made:
            for _sender in range(AT_ONCE):
                made.start()
            times = []
            for _move in range(5):
                server.wait_for_more(chance.randrange(5, 40), seconds=5)
                times.append(_move_it(given, session, timedelta(hours=chance.randrange(1, 9))))
            wait_until_settled(own)
    calendars = _calendars(server)
    people = 120 - 120 // GONE_EVERY - 1
    assert len(calendars) == people
    assert set(calendars.values()) == {times[-1]}


def _move_it(given: Given, session_id: UUID, later: timedelta) -> datetime:
    """As the catalogue does it; gives the new start."""
    with given.database.writing() as db:
        row = db.execute(select(Session.__table__).where(Session.id == session_id)).one()
        times = {"starts_at": row.starts_at + later, "ends_at": row.ends_at + later}
        changed = {"revision": row.revision + 1, "version": row.version + 1, "changed_at": clock.now()}
        db.execute(update(Session).where(Session.id == session_id).values(**times, **changed))
        about = {"series_id": row.series_id, "session_id": session_id}
        line = {"at": clock.now(), "kind": "session.moved", "actor": "person", "detail": {}}
        db.execute(insert(JournalLine).values(**line, **about))
    starts_at: datetime = times["starts_at"].replace(microsecond=0)
    return starts_at


def _calendars(server: MoodyServer) -> dict[str, datetime]:
    """When the session is in each person's calendar, which goes by SEQUENCE and DTSTAMP (RFC 5546 section 2.1.5)."""
    newest: dict[str, tuple[int, datetime, datetime]] = {}
    for message_id, recipient in server.recipients.items():
        for mail in (Mail(recipient, raw) for raw in server.bytes_of[message_id]):
            if mail.calendar is None:
                # news that its session had overtaken: the entry came with another mail
                continue
            event = mail.event
            version = int(event["SEQUENCE"]), event.decoded("DTSTAMP"), event.decoded("DTSTART").astimezone(UTC)
            newest[recipient] = max(newest.get(recipient, version), version)
    return {recipient: starts_at for recipient, (_sequence, _stamp, starts_at) in newest.items()}


def test_two_clocks_and_two_senders_remind_each_of_thousands_once(
    database_url: str, settings: Settings, given: Given, database: OpenDatabase, tmp_path: Path
) -> None:
    people = 10_000 if IS_LONG else 1_000
    own, other = database("notifications"), Database(database_url, "notifications")
    session = queue_confirmations(given, own, settings, people, gone=False)
    _put_behind(given, session, timedelta(hours=23))
    with closing(other), ThreadPoolExecutor(2) as clocks:
        awake = settings.model_copy(update={"quiet_hours": ""})
        made_by = list(clocks.map(lambda database: remind(database, awake), (own, other)))
    assert sum(made_by) == people
    with moody_server(("take",), SEED) as server:
        mail_url = f"smtp://127.0.0.1:{server.port}"
        with senders(tmp_path / "log", DATABASE_URL=database_url, MAIL_URL=mail_url, SECRET_KEY=SECRET_KEY) as made:
            for _sender in range(AT_ONCE):
                made.start()
            wait_until_settled(own)
    assert set(server.taken.values()) == {1}
    assert len(server.taken) == len(set(server.recipients.values())) == people


def _put_behind(given: Given, session_id: UUID, from_now: timedelta) -> None:
    """Everybody registered long ago and has their confirmation; the session is soon."""
    now = clock.now()
    with given.database.writing() as db:
        db.execute(update(Registration).values(created_at=now - timedelta(days=30)))
        times = {"starts_at": now + from_now, "ends_at": now + from_now + timedelta(hours=1)}
        db.execute(update(Session).where(Session.id == session_id).values(**times))
        db.execute(delete(Message))
