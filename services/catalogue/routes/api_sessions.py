"""API: sessions and their presenters."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row

from services.catalogue.actions import sessions as actions
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.removal import remove_session
from services.catalogue.queries import deadlines, session_lists, warnings
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.routes.api_session_shapes import (
    PresenterIn,
    PresenterOut,
    RehearsalIn,
    RehearsalOut,
    SessionIn,
    SessionOut,
    SessionPage,
    SessionPatch,
)
from services.catalogue.routes.permission import (
    organises,
    route_to_manage,
    session_to_manage,
    visible_series,
    visible_session,
)
from shared import clock
from shared.rules.rehearsals import rehearsal_of
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service_url
from shared.web.dates import machine
from shared.web.viewer import known_viewer

api = Api("sessions")


@api.writes(
    "POST",
    "/series/<slug>/sessions",
    Access.ORGANISER,
    "Add a session to a series",
    Shape(SessionIn, None, SessionOut, 201),
)
def add_session(db: Connection, slug: str, body: SessionIn) -> SessionOut:
    """Without a title or time zone it takes the series'."""
    series = route_to_manage(db, slug)
    actor = known_viewer().actor
    new = actions.NewSession(
        **body.model_dump(exclude={"presenters", "rehearsal"}), **_rehearsal_fields(body.rehearsal)
    )
    session_id = actions.add_session(db, actor, series.id, new)
    replace_presenters(db, actor, session_id, _presenters(body.presenters))
    return one(db, series, session_id)


@api.reads(
    "/series/<slug>/sessions",
    Access.PUBLIC,
    "The sessions of a series, in the order of time",
    Shape(query=ListQuery, answer=SessionPage),
)
def list_sessions(db: Connection, slug: str, query: ListQuery) -> SessionPage:
    """Cancelled ones too."""
    series = visible_series(db, slug)
    after = place_of(query.cursor, session_lists.parse_place)
    rows = session_lists.list_sessions(db, series.id, query.limit + 1, after)
    shown, cursor = cut(rows, query.limit, lambda row: (row.starts_at.isoformat(), str(row.id)))
    presenters = session_lists.presenters_of(db, [row.id for row in shown])
    return SessionPage(items=[_shown(series, row, presenters[row.id]) for row in shown], next=cursor)


@api.reads("/sessions/<uuid:session_id>", Access.PUBLIC, "One session", Shape(answer=SessionOut))
def get_session(db: Connection, session_id: UUID) -> SessionOut:
    """The join link and the presenters' addresses and replies are for organisers."""
    return one(db, visible_session(db, session_id), session_id)


@api.writes(
    "PATCH",
    "/sessions/<uuid:session_id>",
    Access.ORGANISER,
    "Change or move a session",
    Shape(SessionPatch, None, SessionOut),
)
def patch_session(db: Connection, session_id: UUID, body: SessionPatch) -> SessionOut:
    """Only what is sent changes; ``presenters`` replaces them all. A change of time or place is told to everybody."""
    series = session_to_manage(db, session_id)
    actor = known_viewer().actor
    was_at = session_lists.one_session(db, session_id).starts_at
    said = body.model_dump(exclude_unset=True, exclude={"version", "presenters", "rehearsal"})
    if "rehearsal" in body.model_fields_set:
        said |= _rehearsal_fields(body.rehearsal)
    actions.edit_session(db, actor, session_id, cast("actions.SessionChanges", said), body.version)
    if "presenters" in body.model_fields_set:
        replace_presenters(db, actor, session_id, _presenters(body.presenters))
    return one(db, series, session_id, was_at)


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/cancel",
    Access.ORGANISER,
    "Cancel a session",
    Shape(answer=SessionOut),
)
def cancel_session(db: Connection, session_id: UUID) -> SessionOut:
    """Everybody who has it in a calendar is told; once more changes nothing."""
    series = session_to_manage(db, session_id)
    actions.cancel_session(db, known_viewer().actor, session_id)
    return one(db, series, session_id)


@api.writes(
    "DELETE", "/sessions/<uuid:session_id>", Access.ORGANISER, "Remove a session that was added by mistake", Shape()
)
def delete_session(db: Connection, session_id: UUID) -> None:
    """While the series has never been published, or if the session was over when it was added; one that people may
    know of is cancelled instead."""
    session_to_manage(db, session_id)
    remove_session(db, known_viewer().actor, session_id)


def _rehearsal_fields(said: RehearsalIn | None) -> dict[str, Any]:
    if said is None:
        return {"rehearsal_before": None}
    return {"rehearsal_before": said.before_minutes, "rehearsal_minutes": said.minutes}


def _presenters(said: list[PresenterIn]) -> list[NewPresenter]:
    return [NewPresenter(**presenter.model_dump()) for presenter in said]


def one(db: Connection, series: Row[Any], session_id: UUID, was_at: datetime | None = None) -> SessionOut:
    """A session of this series as the asker may see it; ``was_at``: when it began until now."""
    row = session_lists.one_session(db, session_id)
    shown = _shown(series, row, session_lists.presenters_of(db, [session_id])[session_id])
    if not organises(series.organiser_id):
        return shown
    odd = warnings.of_session(db, session_id)
    # what has been held or called off takes nobody any more
    if row.state == "scheduled" and row.ends_at > clock.now():
        odd += [one.sentence for one in deadlines.overtaken(db, session_id, row.starts_at, row.ends_at, was_at)]
    return shown.model_copy(update={"warnings": odd})


def _shown(series: Row[Any], row: Row[Any], presenters: list[Row[Any]]) -> SessionOut:
    to_organiser = organises(series.organiser_id)
    return SessionOut(
        id=row.id,
        series=series.slug,
        series_id=series.id,
        title=row.title,
        description=row.description,
        starts_at=machine(row.starts_at, row.timezone),
        ends_at=machine(row.ends_at, row.timezone),
        timezone=row.timezone,
        mode=row.mode,
        kind=row.kind,
        join_url=row.join_url if to_organiser else None,
        venue=row.venue,
        presenters=[_presenter(presenter, to_organiser) for presenter in presenters],
        rehearsal=_rehearsal(row) if to_organiser else None,
        state=row.state,
        revision=row.revision,
        version=row.version,
        url=service_url("catalogue", f"/sessions/{row.id}"),
        created_at=machine(row.created_at, row.timezone),
        changed_at=machine(row.changed_at, row.timezone),
    )


def _rehearsal(row: Row[Any]) -> RehearsalOut | None:
    found = rehearsal_of(row)
    if found is None:
        return None
    return RehearsalOut(
        before_minutes=row.rehearsal_before,
        minutes=row.rehearsal_minutes,
        starts_at=machine(found.starts_at, row.timezone),
        ends_at=machine(found.ends_at, row.timezone),
    )


def _presenter(row: Row[Any], to_organiser: bool) -> PresenterOut:
    return PresenterOut(
        id=row.id,
        name=row.name,
        role=row.role,
        title=row.title,
        email=row.email if to_organiser else None,
        reply=row.reply if to_organiser else None,
        reply_note=row.reply_note if to_organiser and row.reply == "declined" else None,
    )
