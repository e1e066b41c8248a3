"""What each kind of journal line means for people's mail and calendars."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row

from services.notifications.actions.reconcile_calendar import reconcile
from services.notifications.actions.tell_people import tell_declined, tell_sign_in
from services.notifications.actions.tell_registrations import tell_cancelled, tell_link, tell_made, tell_promoted
from services.notifications.queries.offering_sessions import coming_of_series
from shared import clock

Handler = Callable[[Connection, Row[Any]], None]


def handle(db: Connection, line: Row[Any], default_language: str) -> None:
    """Write the messages that a line calls for; lines of other kinds call for none."""
    if line.kind == "sign_in.requested":
        tell_sign_in(db, line, default_language)
        return
    handler = _HANDLERS.get(line.kind)
    if handler is not None:
        handler(db, line)


def _reconcile_session(db: Connection, line: Row[Any]) -> None:
    reconcile(db, [line.session_id], line.id)


def _reconcile_series(db: Connection, line: Row[Any]) -> None:
    reconcile(db, coming_of_series(db, line.series_id, clock.now()), line.id)


_HANDLERS: dict[str, Handler] = {
    "series.published": _reconcile_series,
    "session.added": _reconcile_session,
    "session.moved": _reconcile_session,
    "session.cancelled": _reconcile_session,
    "presenter.added": _reconcile_session,
    "presenter.removed": _reconcile_session,
    "presenter.replied": tell_declined,
    "offering.added": _reconcile_series,
    "offering.changed": _reconcile_series,
    "registrations.made": tell_made,
    "registration.promoted": tell_promoted,
    "registration.cancelled": tell_cancelled,
    "registration.link_requested": tell_link,
}
