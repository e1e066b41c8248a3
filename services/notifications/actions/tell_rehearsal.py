"""A rehearsal that is set, moved or taken away while its session stays: a mail to each of its presenters.

It brings the session's entry once more under the SEQUENCE that it has, with other words: nobody's answer is asked
again (RFC 5546 section 2.1.4).
"""

from typing import Any

from sqlalchemy import Connection, Row, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.last_told import has_reached
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.rules.rehearsals import OF_REHEARSAL
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.notifications import CalendarCopy


def tell_rehearsal(db: Connection, line: Row[Any]) -> None:
    """Of one line about a session that changed without moving; whoever has not been invited yet reads it there.

    Where a move is still to be told, its own mail says when the rehearsal is.
    """
    if OF_REHEARSAL.isdisjoint(line.detail.get("fields", [])):
        return
    copy = (CalendarCopy.session_id == Session.id) & (CalendarCopy.email == Presenter.email)
    presenters = (
        select(Presenter.id)
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .join(CalendarCopy, copy)
        .where(
            Session.id == line.session_id,
            Session.state == "scheduled",
            Session.starts_at > clock.now(),
            Series.state != "draft",
            CalendarCopy.state == "invited",
            CalendarCopy.sequence - CalendarCopy.ahead == Session.revision,
            has_reached(Session.id, Presenter.email),
        )
    )
    message = NewMessage(
        kind=kinds.REHEARSAL_CHANGED,
        once=words(kinds.REHEARSAL_CHANGED, Session.id, Session.rehearsal_revision, Presenter.email),
        recipient_email=Presenter.email,
        recipient_name=Presenter.name,
        language=Series.language,
        journal_id=line.id,
        series_id=Session.series_id,
        session_id=Session.id,
        subject_id=Presenter.id,
        sequence=CalendarCopy.sequence,
    )
    add_messages(db, clock.now(), message, presenters)
