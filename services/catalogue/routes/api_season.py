"""API: a series copied into another season."""

from sqlalchemy import Connection

from services.catalogue.actions.copy_series import Copy, copy_series
from services.catalogue.queries.season import MovedOffering, MovedSession, season
from services.catalogue.routes.api_season_shapes import (
    CopyIn,
    MovedOfferingOut,
    MovedSessionOut,
    SeasonOut,
    SeasonQuery,
)
from services.catalogue.routes.api_series import one
from services.catalogue.routes.api_series_shapes import SeriesOut
from services.catalogue.routes.permission import series_to_manage
from services.catalogue.time_words import odd_times
from shared import clock
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.viewer import known_viewer

api = Api("season")


@api.reads(
    "/series/<slug>/copy",
    Access.ORGANISER,
    "The dates that a copy of a series in another season would have",
    Shape(query=SeasonQuery, answer=SeasonOut),
)
def preview_copy(db: Connection, slug: str, query: SeasonQuery) -> SeasonOut:
    """All sessions that weren't cancelled, shifted by whole weeks: weekdays and times of day stay."""
    series = series_to_manage(db, slug)
    found = season(db, series.id, query.first_day)
    return SeasonOut(
        weeks=found.weeks,
        sessions=[_session(moved) for moved in found.sessions],
        offerings=[_offering(moved, series.timezone) for moved in found.offerings],
    )


@api.writes(
    "POST",
    "/series/<slug>/copy",
    Access.ORGANISER,
    "Copy a series into another season, as a draft",
    Shape(CopyIn, None, SeriesOut, 201),
)
def make_copy(db: Connection, slug: str, body: CopyIn) -> SeriesOut:
    """With its sessions, offerings, their questions, quotas and requirements, and partners; nobody who registered."""
    series = series_to_manage(db, slug)
    wanted = Copy(
        title=body.title or series.title,
        first_day=body.first_day,
        slug=body.slug,
        with_presenters=body.presenters,
        with_links=body.join_urls,
        with_materials=body.material_links,
        with_mails=body.mails,
        is_template=body.template,
        session_ids=body.session_ids,
    )
    return one(db, copy_series(db, known_viewer().actor, series.id, wanted))


def _session(moved: MovedSession) -> MovedSessionOut:
    zone, times = moved.row.timezone, moved.times
    return MovedSessionOut(
        session_id=moved.row.id,
        title=moved.row.title,
        was_at=machine(moved.row.starts_at, zone),
        starts_at=machine(times.starts_at, zone),
        ends_at=machine(times.ends_at, zone),
        traps=list(times.traps),
        warnings=odd_times(times, zone, clock.now()),
    )


def _offering(moved: MovedOffering, zone: str) -> MovedOfferingOut:
    return MovedOfferingOut(
        offering_id=moved.row.id,
        name=moved.row.name,
        opens_at=machine(moved.opens_at, zone) if moved.opens_at else None,
        closes_at=machine(moved.closes_at, zone) if moved.closes_at else None,
    )
