"""Taking in a mail that came back: an answer to an invitation is matched and applied, everything is kept, nobody is
answered by a machine."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql

from services.notifications.calendar.address import comparable
from services.notifications.calendar.event import session_of
from services.notifications.calendar.reply import NotAReply, Reply, parse
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers
from services.notifications.rules.answers import Known
from shared import clock
from shared.database import Database
from shared.errors import NotThere, Refusal
from shared.http_clients.service_client import ServiceClient
from shared.schema.base import new_id
from shared.schema.notifications import Inbound
from shared.settings import Settings

#: the header of a mail, as much of it as anybody needs
_HEAD_BYTES = 20_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What was made of a mail, and why it changed nothing, if so: words of ``rules.answers``, or a sentence."""

    outcome: str
    reason: str | None = None
    session_id: UUID | None = None


class PresenterAnswer(BaseModel):
    """What the catalogue is told: PARTSTAT in lower case, DTSTAMP, the session's revision answered."""

    partstat: str
    stamp: datetime
    sequence: int


class Heard(BaseModel):
    """Whether the catalogue let the answer count."""

    counted: bool


def receive(database: Database, catalogue: ServiceClient, settings: Settings, raw: bytes) -> Outcome:
    """Take in one message/rfc822. Raises Unreachable when the catalogue must hear of it and doesn't answer: the mail is
    then not kept, so that it can be sent again."""
    digest = hashlib.sha256(raw).hexdigest()
    with database.reading() as db:
        if queries.is_known(db, digest):
            return Outcome(answers.DUPLICATE)
    try:
        reply = parse(raw)
    except NotAReply as said:
        outcome = Outcome(answers.NOT_A_REPLY, str(said)[:300])
        return _keep(database, digest, outcome, _Sent(_sender(raw)))
    outcome = _weigh(database, catalogue, settings, reply, digest)
    sent = _Sent(reply.sent_by or reply.attendee_email, reply.partstat.lower(), reply.comment)
    return _keep(database, digest, outcome, sent)


@dataclass(frozen=True)
class _Sent:
    """Who sent it, and what they said."""

    sender: str
    answer: str | None = None
    comment: str | None = None


def _weigh(database: Database, catalogue: ServiceClient, settings: Settings, reply: Reply, digest: str) -> Outcome:
    session_id = session_of(reply.uid, settings.catalogue_url)
    with database.reading() as db:
        revision = queries.revision(db, session_id) if session_id else None
        if session_id is None or revision is None:
            return Outcome(answers.FOREIGN, answers.UNKNOWN_SESSION)
        email = reply.attendee_email
        presenter = queries.presenter(db, session_id, email)
        copy = queries.copy(db, session_id, email)
        takes_part = queries.takes_part(db, session_id, email)
    if presenter is None:
        if takes_part:
            return Outcome(answers.NOTED, answers.PARTICIPANT, session_id)
        return Outcome(answers.FOREIGN, answers.NO_LONGER_INVITED if copy else answers.NOT_INVITED, session_id)
    known = Known(
        copy.sequence if copy else revision,
        copy.ahead if copy else 0,
        presenter.reply_revision,
        presenter.reply_at,
    )
    return _apply(catalogue, reply, known, _Invited(presenter.id, session_id, revision, digest))


@dataclass(frozen=True)
class _Invited:
    """Whose answer it is, to which session as it is now, in which mail."""

    presenter_id: UUID
    session_id: UUID
    revision: int
    digest: str


def _apply(catalogue: ServiceClient, reply: Reply, known: Known, invited: _Invited) -> Outcome:
    session_id = invited.session_id
    now = clock.now().replace(microsecond=0)
    sequence, stamp = reply.sequence or 0, answers.plausible_stamp(reply.stamp, now)
    late = answers.why_stale(known, sequence, stamp)
    if late:
        return Outcome(answers.STALE, late, session_id)
    partstat = reply.partstat.lower()
    if partstat not in answers.KEPT_ANSWERS:
        reason = answers.PROPOSAL if reply.method == "COUNTER" else answers.NO_ANSWER
        return Outcome(answers.NOTED, reason, session_id)
    answered = max(0, min(sequence, known.sequence) - known.ahead)
    body = PresenterAnswer(partstat=partstat, stamp=stamp, sequence=answered)
    path = f"/api/v1/presenters/{invited.presenter_id}/reply"
    try:
        heard = Heard.model_validate(catalogue.post(path, body, "system", idempotency_key=invited.digest))
    except Refusal as refusal:
        if refusal.status != NotThere.status:
            raise
        return Outcome(answers.FOREIGN, answers.NO_LONGER_INVITED, session_id)
    if not heard.counted:
        overtaken = answers.EARLIER_TIME if answered < invited.revision else answers.NEWER_ANSWER
        return Outcome(answers.STALE, overtaken, session_id)
    return Outcome(answers.APPLIED, answers.PROPOSAL if reply.method == "COUNTER" else None, session_id)


def _keep(database: Database, digest: str, outcome: Outcome, sent: _Sent) -> Outcome:
    """Write it down once; whoever was faster with the same mail has told it already."""
    values = {
        "id": new_id(),
        "received_at": clock.now(),
        "digest": digest,
        "outcome": outcome.outcome,
        "reason": outcome.reason,
        "session_id": outcome.session_id,
        "sender": sent.sender,
        "answer": sent.answer,
        "comment": sent.comment,
    }
    with database.writing() as db:
        # SQLite knows PostgreSQL's ON CONFLICT
        keep = postgresql.insert(Inbound).values(values).on_conflict_do_nothing().returning(Inbound.id)
        is_fresh = db.scalar(keep) is not None
    log.info("mail_came_back", outcome=outcome.outcome, reason=outcome.reason, session_id=str(outcome.session_id))
    return outcome if is_fresh else Outcome(answers.DUPLICATE)


def _sender(raw: bytes) -> str:
    """Whom a mail that is no answer says it is from; empty when it doesn't."""
    try:
        said = message_from_bytes(raw[:_HEAD_BYTES]).get("From", "")
        return comparable(parseaddr(str(said))[1])
    except (ValueError, LookupError, TypeError):
        return ""
