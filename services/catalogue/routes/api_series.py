"""API: series."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.catalogue.actions import publish_later
from services.catalogue.actions import series as actions
from services.catalogue.queries import series_lists, terms, warnings
from services.catalogue.queries.public_filters import Wish
from services.catalogue.routes.api_lists import cut, place_of
from services.catalogue.routes.api_series_shapes import SeriesIn, SeriesOut, SeriesPage, SeriesPatch, SeriesQuery
from services.catalogue.routes.api_terms import ids_of
from services.catalogue.routes.narrowing import words_meant
from services.catalogue.routes.permission import organises, series_to_manage, visible_series
from shared import clock
from shared.errors import Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service, service_url
from shared.web.dates import machine
from shared.web.viewer import Viewer, known_viewer, viewer

api = Api("series")

#: the fields that name terms by their keys
TERMS = {"topics", "audiences"}


@api.writes("POST", "/series", Access.ORGANISER, "Add a series, as a draft", Shape(SeriesIn, None, SeriesOut, 201))
def add_series(db: Connection, body: SeriesIn) -> SeriesOut:
    """A key of one organisation need not name it."""
    asker = known_viewer()
    organiser_id = body.organiser_id or _only_organisation(asker)
    asker.require_organiser(organiser_id)
    settings = service().settings
    said = body.model_dump(exclude={"organiser_id", "language", "timezone", *TERMS})
    new = actions.NewSeries(
        organiser_id=organiser_id,
        language=body.language or settings.default_language,
        timezone=body.timezone or settings.default_timezone,
        term_ids=ids_of(db, body.model_dump(include=TERMS)),
        **said,
    )
    return one(db, actions.create_series(db, asker.actor, new))


@api.reads("/series", Access.PUBLIC, "Series that are coming", Shape(query=SeriesQuery, answer=SeriesPage))
def list_series(db: Connection, query: SeriesQuery) -> SeriesPage:
    """What is published, and for organisers their drafts; the one with the nearest session first."""
    wish = Wish(**query.model_dump(include={one.name for one in fields(Wish)}))
    wanted = series_lists.Wanted(
        clock.now(), _organised(viewer()), query.when, query.state, query.organiser_id, query.q, wish
    )
    after = place_of(query.cursor, series_lists.parse_place)
    rows = series_lists.list_series(db, wanted, query.limit + 1, after)
    shown, cursor = cut(rows, query.limit, _place)
    known = terms.of_series(db, [row.id for row in shown])
    meant = None if rows or after else _meant(db, wanted)
    return SeriesPage(items=[_shown(row, known[row.id]) for row in shown], next=cursor, did_you_mean=meant)


@api.reads("/series/<slug>", Access.PUBLIC, "One series", Shape(answer=SeriesOut))
def get_series(db: Connection, slug: str) -> SeriesOut:
    """Drafts are there for their organisers only."""
    return one(db, visible_series(db, slug).id)


@api.writes(
    "PATCH",
    "/series/<slug>",
    Access.ORGANISER,
    "Change, publish or archive a series",
    Shape(SeriesPatch, None, SeriesOut),
)
def patch_series(db: Connection, slug: str, body: SeriesPatch) -> SeriesOut:
    """Only what is sent changes; ``version`` is the one you saw, and a stale one is refused."""
    series = series_to_manage(db, slug)
    asker = known_viewer()
    said = body.model_dump(exclude_unset=True, exclude={"version", "state", "publish_at", *TERMS})
    if named := body.model_dump(exclude_unset=True, include=TERMS):
        said["term_ids"] = ids_of(db, named, terms.of_series(db, [series.id])[series.id])
    if "organiser_id" in said:
        asker.require_organiser(said["organiser_id"])
    actions.edit_series(db, asker.actor, series.id, cast("actions.SeriesChanges", said), body.version)
    if "publish_at" in body.model_fields_set:
        publish_later.plan(db, asker.actor, series.id, body.publish_at)
    if "state" in body.model_fields_set:
        change = actions.publish_series if body.state == "published" else actions.archive_series
        change(db, asker.actor, series.id)
    return one(db, series.id)


def _meant(db: Connection, wanted: series_lists.Wanted) -> str | None:
    """Where nothing is found: words like those asked for that find something."""
    words = words_meant(db, wanted.words)
    return words if words and series_lists.list_series(db, replace(wanted, words=words), 1, None) else None


def _only_organisation(asker: Viewer) -> UUID:
    if asker.organises is not None and len(asker.organises) == 1:
        return next(iter(asker.organises))
    raise Refusal("missing", _("Say which organisation runs it."), "organiser_id")


def _organised(asker: Viewer | None) -> frozenset[UUID] | None:
    if asker is None:
        return frozenset()
    return None if asker.is_administrator else asker.organises


def _place(row: Row[Any]) -> tuple[str, str]:
    return (row.next_session_at or series_lists.FAR_AHEAD).isoformat(), str(row.id)


def one(db: Connection, series_id: UUID) -> SeriesOut:
    """A series as the asker may see it."""
    known = terms.of_series(db, [series_id])[series_id]
    shown = _shown(series_lists.one_series(db, series_id, clock.now()), known)
    return (
        shown.model_copy(update={"warnings": warnings.of_series(db, series_id)})
        if organises(shown.organiser_id)
        else shown
    )


def _shown(row: Row[Any], known: Iterable[Any]) -> SeriesOut:
    zone = row.timezone
    return SeriesOut(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        description=row.description,
        audience=row.audience,
        kind=row.kind,
        state=row.state,
        is_template=row.is_template,
        language=row.language,
        timezone=zone,
        credits=float(row.credits) if row.credits is not None else None,
        retention_months=row.retention_months,
        entries_days_before=row.entries_days_before,
        for_customers=row.for_customers,
        is_listed_anyway=row.is_listed_anyway,
        topics=[one.key for one in known if one.kind == "topic"],
        audiences=[one.key for one in known if one.kind == "audience"],
        organiser_id=row.organiser_id,
        organiser_name=row.organiser_name,
        next_session_at=machine(row.next_session_at, zone) if row.next_session_at else None,
        published_at=machine(row.published_at, zone) if row.published_at else None,
        publish_at=machine(row.publish_at, zone) if row.publish_at else None,
        version=row.version,
        url=service_url("catalogue", f"/series/{row.slug}"),
        created_at=machine(row.created_at, zone),
        changed_at=machine(row.changed_at, zone),
    )
