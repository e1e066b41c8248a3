"""What each kind of journal line means for people's mail and calendars."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row

from services.notifications.actions.reconcile_calendar import reconcile
from services.notifications.actions.tell_people import tell_declined, tell_sign_in
from services.notifications.actions.tell_registrations import tell_cancelled, tell_link, tell_made, tell_promoted
from services.notifications.queries.offering_sessions import coming_of_series
from shared import clock

Handler = Callable[[Connection, Row[Any]], None]


#: the one kind that comes by the hundred
_MADE = "registrations.made"


def together(lines: Iterable[Row[Any]]) -> Iterator[list[Row[Any]]]:
    """Lines in their order, those in one list that are handled in one go: registrations for the same offering."""
    for (kind, *_rest), run in groupby(lines, key=lambda line: (line.kind, line.actor, line.offering_id)):
        if kind == _MADE:
            yield list(run)
        else:
            yield from ([line] for line in run)


def handle(db: Connection, lines: Sequence[Row[Any]], default_language: str) -> None:
    """Write the messages that lines which go ``together`` call for; lines of other kinds call for none."""
    line = lines[0]
    if line.kind == _MADE:
        tell_made(db, lines)
        return
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
    "registration.promoted": tell_promoted,
    "registration.cancelled": tell_cancelled,
    "registration.link_requested": tell_link,
}
