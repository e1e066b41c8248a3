"""What participants' calendars answer: kept beside their copy of the session. The place itself changes by no answer."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, update

from services.notifications.actions import place_question
from services.notifications.actions.kept_mail import Made
from services.notifications.actions.proposals import decline_for_everybody
from services.notifications.calendar.reply import Reply
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers
from services.notifications.rules.answers import Known
from shared import clock, journal
from shared.schema.notifications import CalendarCopy


def take_in(db: Connection, reply: Reply, said_by: Made, session: Row[Any]) -> Made:
    """Keep an answer that counts, and what follows from it."""
    email, session_id = reply.attendee_email, said_by.session_id
    if session_id is None:
        raise ValueError("an answer about no session")
    copy = queries.copy(db, session_id, email, is_held=True)
    if not queries.takes_part(db, session_id, email):
        return replace(
            said_by, outcome=answers.FOREIGN, reason=answers.NO_LONGER_INVITED if copy else answers.NOT_INVITED
        )
    if copy is None or copy.state != "invited":
        return replace(said_by, reason=answers.PARTICIPANT)
    late = _why_stale(reply, copy, session.revision)
    if late:
        return replace(said_by, outcome=answers.STALE, reason=late)
    partstat = reply.partstat.lower()
    if partstat in answers.KEPT_ANSWERS:
        _keep(db, copy, partstat, reply)
        about = journal.Subject(session.series_id, session_id, detail={"reply": partstat})
        journal.append(db, "participant.replied", "mail", about)
    if reply.method == "COUNTER":
        # anybody can write a From, and calendars may answer each other: one mail for each version of the session
        key = f"{session_id}:{copy.sequence}:{email}"
        told = decline_for_everybody(db, key, session_id, queries.places(session_id, email))
        return replace(said_by, outcome=answers.APPLIED if told else answers.NOTED, reason=answers.PROPOSAL_ANSWERED)
    if partstat not in answers.KEPT_ANSWERS:
        return replace(said_by, reason=answers.NO_ANSWER)
    if partstat != "declined":
        place_question.ask_no_more(db, session_id, email)
        return replace(said_by, outcome=answers.APPLIED)
    place_question.ask(db, session_id, email)
    return replace(said_by, outcome=answers.APPLIED, reason=answers.PARTICIPANT)


def _why_stale(reply: Reply, copy: Row[Any], revision: int) -> str | None:
    sequence, stamp = reply.sequence or 0, _stamp(reply)
    before = None if copy.reply_sequence is None else copy.reply_sequence - copy.ahead
    late = answers.why_stale(Known(copy.sequence, copy.ahead, before, copy.reply_at), sequence, stamp)
    if late is None and min(sequence, copy.sequence) - copy.ahead < revision:
        # the session was moved a moment ago, and their calendar is still to hear of it
        return answers.EARLIER_TIME
    return late


def _keep(db: Connection, copy: Row[Any], partstat: str, reply: Reply) -> None:
    theirs = (CalendarCopy.session_id == copy.session_id) & (CalendarCopy.email == copy.email)
    answer = {
        "reply": partstat,
        "reply_sequence": min(reply.sequence or 0, copy.sequence),
        "reply_at": _stamp(reply),
    }
    db.execute(update(CalendarCopy).where(theirs).values(answer))


def _stamp(reply: Reply) -> Any:
    return answers.plausible_stamp(reply.stamp, clock.now().replace(microsecond=0))
