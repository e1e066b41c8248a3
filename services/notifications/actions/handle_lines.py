"""What each kind of journal line means for people's mail and calendars. Lines of one kind and offering go together."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from services.notifications.actions.copy_mails import copy_mails
from services.notifications.actions.forget import note_erased
from services.notifications.actions.organisation_feed import end_known_link
from services.notifications.actions.proposals import settle
from services.notifications.actions.reconcile_calendar import reconcile
from services.notifications.actions.tell_announcements import forget_erased, tell_announced, tell_tested
from services.notifications.actions.tell_partners import tell_partner, tell_partner_left
from services.notifications.actions.tell_people import tell_declined, tell_handover, tell_member, tell_sign_in
from services.notifications.actions.tell_registrations import (
    tell_answered,
    tell_approved,
    tell_cancelled,
    tell_link,
    tell_made,
    tell_promoted,
    tell_refused,
)
from services.notifications.actions.tell_rehearsal import tell_rehearsal
from services.notifications.actions.tell_waiting import tell_waiting_ended
from services.notifications.actions.tell_without_entry import tell_without_entry
from services.notifications.queries.held_moves import undone_moves
from services.notifications.queries.offering_sessions import coming_of_series
from shared import clock

Lines = Sequence[Row[Any]]
Handler = Callable[[Connection, Lines], None]

#: about one session each
SESSION_KINDS = (
    "session.added",
    "session.moved",
    "session.move_undone",
    "session.cancelled",
    "presenter.added",
    "presenter.removed",
    "registration.session_left",
    "registration.session_rejoined",
)
#: about what a whole series brings into calendars
SERIES_KINDS = ("series.published", "offering.added", "offering.changed")


def grouped(lines: Lines) -> list[Lines]:
    """The lines that can be handled by the same statements, in the order in which they should be."""
    groups: dict[tuple[str, str, UUID | None], list[Row[Any]]] = {}
    for line in lines:
        about = "calendars" if _is_about_calendars(line) else line.kind
        offering_id = line.offering_id if about in _OF_REGISTRATIONS else None
        groups.setdefault((about, line.actor, offering_id), []).append(line)
    return list(groups.values())


def handle(db: Connection, lines: Lines, default_language: str) -> None:
    """Write the messages that one group of lines calls for; lines of other kinds call for none."""
    kind = lines[0].kind
    if _is_about_calendars(lines[0]):
        _reconcile(db, lines)
    elif kind == "person.erased":
        note_erased(db, lines)
    elif kind in _ONE_BY_ONE:
        for line in lines:
            _ONE_BY_ONE[kind](db, line, default_language)
    elif kind in _OF_REGISTRATIONS:
        _OF_REGISTRATIONS[kind](db, lines)


def _is_about_calendars(line: Row[Any]) -> bool:
    """A series that is edited brings nothing into calendars, unless entries are now to come at another time."""
    if line.kind == "series.changed":
        return "entries_days_before" in line.detail.get("fields", [])
    return line.kind in SESSION_KINDS or line.kind in SERIES_KINDS


def _reconcile(db: Connection, lines: Lines) -> None:
    now = clock.now()
    of_series = {line.series_id for line in lines if line.kind not in SESSION_KINDS}
    sessions = {line.session_id for line in lines if line.kind in SESSION_KINDS}
    for series_id in of_series:
        sessions.update(coming_of_series(db, series_id, now))
    reconcile(db, sorted(sessions), lines[-1].id)
    undone = undone_moves(db, lines)
    lines = [line for line in lines if line.subject_id not in undone]
    for line in lines:
        tell_without_entry(db, line)
    settle(db, lines)
    cancellations = [line for line in lines if line.kind == "session.cancelled"]
    if cancellations:
        tell_waiting_ended(db, cancellations)


def _copied(db: Connection, line: Row[Any]) -> None:
    copy_mails(db, line)
    tell_partner(db, line)


_ONE_BY_ONE: dict[str, Callable[[Connection, Row[Any], str], None]] = {
    "sign_in.requested": tell_sign_in,
    "membership.added": tell_member,
    "membership.removed": lambda db, line, _language: end_known_link(db, line),
    "series.copied": lambda db, line, _language: _copied(db, line),
    "series.partner_added": lambda db, line, _language: tell_partner(db, line),
    "series.partner_changed": lambda db, line, _language: tell_partner(db, line),
    "series.partner_left": lambda db, line, _language: tell_partner_left(db, line),
    "session.changed": lambda db, line, _language: tell_rehearsal(db, line),
    "presenter.replied": lambda db, line, _language: tell_declined(db, line),
    "series.handover_asked": lambda db, line, _language: tell_handover(db, line),
    "announcement.tested": lambda db, line, _language: tell_tested(db, line),
}
_OF_REGISTRATIONS: dict[str, Handler] = {
    "registrations.made": tell_made,
    "registration.promoted": tell_promoted,
    "registration.approved": tell_approved,
    "registration.declined": tell_refused,
    "registrations.answered": tell_answered,
    "registration.cancelled": tell_cancelled,
    "registration.link_requested": tell_link,
    "announcement.sent": tell_announced,
    "announcement.erased": forget_erased,
}
