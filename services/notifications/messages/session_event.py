"""A session as calendars hold it."""

from dataclasses import replace

from services.notifications.calendar.event import SessionEvent, uid_for
from services.notifications.queries.session_facts import SessionFacts

_SEPARATOR = "\n\n"


def session_event(
    session: SessionFacts, catalogue_url: str, sequence: int | None = None, aside: str = ""
) -> SessionEvent:
    """The session for an invitation, or for a feed: then its SEQUENCE is its revision.

    ``aside`` is what its reader alone is told beside the description.
    """
    series = session.series
    heading = series.title if series.title != session.title else ""
    return SessionEvent(
        uid=uid_for(session.id, catalogue_url),
        sequence=session.revision if sequence is None else sequence,
        summary=session.title,
        description=_SEPARATOR.join(part for part in (heading, aside, session.description) if part),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        location=session.venue or "",
        url=f"{catalogue_url}/sessions/{session.id}",
        join_url=session.join_url,
        status="cancelled" if session.is_cancelled else "confirmed",
        created_at=session.created_at,
        changed_at=session.changed_at,
    )


def rehearsal_event(session: SessionFacts, event: SessionEvent, title: str) -> SessionEvent | None:
    """The rehearsal of a session as an entry of its own beside the session's; None where there is none.

    It follows the session's every move, so its SEQUENCE is the session's, and rises with its own changes too.
    """
    if session.rehearsal is None:
        return None
    return replace(
        event,
        uid=event.uid.replace("session-", "rehearsal-", 1),
        sequence=event.sequence + session.rehearsal_revision,
        summary=title,
        description=session.series.title,
        starts_at=session.rehearsal.starts_at,
        ends_at=session.rehearsal.ends_at,
    )
