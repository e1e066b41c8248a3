"""Mail that a mail server gives back: the message is marked, and an address that is gone gets no more.

Believed is only what names one of our messages and an address that it was really sent to.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from email.message import Message as Mail
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, update

from services.notifications.actions.dead_address import dead_address
from services.notifications.actions.kept_mail import Made
from services.notifications.incoming.report import Recipient, Report, read_report
from services.notifications.messages.wire import message_of
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers, came_back
from shared import clock, journal
from shared.schema.base import new_id
from shared.schema.notifications import Attempt, Message
from shared.settings import Settings

#: mail servers give up after five days (RFC 5321 section 4.5.4.1); what names no message of ours can be about no older
RETURNED_WITHIN = timedelta(days=7)
LONGEST = 500
_CODE = re.compile(r"(?<![\d.])([245]\d\d)(?![\d.])")


def returned(db: Connection, settings: Settings, mail: Mail, sender: str) -> Made:
    """What to make of a report on a delivery."""
    report = read_report(mail)
    message = queries.message(db, own(report.returned, settings)) or queries.message(db, own(report.related, settings))
    names_message = message is not None
    if message is None:
        addresses = {email for one in report.recipients for email in one.addresses}
        message = queries.newest_sent_to(db, addresses, clock.now() - RETURNED_WITHIN)
    made: dict[str, Any] = {"kind": came_back.BOUNCE, "sender": sender}
    if message is None:
        return Made(**made, outcome=answers.FOREIGN, reason=came_back.UNKNOWN_MAIL)
    made |= {"message_id": message.id, "series_id": message.series_id, "session_id": message.session_id}
    reader = _reader(report, message)
    if reader is None:
        return Made(**made, outcome=answers.NOTED, reason=came_back.NOT_SENT_THERE)
    made["comment"] = reader.diagnostic or None
    fate = came_back.becomes(reader.action, reader.status, reader.diagnostic)
    if fate != came_back.FAILED:
        reason = came_back.STILL_TRYING if fate == came_back.DELAYED else came_back.DELIVERED
        return Made(**made, outcome=answers.NOTED, reason=reason)
    if not _mark(db, message, reader):
        return Made(**made, outcome=answers.NOTED, reason=came_back.NOT_SENT_THERE)
    # anybody can name an address; who names the message has seen it
    if names_message and came_back.is_dead(reader.status, reader.diagnostic):
        dead_address(db, message)
        return Made(**made, outcome=answers.APPLIED, reason=came_back.DEAD_ADDRESS)
    return Made(**made, outcome=answers.APPLIED)


def own(identifiers: Iterable[str], settings: Settings) -> list[UUID]:
    """Those of the message identifiers that are ours."""
    return [found for one in identifiers if (found := message_of(one, settings))]


def _reader(report: Report, message: Row[Any]) -> Recipient | None:
    return next((one for one in report.recipients if message.recipient_email in one.addresses), None)


def _mark(db: Connection, message: Row[Any], reader: Recipient) -> bool:
    """Mark a message that was sent; one that is marked already, or never left, stays as it is."""
    said = reader.diagnostic or reader.status or "It came back."
    back = update(Message).where(Message.id == message.id, Message.state == "sent")
    if not db.execute(back.values(state="bounced", problem=said[:LONGEST])).rowcount:
        return False
    code = _CODE.search(reader.diagnostic)
    attempt = {"id": new_id(), "message_id": message.id, "at": clock.now(), "outcome": "bounced"}
    db.execute(insert(Attempt).values(**attempt, code=int(code[1]) if code else None, answer=said[:LONGEST]))
    about = journal.Subject(message.series_id, message.session_id, message.offering_id, message.id)
    journal.append(db, "message.bounced", "mail", about)
    return True
