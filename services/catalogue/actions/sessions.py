"""Sessions: added, edited or moved, cancelled."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, insert, select, update

from services.catalogue.actions.changes import keep_change
from services.catalogue.actions.series import require_zone
from services.catalogue.actions.versions import change_series, change_session, really_changed, require_newest
from services.catalogue.queries.held import hold_series, hold_session
from services.catalogue.rules import schedule
from services.catalogue.rules.schedule import TimesProblem
from shared import clock, journal
from shared.errors import Conflict, Refusal
from shared.rules.rehearsals import USUAL_MINUTES, is_over_in_time
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter, Session


@dataclass(frozen=True)
class NewSession:
    """A session as asked for. Without a title or zone it takes the series'; a form makes the ``id`` beforehand."""

    starts_at: datetime
    ends_at: datetime
    title: str | None = None
    timezone: str | None = None
    mode: str = "online"
    kind: str = "meeting"
    description: str = ""
    join_url: str | None = None
    venue: str | None = None
    #: minutes before the session, and how many; None: its presenters don't rehearse
    rehearsal_before: int | None = None
    rehearsal_minutes: int = USUAL_MINUTES
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Held:
    """That a move is not told before a moment, so that it can be undone; ``id`` is what it and its change are kept
    under."""

    id: UUID
    until: datetime


class SessionChanges(TypedDict, total=False):
    """What of a session may be edited; absent: stays as it is."""

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    mode: str
    kind: str
    join_url: str | None
    venue: str | None
    rehearsal_before: int | None
    rehearsal_minutes: int


def add_session(db: Connection, actor: str, series_id: UUID, new: NewSession) -> UUID:
    """Add a session to a series. Raises Refusal for times that can't be, Conflict when the series is archived."""
    series = hold_series(db, series_id)
    before = db.scalar(select(Session.series_id).where(Session.id == new.id))
    if before is not None:
        return _made_before(new.id, before == series_id)
    if series.state == "archived":
        raise Conflict("series_archived", _("This series is archived. Publish it again before you add to it."))
    require_times(new.starts_at, new.ends_at)
    require_rehearsal(new.rehearsal_before, new.rehearsal_minutes)
    zone = new.timezone or series.timezone
    require_zone(zone)
    now = clock.now()
    values = asdict(new) | {"title": new.title or series.title, "timezone": zone}
    db.execute(insert(Session).values(**values, series_id=series_id, created_at=now, changed_at=now))
    change_series(db, series_id)
    journal.append(db, "session.added", actor, journal.Subject(series_id=series_id, session_id=new.id))
    return new.id


def edit_session(
    db: Connection,
    actor: str,
    session_id: UUID,
    changes: SessionChanges,
    seen_version: int | None = None,
    held: Held | None = None,
) -> None:
    """Change a session: a change of time or place is a move, of which every calendar is told; of text alone it is not.

    A move that is ``held`` is told later.

    Raises Conflict when ``seen_version`` is no longer the newest or the session is cancelled, Refusal for wrong times.
    """
    session = hold_session(db, session_id)
    changed = really_changed(session, changes)
    if not changed:
        return
    require_newest(session, seen_version)
    require_scheduled(session)
    require_times(changed.get("starts_at", session.starts_at), changed.get("ends_at", session.ends_at))
    require_zone(changed.get("timezone", session.timezone))
    require_rehearsal(
        changed.get("rehearsal_before", session.rehearsal_before),
        changed.get("rehearsal_minutes", session.rehearsal_minutes),
    )
    if schedule.raises_revision(changed):
        _move(db, actor, session, changed, held)
        return
    change_session(db, session, **changed)
    _note(db, "session.changed", actor, session, _detail(db, session, changed))


def cancel_session(db: Connection, actor: str, session_id: UUID) -> None:
    """Call a session off; it leaves every calendar. Once more changes nothing."""
    session = hold_session(db, session_id)
    if session.state == "cancelled":
        return
    change_session(db, session, state="cancelled", revision=session.revision + 1)
    _note(db, "session.cancelled", actor, session, {"revision": session.revision + 1})


def require_scheduled(session: Row[Any]) -> None:
    """Raise Conflict when a session has been called off: it stays as it was announced."""
    if session.state == "cancelled":
        raise Conflict(
            "session_cancelled", _("This session has been cancelled and can't be changed. Add a new one instead.")
        )


def require_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raise Refusal, naming the field, when no session can be held at these times."""
    problem = schedule.problem_of_times(starts_at, ends_at)
    if problem is TimesProblem.ENDS_BEFORE_START:
        raise Refusal(problem, _("The end must be after the start."), "ends_at")
    if problem is TimesProblem.TOO_LONG:
        days = schedule.LONGEST.days
        raise Refusal(
            problem, _("A session lasts at most %(days)s days. Make several sessions of it.", days=days), "ends_at"
        )
    if problem is TimesProblem.STARTS_OUT_OF_RANGE:
        raise Refusal(problem, _("The year must be between 2000 and 2099."), "starts_at")


def require_rehearsal(before: int | None, minutes: int) -> None:
    """Raise Refusal when a rehearsal would still go on as the session begins."""
    if not is_over_in_time(before, minutes):
        raise Refusal(
            "rehearsal_too_long",
            _("The rehearsal must be over when the session begins. Let it begin earlier, or be shorter."),
            "rehearsal_minutes",
        )


def _move(db: Connection, actor: str, session: Row[Any], changed: dict[str, Any], held: Held | None) -> None:
    revision = session.revision + 1
    until = {"told_from": held.until} if held else {}
    change_session(db, session, **changed, revision=revision, **until)
    if schedule.asks_again(changed):
        unanswered = {"reply": "needs-action", "reply_at": None, "reply_revision": None}
        db.execute(update(Presenter).where(Presenter.session_id == session.id).values(unanswered))
    detail = {"revision": revision} | _detail(db, session, changed, held.id if held else None)
    about = journal.Subject(session.series_id, session.id, subject_id=held.id if held else None, detail=detail)
    journal.append(db, "session.moved", actor, about, held.until if held else None)


def _detail(
    db: Connection, session: Row[Any], changed: dict[str, Any], change_id: UUID | None = None
) -> dict[str, Any]:
    """The fields that were changed, and where it stands from what to what."""
    kept = keep_change(db, session._asdict(), changed, session.series_id, session.id, change_id)
    return {"fields": sorted(changed), "change": kept}


def _note(db: Connection, kind: str, actor: str, session: Row[Any], detail: dict[str, Any]) -> None:
    journal.append(db, kind, actor, journal.Subject(session.series_id, session.id, detail=detail))


def _made_before(session_id: UUID, is_same_series: bool) -> UUID:
    if not is_same_series:
        raise Conflict("already_made", _("This form was sent before. Open a new one."))
    return session_id
