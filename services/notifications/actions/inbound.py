"""Taking in a mail that came back: told apart by its kind, kept once, and acted upon as far as it is believed."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from services.notifications.actions import inbound_letters
from services.notifications.actions.inbound_answers import Came, answered
from services.notifications.actions.inbound_bounces import returned
from services.notifications.actions.kept_mail import Decide, Made, keep
from services.notifications.calendar.address import comparable
from services.notifications.calendar.received_mail import BROKEN, UnreadableMail, opened, sender_of
from services.notifications.incoming.kind import kind_of
from services.notifications.messages.desk import mail_address
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers, came_back
from shared.database import Database
from shared.http_clients.service_client import ServiceClient
from shared.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """What was made of a mail, and why it changed nothing, if so: words of ``rules``, or a sentence."""

    kind: str
    outcome: str
    reason: str | None = None
    session_id: UUID | None = None


def receive(database: Database, catalogue: ServiceClient, settings: Settings, raw: bytes) -> Outcome:
    """Take in one message/rfc822. Raises Unreachable when the catalogue must hear of it and doesn't answer: the mail is
    then not kept, so that it can be sent again."""
    digest = hashlib.sha256(raw).hexdigest()
    with database.reading() as db:
        known_as = queries.known_as(db, digest)
    if known_as:
        return Outcome(known_as, answers.DUPLICATE)
    made = keep(database, digest, _told_apart(database, catalogue, settings, raw, digest))
    if made is None:
        return Outcome(came_back.OTHER, answers.DUPLICATE)
    return Outcome(made.kind, made.outcome, made.reason, made.session_id)


def _told_apart(database: Database, catalogue: ServiceClient, settings: Settings, raw: bytes, digest: str) -> Decide:
    try:
        mail = opened(raw)
        kind = kind_of(mail, comparable(mail_address(settings)))
        sender = sender_of(mail)
    except UnreadableMail as said:
        return _unreadable(str(said))
    except BROKEN:
        return _unreadable("The message is not built as mail is.")
    if kind == came_back.REPLY:
        return answered(database, catalogue, settings, Came(raw, digest, sender))
    if kind == came_back.BOUNCE:
        return lambda db, _id: returned(db, settings, mail, sender)
    if kind == came_back.AUTOMATIC:
        return lambda db, _id: inbound_letters.automatic(db, settings, mail, sender)
    if kind == came_back.LETTER:
        return lambda db, identifier: inbound_letters.letter(db, settings, mail, sender, identifier)
    return lambda _db, _id: inbound_letters.other(sender)


def _unreadable(reason: str) -> Decide:
    return lambda _db, _id: Made(kind=came_back.OTHER, outcome=answers.NOT_A_REPLY, reason=reason)
