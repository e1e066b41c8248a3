"""API: preliminary assignments, and the programme that they belong to."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.catalogue.actions import assignments as actions
from services.catalogue.queries import assignments, public_offerings, public_series
from services.catalogue.queries.assignments import Task
from services.catalogue.routes.api_assignment_shapes import (
    AssignmentIn,
    AssignmentOut,
    AssignmentPatch,
    AssignmentsOut,
    CohortOut,
    ProgrammeOut,
)
from services.catalogue.routes.cohort_facts import cohort_of
from services.catalogue.routes.permission import route_to_manage, visible_series
from services.catalogue.rules.cohorts import shared_with
from shared import clock
from shared.errors import NotThere
from shared.local_time import end_of_day
from shared.rules.partners import Right
from shared.web import rights
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.viewer import known_viewer, viewer

api = Api("assignments")


@api.reads(
    "/series/<slug>/assignments",
    Access.PUBLIC,
    "The preliminary assignments of a series; their instructions are for its organisers",
    Shape(answer=AssignmentsOut),
)
def list_assignments(db: Connection, slug: str) -> AssignmentsOut:
    """In the order in which they are due. Those of what is reserved for a customer's staff are for the organisers to
    see."""
    series = visible_series(db, slug)
    shows_all = rights.may(db, viewer(), Right.SESSIONS, series)
    tasks = [task for task in assignments.of_series(db, series.id) if shows_all or task.customer_id is None]
    return AssignmentsOut(items=[_out(task, shows_all=shows_all) for task in tasks])


@api.writes(
    "POST",
    "/series/<slug>/assignments",
    Access.ORGANISER,
    "Set a preliminary assignment",
    Shape(AssignmentIn, None, AssignmentOut, 201),
)
def add_assignment(db: Connection, slug: str, body: AssignmentIn) -> AssignmentOut:
    """Due before a session, with which it moves, or by an instant."""
    series = route_to_manage(db, slug)
    new = actions.NewAssignment(**_with_instant(body.model_dump(), series.timezone))
    return _one(db, actions.add_assignment(db, known_viewer().actor, series.id, new))


@api.writes(
    "PATCH",
    "/assignments/<uuid:assignment_id>",
    Access.ORGANISER,
    "Change a preliminary assignment",
    Shape(AssignmentPatch, None, AssignmentOut),
)
def patch_assignment(db: Connection, assignment_id: UUID, body: AssignmentPatch) -> AssignmentOut:
    """Only what is sent changes."""
    series = _to_manage(db, assignment_id)
    said = _with_instant(body.model_dump(exclude_unset=True, exclude={"version"}), series.timezone)
    changes = cast("actions.AssignmentChanges", said)
    actions.edit_assignment(db, known_viewer().actor, assignment_id, changes, body.version)
    return _one(db, assignment_id)


@api.writes(
    "DELETE", "/assignments/<uuid:assignment_id>", Access.ORGANISER, "Take a preliminary assignment away", Shape()
)
def delete_assignment(db: Connection, assignment_id: UUID) -> None:
    """It is shown to nobody any more."""
    _to_manage(db, assignment_id)
    actions.remove_assignment(db, known_viewer().actor, assignment_id)


@api.reads(
    "/series/<slug>/programme",
    Access.PUBLIC,
    "A series as a programme: cohorts with their own and shared sessions, study days, assignments and hours",
    Shape(answer=ProgrammeOut),
)
def get_programme(db: Connection, slug: str) -> ProgrammeOut:
    """Every offering is a cohort here; what is reserved for a customer's staff is for the organisers to see."""
    found = visible_series(db, slug)
    series = public_series.head(db, found.slug)
    if series is None:
        raise NotThere("not_there", _("There is no such series."))
    by_id = {session.id: session for session in public_series.sessions(db, series.id)}
    is_own = rights.may(db, viewer(), Right.SESSIONS, found)
    offers_of = public_offerings.all_of_series if is_own else public_offerings.of_series
    offers = offers_of(db, series.id, clock.now())
    tasks = assignments.of_series(db, series.id)
    cohorts = [cohort_of(offer, by_id, series.credits, tasks) for offer in offers]
    return ProgrammeOut(
        credits=float(series.credits) if series.credits else None,
        cohorts=[
            CohortOut(
                offering_id=one.offer.id,
                name=one.offer.name,
                session_ids=one.offer.standing_ids,
                shared_session_ids=[each for each in one.offer.standing_ids if len(shared_with(each, offers)) > 1],
                study_days=one.study_days,
                assignment_ids=[task.id for task in one.tasks],
                minutes_together=one.minutes,
                hours_total=one.work.total if one.work else None,
                hours_own=one.work.own if one.work else None,
            )
            for one in cohorts
        ],
    )


def _to_manage(db: Connection, assignment_id: UUID) -> Row[Any]:
    task = assignments.one(db, assignment_id)
    if task is None:
        raise NotThere("no_assignment", _("There is no such assignment. It may have been taken away."))
    return route_to_manage(db, task.series_slug)


def _with_instant(said: dict[str, Any], zone: str) -> dict[str, Any]:
    """A date is the end of that day where the series is."""
    day = said.get("due_at")
    if isinstance(day, date) and not isinstance(day, datetime):
        return {**said, "due_at": end_of_day(day, zone)}
    return said


def _one(db: Connection, assignment_id: UUID) -> AssignmentOut:
    task = assignments.one(db, assignment_id)
    if task is None:
        raise NotThere("no_assignment", _("There is no such assignment. It may have been taken away."))
    return _out(task, shows_all=True)


def _out(task: Task, *, shows_all: bool) -> AssignmentOut:
    names = ("id", "series_id", "title", "session_id", "days_before", "offering_id", "remind_days", "is_off", "version")
    return AssignmentOut(
        **{name: getattr(task, name) for name in names},
        instructions=task.instructions if shows_all else None,
        due_at=machine(task.due_at, task.zone) if task.due_at else None,
        due=machine(task.due, task.zone),
    )
