"""Making claimed messages ready: written once, stored before the first attempt, and put together for the wire."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask_babel import force_locale
from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError

from services.notifications.actions import record
from services.notifications.actions.unexpected import UNEXPECTED
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, NothingToSay
from services.notifications.messages.render import render
from services.notifications.messages.secret_links import purposes, with_links
from services.notifications.messages.wire import assemble_mail, links_of
from services.notifications.messages.write import write
from services.notifications.queries.stored_content import MessageWithContent, stored
from services.notifications.rules import problems
from services.notifications.rules.content import Content
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.notifications import CalendarCopy, Feed, MessageContent, Suppression
from shared.secrets import FEED
from shared.settings import Settings

log = structlog.get_logger(__name__)


@dataclass
class _Written:
    """What became of a batch: contents to store, and messages that will not be sent, with the reason."""

    fresh: list[tuple[Row[Any], Letter, Content]] = field(default_factory=list)
    dropped: list[tuple[Row[Any], str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ReadyMail:
    """A message and the bytes that go out."""

    message: Row[Any]
    mail: bytes


def prepare(database: Database, settings: Settings, messages: Sequence[Row[Any]]) -> list[ReadyMail]:
    """Write what is not written yet; what can't be sent is settled here and left out."""
    with database.reading() as db:
        written = _write_all(db, settings, messages)
    with database.writing() as db:
        for message, letter, content in written.fresh:
            _store(db, message, letter, content)
        for message, state, reason in written.dropped:
            record.not_sent(db, message, state, reason)
    dropped = {message.id for message, _state, _reason in written.dropped}
    return _ready(database, settings, [message for message in messages if message.id not in dropped])


def _write_all(db: Connection, settings: Settings, messages: Sequence[Row[Any]]) -> _Written:
    written = _Written()
    suppressed = set(db.scalars(select(Suppression.email).where(Suppression.email.in_(_emails(messages)))))
    contents = stored(db, [message.id for message in messages])
    known: dict[Any, Any] = {}
    for message in messages:
        if message.recipient_email in suppressed:
            written.dropped.append((message, "failed", problems.SUPPRESSED))
            continue
        try:
            with force_locale(message.language):
                letter = write(Desk(db, message, settings, clock.now(), known))
                if _is_to_store(contents.get(message.id), letter):
                    written.fresh.append((message, letter, render(letter, message.language)))
        except NothingToSay as overtaken:
            written.dropped.append((message, "superseded", str(overtaken)))
        except OperationalError:
            # the database is away: nothing is wrong with the message
            raise
        except UNEXPECTED:
            log.exception("message_not_written", message_id=str(message.id), kind=message.kind)
            written.dropped.append((message, "failed", problems.UNWRITABLE))
    return written


def _is_to_store(before: MessageWithContent | None, letter: Letter) -> bool:
    """What was written before an earlier attempt stays, unless its calendar part has been overtaken since."""
    return before is None or (before.content.method is not None and letter.calendar is None)


def _store(db: Connection, message: Row[Any], letter: Letter, content: Content) -> None:
    values = {
        "subject": content.subject[:400],
        "text": content.text,
        "html": content.html,
        "method": content.method,
        "calendar": content.calendar,
        "created_at": clock.now(),
    }
    write_content = postgresql.insert(MessageContent).values(message_id=message.id, **values)
    db.execute(write_content.on_conflict_do_update(index_elements=["message_id"], set_=values))
    if letter.calendar is not None:
        theirs = (CalendarCopy.session_id == message.session_id) & (CalendarCopy.email == message.recipient_email)
        db.execute(update(CalendarCopy).where(theirs).values(stamp=letter.calendar.stamp))
    if FEED in purposes(content):
        feed = {"id": new_id(), "email": message.recipient_email, "version": 0, "created_at": clock.now()}
        db.execute(postgresql.insert(Feed).values(feed).on_conflict_do_nothing())


def _ready(database: Database, settings: Settings, messages: Sequence[Row[Any]]) -> list[ReadyMail]:
    ready, broken = [], []
    with database.reading() as db:
        for found in stored(db, [message.id for message in messages]).values():
            content = with_links(found.content, links_of(db, found.message, found.content, settings))
            try:
                ready.append(ReadyMail(found.message, assemble_mail(db, found.message, content, settings)))
            except UNEXPECTED:
                log.exception("message_not_assembled", message_id=str(found.message.id))
                broken.append(found.message)
    if broken:
        with database.writing() as db:
            for message in broken:
                record.not_sent(db, message, "failed", problems.UNWRITABLE)
    order = [message.id for message in messages]
    return sorted(ready, key=lambda mail: order.index(mail.message.id))


def _emails(messages: Sequence[Row[Any]]) -> list[str]:
    return [message.recipient_email for message in messages]
