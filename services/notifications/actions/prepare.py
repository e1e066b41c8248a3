"""Making claimed messages ready: written once, stored before the first attempt, and put together for the wire."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from flask_babel import force_locale
from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.dialects import postgresql

from services.notifications.actions import record
from services.notifications.actions.record import Outcome
from services.notifications.actions.unexpected import AWAY, UNEXPECTED
from services.notifications.messages.desk import Desk
from services.notifications.messages.held import held_until
from services.notifications.messages.letter import Letter, NothingToSay
from services.notifications.messages.render import render
from services.notifications.messages.secret_links import purposes, with_links
from services.notifications.messages.shelf import Shelf
from services.notifications.messages.wire import assemble_mail, links_of
from services.notifications.messages.write import write
from services.notifications.queries import tries
from services.notifications.queries.feed import person_feeds
from services.notifications.queries.stored_content import MessageWithContent, stored
from services.notifications.rules import kinds, problems
from services.notifications.rules.content import Content
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.mail_choices import Feed, Suppression
from shared.schema.notifications import CalendarCopy, MessageContent
from shared.secrets import FEED, PRESENTER_PAGE
from shared.settings import Settings

_insert_content = postgresql.insert(MessageContent)
_WRITE = _insert_content.on_conflict_do_update(
    index_elements=["message_id"],
    set_={
        name: _insert_content.excluded[name] for name in ("subject", "text", "html", "method", "calendar", "created_at")
    },
)
_STAMP = (
    update(CalendarCopy)
    .where(CalendarCopy.session_id == bindparam("session"), CalendarCopy.email == bindparam("address"))
    .values(stamp=bindparam("told_at"))
)
_MAKE_FEED = postgresql.insert(Feed).on_conflict_do_nothing()

log = structlog.get_logger(__name__)


@dataclass
class _Written:
    """What became of a batch: contents to store, and messages that will not be sent, with the reason."""

    fresh: list[tuple[Row[Any], Letter, Content]] = field(default_factory=list)
    dropped: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True)
class ReadyMail:
    """A message and the bytes that go out."""

    message: Row[Any]
    mail: bytes


def prepare(
    database: Database, settings: Settings, messages: Sequence[Row[Any]]
) -> tuple[list[ReadyMail], list[Outcome]]:
    """Write what is not written yet. Gives the mails that can be sent, and what becomes of the others."""
    with database.reading() as db:
        written = _write_all(db, settings, messages)
    if written.fresh:
        with database.writing() as db:
            _store(db, written.fresh)
    dropped = {outcome.message.id for outcome in written.dropped}
    ready, broken = _ready(database, settings, [message for message in messages if message.id not in dropped])
    return ready, [*written.dropped, *broken]


def _write_all(db: Connection, settings: Settings, messages: Sequence[Row[Any]]) -> _Written:
    written = _Written()
    suppressed = set(db.scalars(select(Suppression.email).where(Suppression.email.in_(_emails(messages)))))
    contents = stored(db, [message.id for message in messages])
    may_be_out = tries.without_word(db, messages)
    shelf = Shelf(db, messages)
    for message in messages:
        if message.recipient_email in suppressed and message.kind not in kinds.ASKED_FOR:
            written.dropped.append(record.not_sent(message, "failed", problems.SUPPRESSED))
            continue
        try:
            desk = Desk(db, message, settings, clock.now(), shelf)
            until = held_until(desk)
            if until is not None:
                written.dropped.append(record.released(message, until))
                continue
            with force_locale(message.language):
                letter = write(desk)
                if _is_to_store(message, contents.get(message.id), letter, may_be_out):
                    written.fresh.append((message, letter, render(letter, message.language)))
        except NothingToSay as overtaken:
            written.dropped.append(record.not_sent(message, "superseded", str(overtaken)))
        except AWAY:
            raise
        except UNEXPECTED:
            log.exception("message_not_written", message_id=str(message.id), kind=message.kind)
            written.dropped.append(record.not_sent(message, "failed", problems.UNWRITABLE))
    return written


def _is_to_store(
    message: Row[Any], before: MessageWithContent | None, letter: Letter, may_be_out: Collection[UUID]
) -> bool:
    """What may have gone out goes again as it was, unless its calendar part has been overtaken since.

    What nobody has had says what is true now: a day has passed since, or the room is another.
    """
    if before is None:
        return True
    if message.kind == kinds.TEMPLATE_COPY:
        # it was written when somebody looked at it, and can't be again
        return False
    if message.id not in may_be_out:
        return True
    return before.content.method is not None and letter.calendar is None


def _store(db: Connection, fresh: Sequence[tuple[Row[Any], Letter, Content]]) -> None:
    now = clock.now()
    db.execute(_WRITE, [_row(message, content, now) for message, _letter, content in fresh])
    stamps = [
        {"session": message.session_id, "address": message.recipient_email, "told_at": letter.calendar.stamp}
        for message, letter, _content in fresh
        if letter.calendar is not None
    ]
    if stamps:
        db.execute(_STAMP, stamps)
    with_feed = [message for message, _letter, content in fresh if purposes(content) & {FEED, PRESENTER_PAGE}]
    known = person_feeds(db, with_feed) if with_feed else {}
    feeds = [
        {"id": new_id(), "email": message.recipient_email, "version": 0, "created_at": now}
        for message in with_feed
        if message.id not in known
    ]
    if feeds:
        db.execute(_MAKE_FEED, feeds)


def _row(message: Row[Any], content: Content, now: datetime) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "subject": content.subject[:400],
        "text": content.text,
        "html": content.html,
        "method": content.method,
        "calendar": content.calendar,
        "created_at": now,
    }


def _ready(
    database: Database, settings: Settings, messages: Sequence[Row[Any]]
) -> tuple[list[ReadyMail], list[Outcome]]:
    ready: list[ReadyMail] = []
    broken: list[Outcome] = []
    with database.reading() as db:
        shelf = Shelf(db, messages)
        for found in stored(db, [message.id for message in messages]).values():
            content = with_links(found.content, links_of(shelf, found.message, found.content, settings))
            try:
                ready.append(ReadyMail(found.message, assemble_mail(shelf, found.message, content, settings)))
            except AWAY:
                raise
            except UNEXPECTED:
                log.exception("message_not_assembled", message_id=str(found.message.id))
                broken.append(record.not_sent(found.message, "failed", problems.UNWRITABLE))
    return ready, broken


def _emails(messages: Sequence[Row[Any]]) -> list[str]:
    return [message.recipient_email for message in messages]
