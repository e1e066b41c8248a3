"""Many people whose confirmations are due, for tests of sending."""

import os
import time
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from services.notifications.actions.sweep import sweep
from services.notifications.queries.journal_lines import is_handled
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message
from shared.schema.registration import Batch, Person, Registration
from shared.settings import Settings
from tests.support.factories import Given

#: `make test-long`: hundreds of kills and ten thousand mails; otherwise as many as there is time for each time
IS_LONG = bool(os.environ.get("KIERROS_LONG_TESTS"))
#: every so many-th address is nobody's
GONE_EVERY = 90
DONE = ("sent", "failed", "bounced", "superseded")
WITHIN_SECONDS = 240


def queue_confirmations(
    given: Given, own: Database, settings: Settings, people_count: int, *, gone: bool = True, domains: int = 7
) -> UUID:
    """A confirmation with an invitation for each of many people; gives the session."""
    now = clock.now()
    series = given.series()
    session = given.session(series, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=1))
    offering = given.offering(series, [session])
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=now)
    emails = [
        f"{'gone' if gone and not number % GONE_EVERY else 'person'}{number}@d{number % domains}.example.org"
        for number in range(people_count)
    ]
    people = [
        {"id": new_id(), "email_key": email, "email": email, "name": "Åsa", "language": "sv", "created_at": now}
        for email in emails
    ]
    place = {"offering_id": offering, "batch_id": batch, "state": "confirmed", "queued_at": now}
    times = {"created_at": now, "changed_at": now}
    with given.database.writing() as db:
        db.execute(insert(Person), people)
        db.execute(insert(Registration), [{"id": new_id(), "person_id": one["id"], **place, **times} for one in people])
        about = {"series_id": series, "offering_id": offering, "subject_id": batch}
        db.execute(insert(JournalLine).values(at=now, kind="registrations.made", actor="person", detail={}, **about))
    sweep(own, settings)
    return session


def wait_until_settled(own: Database) -> None:
    """Until the journal has been read, and nothing is on its way any more."""
    deadline = time.monotonic() + WITHIN_SECONDS
    left: object = None
    while time.monotonic() < deadline:
        # a connection that was kept may belong to a database that was killed
        with suppress(OperationalError), own.reading() as db:
            # the journal first: whatever it called for is in the queue by the time that is looked at
            unread = db.scalar(select(func.count()).select_from(JournalLine).where(~is_handled()))
            left = unread or db.scalar(select(func.count()).where(Message.state.not_in(DONE)))
            if not left:
                return
        time.sleep(0.1)
    raise AssertionError(f"{left} lines or messages are still on their way")
