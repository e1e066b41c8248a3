"""Answers to invitations: matched with whom was invited, and applied when they count."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Row

from services.notifications.actions import participants_answers
from services.notifications.actions.kept_mail import Decide, Made
from services.notifications.actions.proposals import tell_proposed
from services.notifications.calendar.event import session_of
from services.notifications.calendar.proposal import Proposed
from services.notifications.calendar.reply import NotAReply, Reply, parse
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers, came_back
from services.notifications.rules.answers import Known
from shared import clock
from shared.database import Database
from shared.errors import NotThere, Refusal
from shared.http_clients.service_client import ServiceClient
from shared.schema.base import REPLY_NOTE_LENGTH
from shared.settings import Settings


class PresenterAnswer(BaseModel):
    """What the catalogue is told: PARTSTAT in lower case, DTSTAMP, the session's revision answered, the COMMENT."""

    partstat: str
    stamp: datetime
    sequence: int
    note: str | None


class Heard(BaseModel):
    """Whether the catalogue let the answer count."""

    counted: bool


@dataclass(frozen=True)
class Came:
    """A mail as it came: its bytes and their hash, whom it says it is from."""

    raw: bytes
    digest: str
    sender: str


def answered(database: Database, catalogue: ServiceClient, settings: Settings, came: Came) -> Decide:
    """What to make of an answer; a presenter's is told to the catalogue before. Raises Unreachable when it's away."""
    try:
        reply = parse(came.raw)
    except NotAReply as said:
        nothing = Made(kind=came_back.REPLY, outcome=answers.NOT_A_REPLY, reason=str(said)[:300], sender=came.sender)
        return lambda _db, _id: nothing
    session_id = session_of(reply.uid, settings.catalogue_url)
    with database.reading() as db:
        session = queries.session(db, session_id) if session_id else None
        if session_id is None or session is None:
            made = _made(reply, answers.FOREIGN, answers.UNKNOWN_SESSION)
            return lambda _db, _id: made
        presenter = queries.presenter(db, session_id, reply.attendee_email)
        copy = queries.copy(db, session_id, reply.attendee_email)
    said_by = _made(reply, answers.NOTED, session_id=session_id, series_id=session.series_id)
    if presenter is None:
        return lambda db, _id: participants_answers.take_in(db, reply, said_by, session)
    known = Known(
        copy.sequence if copy else session.revision,
        copy.ahead if copy else 0,
        presenter.reply_revision,
        presenter.reply_at,
    )
    outcome, reason = _apply(catalogue, reply, known, _Invited(presenter.id, session.revision, came.digest))
    made = replace(said_by, outcome=outcome, reason=reason)
    if reply.method != "COUNTER" or outcome not in (answers.APPLIED, answers.NOTED):
        return lambda _db, _id: made
    sequence = min(reply.sequence or 0, known.sequence)
    return lambda db, identifier: _propose(db, identifier, made, reply, session, sequence)


@dataclass(frozen=True)
class _Invited:
    """Whose answer it is, to which revision of the session as it is now, in which mail."""

    presenter_id: UUID
    revision: int
    digest: str


def _apply(catalogue: ServiceClient, reply: Reply, known: Known, invited: _Invited) -> tuple[str, str | None]:
    """The outcome, and why it is no other."""
    now = clock.now().replace(microsecond=0)
    sequence, stamp = reply.sequence or 0, answers.plausible_stamp(reply.stamp, now)
    late = answers.why_stale(known, sequence, stamp)
    if late:
        return answers.STALE, late
    partstat = reply.partstat.lower()
    proposal = answers.PROPOSAL if reply.method == "COUNTER" else None
    if partstat not in answers.KEPT_ANSWERS:
        return answers.NOTED, proposal or answers.NO_ANSWER
    revision = max(0, min(sequence, known.sequence) - known.ahead)
    note = reply.comment[:REPLY_NOTE_LENGTH] if reply.comment else None
    body = PresenterAnswer(partstat=partstat, stamp=stamp, sequence=revision, note=note)
    path = f"/api/v1/presenters/{invited.presenter_id}/reply"
    try:
        heard = Heard.model_validate(catalogue.post(path, body, "system", idempotency_key=invited.digest))
    except Refusal as refusal:
        if refusal.status != NotThere.status:
            raise
        return answers.FOREIGN, answers.NO_LONGER_INVITED
    if not heard.counted:
        return answers.STALE, answers.EARLIER_TIME if revision < invited.revision else answers.NEWER_ANSWER
    return answers.APPLIED, proposal


def _propose(db: Any, identifier: UUID, made: Made, reply: Reply, session: Row[Any], sequence: int) -> Made:
    """A presenter's other time waits for the organisers; what is no other time is only kept."""
    times = _full(reply.proposed, session)
    if times and (times.starts_at, times.ends_at) == (session.starts_at, session.ends_at):
        return made
    tell_proposed(db, identifier, session, sequence, reply.attendee_email)
    if times is None:
        return replace(made, proposal="open")
    return replace(made, proposal="open", proposed_starts_at=times.starts_at, proposed_ends_at=times.ends_at)


def _full(proposed: Proposed | None, session: Row[Any]) -> Proposed | None:
    """With an end: where none was proposed, the length stays."""
    if proposed is None or proposed.ends_at is not None:
        return proposed
    return Proposed(proposed.starts_at, proposed.starts_at + (session.ends_at - session.starts_at))


def _made(reply: Reply, outcome: str, reason: str | None = None, **more: Any) -> Made:
    return Made(
        kind=came_back.COUNTER if reply.method == "COUNTER" else came_back.REPLY,
        outcome=outcome,
        reason=reason,
        sender=reply.sent_by or reply.attendee_email,
        attendee=reply.attendee_email if reply.sent_by else None,
        answer=reply.partstat.lower(),
        comment=reply.comment,
        **more,
    )
