"""API: offerings."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row

from services.catalogue.actions import offerings as actions
from services.catalogue.actions.removal import remove_offering
from services.catalogue.queries import session_lists, warnings
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.routes.api_offering_shapes import OfferingIn, OfferingOut, OfferingPage, OfferingPatch
from services.catalogue.routes.permission import (
    offering_to_manage,
    organises,
    series_to_manage,
    visible_offering,
    visible_series,
)
from services.catalogue.routes.promotion import promote_after_commit
from shared.local_time import end_of_day
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service_url
from shared.web.dates import machine
from shared.web.viewer import known_viewer

api = Api("offerings")


@api.writes(
    "POST",
    "/series/<slug>/offerings",
    Access.ORGANISER,
    "Add an offering to a series",
    Shape(OfferingIn, None, OfferingOut, 201),
)
def add_offering(db: Connection, slug: str, body: OfferingIn) -> OfferingOut:
    """Without sessions it covers every session that the series has now."""
    series = series_to_manage(db, slug)
    new = actions.NewOffering(**_with_instant(body.model_dump(), series.timezone))
    return _one(db, series, actions.add_offering(db, known_viewer().actor, series.id, new))


@api.reads(
    "/series/<slug>/offerings",
    Access.PUBLIC,
    "The offerings of a series",
    Shape(query=ListQuery, answer=OfferingPage),
)
def list_offerings(db: Connection, slug: str, query: ListQuery) -> OfferingPage:
    """In the order in which they were made. What is reserved for a customer's staff is for the organisers to see."""
    series = visible_series(db, slug)
    after = place_of(query.cursor, UUID)
    own = organises(series.organiser_id)
    rows = session_lists.list_offerings(db, series.id, query.limit + 1, after, reserved_too=own)
    shown, cursor = cut(rows, query.limit, lambda row: (str(row.id),))
    covered = session_lists.covered_by(db, [row.id for row in shown])
    return OfferingPage(items=[_shown(series, row, covered[row.id]) for row in shown], next=cursor)


@api.reads("/offerings/<uuid:offering_id>", Access.PUBLIC, "One offering", Shape(answer=OfferingOut))
def get_offering(db: Connection, offering_id: UUID) -> OfferingOut:
    """Places taken are told by the registration service."""
    return _one(db, visible_offering(db, offering_id), offering_id)


@api.writes(
    "PATCH",
    "/offerings/<uuid:offering_id>",
    Access.ORGANISER,
    "Change an offering",
    Shape(OfferingPatch, None, OfferingOut),
)
def patch_offering(db: Connection, offering_id: UUID, body: OfferingPatch) -> OfferingOut:
    """Only what is sent changes. With more places, waiting people are let in."""
    series = offering_to_manage(db, offering_id)
    said = _with_instant(body.model_dump(exclude_unset=True, exclude={"version"}), series.timezone)
    actor = known_viewer().actor
    changes = cast("actions.OfferingChanges", said)
    if actions.edit_offering(db, actor, offering_id, changes, body.version):
        promote_after_commit(db, offering_id, actor)
    return _one(db, series, offering_id)


@api.writes("DELETE", "/offerings/<uuid:offering_id>", Access.ORGANISER, "Remove an offering from a draft", Shape())
def delete_offering(db: Connection, offering_id: UUID) -> None:
    """While the series has never been published and nobody has registered."""
    offering_to_manage(db, offering_id)
    remove_offering(db, known_viewer().actor, offering_id)


def _with_instant(said: dict[str, Any], zone: str) -> dict[str, Any]:
    """A deadline given as a date is the end of that day where the series is."""
    days = {
        name: end_of_day(said[name], zone)
        for name in ("closes_at", "promotes_until")
        if isinstance(said.get(name), date) and not isinstance(said[name], datetime)
    }
    return said | days


def _one(db: Connection, series: Row[Any], offering_id: UUID) -> OfferingOut:
    covered = session_lists.covered_by(db, [offering_id])[offering_id]
    shown = _shown(series, session_lists.one_offering(db, offering_id), covered)
    if not organises(series.organiser_id):
        return shown
    return shown.model_copy(update={"warnings": warnings.of_offering(db, offering_id)})


def _shown(series: Row[Any], row: Row[Any], session_ids: list[UUID]) -> OfferingOut:
    zone = series.timezone
    return OfferingOut(
        id=row.id,
        series=series.slug,
        series_id=series.id,
        name=row.name,
        description=row.description,
        region=row.region,
        session_ids=session_ids,
        opens_at=machine(row.opens_at, zone) if row.opens_at else None,
        closes_at=machine(row.closes_at, zone) if row.closes_at else None,
        capacity=row.capacity,
        waitlist=row.waitlist,
        needs_approval=row.needs_approval,
        promotes_groups=row.promotes_groups,
        promotes_until=machine(row.promotes_until, zone) if row.promotes_until else None,
        customer_id=row.customer_id,
        version=row.version,
        url=service_url("catalogue", f"/series/{series.slug}"),
        register_url=service_url("registration", f"/register/{row.id}"),
        created_at=machine(row.created_at, zone),
        changed_at=machine(row.changed_at, zone),
    )
