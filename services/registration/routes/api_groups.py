"""The API's calls about small groups, and about who has done which preliminary assignment."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions.assignments import mark_done
from services.registration.actions.small_groups import Arranged, arrange, divide_anew
from services.registration.queries import assignments, small_groups
from services.registration.routes.api_group_shapes import (
    DivideIn,
    GroupOut,
    GroupsOut,
    GroupsPatch,
    MarkIn,
    TaskOut,
    TasksOut,
)
from services.registration.routes.api_offerings import require_organised
from shared.errors import Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("groups")


@api.reads("/offerings/<uuid:offering_id>/groups", Access.ORGANISER, "Small groups", Shape(answer=GroupsOut))
def list_groups(db: Connection, offering_id: UUID) -> GroupsOut:
    """With their people."""
    require_organised(db, offering_id)
    return _groups(db, offering_id)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/groups/divide",
    Access.ORGANISER,
    "Divide those with a place into small groups, in place of those that there were",
    Shape(DivideIn, None, GroupsOut),
)
def divide(db: Connection, offering_id: UUID, body: DivideIn) -> GroupsOut:
    """Evenly; together nobody is parted from colleagues of the same unit."""
    require_organised(db, offering_id)
    divide_anew(db, offering_id, body.count, body.how, known_viewer().actor)
    return _groups(db, offering_id)


@api.writes(
    "PATCH",
    "/offerings/<uuid:offering_id>/groups",
    Access.ORGANISER,
    "Name small groups, and move people between them",
    Shape(GroupsPatch, None, GroupsOut),
)
def patch_groups(db: Connection, offering_id: UUID, body: GroupsPatch) -> GroupsOut:
    """All of it or nothing; 409 where somebody is in another group by now than was seen."""
    require_organised(db, offering_id)
    arrange(db, offering_id, _arranged(db, offering_id, body), known_viewer().actor)
    return _groups(db, offering_id)


@api.reads(
    "/offerings/<uuid:offering_id>/assignments",
    Access.ORGANISER,
    "Preliminary assignments, and who has done them",
    Shape(answer=TasksOut),
)
def list_tasks(db: Connection, offering_id: UUID) -> TasksOut:
    """What they are is told by the catalogue's `GET /series/<slug>/assignments`."""
    require_organised(db, offering_id)
    return _tasks(db, offering_id)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/assignments/done",
    Access.ORGANISER,
    "Put down who has done which assignment, or take it back",
    Shape(MarkIn, None, TasksOut),
)
def mark(db: Connection, offering_id: UUID, body: MarkIn) -> TasksOut:
    """Only of those who have a place, and of assignments that concern the offering. A second time changes nothing."""
    require_organised(db, offering_id)
    done, gone = ({(one.registration_id, one.assignment_id) for one in some} for some in (body.done, body.taken_back))
    people = {row.id for row in assignments.people(db, offering_id)}
    tasks = {task.id for task in assignments.of_offering(db, offering_id)}
    if any(one not in people or task not in tasks for one, task in done):
        raise Refusal("not_of_offering", _("Somebody or something named here is not of this offering."), "done")
    mark_done(db, offering_id, done, gone - done, known_viewer().actor)
    return _tasks(db, offering_id)


def _groups(db: Connection, offering_id: UUID) -> GroupsOut:
    members = small_groups.members(db, offering_id)
    people = [row.id for row in assignments.people(db, offering_id)]
    return GroupsOut(
        items=[
            GroupOut(
                id=row.id,
                name=row.name,
                place=row.place,
                registration_ids=[one for one in people if members.get(one) == row.id],
            )
            for row in small_groups.of_offering(db, offering_id)
        ],
        without=[one for one in people if one not in members],
    )


def _arranged(db: Connection, offering_id: UUID, body: GroupsPatch) -> Arranged:
    """As a page would send it: what isn't said to have been seen counts as seen as it is."""
    groups = {row.id: (row.name, row.place) for row in small_groups.of_offering(db, offering_id)}
    members = small_groups.members(db, offering_id)
    people = {row.id for row in assignments.people(db, offering_id)}
    if any(one.registration_id not in people for one in body.people):
        raise Refusal("not_of_offering", _("Somebody or something named here is not of this offering."), "people")
    if any(one.id not in groups for one in body.groups) or any(
        one.group_id is not None and one.group_id not in groups for one in body.people
    ):
        raise Refusal("no_group", _("There is no such group any more."), "groups")
    moved = {}
    for one in body.people:
        is_seen = "seen_group_id" in one.model_fields_set
        moved[one.registration_id] = (one.seen_group_id if is_seen else members.get(one.registration_id), one.group_id)
    named = {}
    for group in body.groups:
        said = group.model_dump(exclude_unset=True)
        name, place = groups[group.id]
        named[group.id] = ((name, place), (said.get("name", name), said.get("place", place)))
    return Arranged(moved, named)


def _tasks(db: Connection, offering_id: UUID) -> TasksOut:
    done = assignments.done_in(db, offering_id)
    people = [row.id for row in assignments.people(db, offering_id)]
    return TasksOut(
        items=[
            TaskOut(
                assignment_id=task.id,
                title=task.title,
                due_at=task.due,
                done=[one for one in people if (one, task.id) in done],
            )
            for task in assignments.of_offering(db, offering_id)
        ]
    )
