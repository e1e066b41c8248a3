"""A series copied into another season: a draft like it, all its times shifted by whole weeks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from services.catalogue.actions.copy_assignments import Copied, copy_assignments
from services.catalogue.actions.copy_materials import copy_links
from services.catalogue.actions.offerings import NewOffering, add_offering
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.questions import NewQuestion, add_question
from services.catalogue.actions.quotas import set_quota
from services.catalogue.actions.series import NewSeries, create_series
from services.catalogue.actions.sessions import NewSession, add_session
from services.catalogue.actions.versions import change_offering
from services.catalogue.queries import questions, terms
from services.catalogue.queries.held import hold_offering
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.season import MovedOffering, MovedSession, season
from shared import journal
from shared.schema.base import new_id
from shared.schema.catalogue import OfferingQuota, Presenter, Series, SeriesPartner
from shared.schema.paths import OfferingRequirement


@dataclass(frozen=True)
class Copy:
    """What is to become of a series: its copy's name and first day, and what is taken along.

    Without a slug the copy's address is made of its title; without sessions named, all that weren't cancelled come
    along. A form makes the ``id`` beforehand, so that sending it twice makes one copy.
    """

    title: str
    first_day: date
    slug: str | None = None
    with_presenters: bool = True
    with_links: bool = False
    #: links among the materials; files and recordings stay where they are
    with_materials: bool = False
    #: reminders and own words for mails, which notifications keeps and copies once it hears of the copy
    with_mails: bool = False
    is_template: bool = False
    session_ids: Collection[UUID] | None = None
    id: UUID = field(default_factory=new_id)


def copy_series(db: Connection, actor: str, series_id: UUID, wanted: Copy) -> UUID:
    """Make the copy, as a draft. Raises Refusal when no session is taken along or an address is taken.

    The series itself isn't held: an organisation, which quotas hold, is held before any series.
    """
    was_there = db.scalar(select(Series.id).where(Series.id == wanted.id)) is not None
    original = db.execute(select(Series.__table__).where(Series.id == series_id)).one()
    shifted = season(db, series_id, wanted.first_day, wanted.session_ids)
    # good addresses are for what is published
    slug = f"template-{wanted.id.hex[-12:]}" if wanted.is_template else wanted.slug
    own = {"id": wanted.id, "title": wanted.title, "slug": slug, "is_template": wanted.is_template}
    own["term_ids"] = terms.ids_of(db, series_id)
    copy_id = create_series(db, actor, NewSeries(**_like(NewSeries, original, own)))
    if was_there:
        return copy_id
    partners = select(SeriesPartner.__table__).where(SeriesPartner.series_id == series_id)
    for partner in db.execute(partners).mappings().all():
        db.execute(insert(SeriesPartner).values({**partner, "series_id": copy_id}))
    new_ids = {one.row.id: _copy_session(db, actor, copy_id, one, wanted) for one in shifted.sessions}
    offers = {one.row.id: _copy_offering(db, actor, copy_id, one, new_ids) for one in shifted.offerings}
    copy_assignments(db, actor, series_id, Copied(copy_id, shifted.weeks, new_ids | offers))
    if wanted.with_materials:
        copy_links(db, actor, new_ids, shifted.weeks)
    detail: dict[str, Any] = {"from": str(series_id), "weeks": shifted.weeks}
    if wanted.with_mails:
        detail["mails"] = {str(old): str(new) for old, new in offers.items()}
    journal.append(db, "series.copied", actor, journal.Subject(series_id=copy_id, detail=detail))
    return copy_id


def _copy_session(db: Connection, actor: str, copy_id: UUID, moved: MovedSession, wanted: Copy) -> UUID:
    """A link to join belongs to one meeting, so it comes along only when that is asked for."""
    own = {"id": new_id(), "starts_at": moved.times.starts_at, "ends_at": moved.times.ends_at}
    if not wanted.with_links:
        own["join_url"] = None
    session_id = add_session(db, actor, copy_id, NewSession(**_like(NewSession, moved.row, own)))
    if wanted.with_presenters:
        rows = db.execute(
            select(Presenter.__table__).where(Presenter.session_id == moved.row.id).order_by(Presenter.id)
        ).all()
        replace_presenters(db, actor, session_id, [NewPresenter(**_like(NewPresenter, row, {})) for row in rows])
    return session_id


def _copy_offering(
    db: Connection, actor: str, copy_id: UUID, moved: MovedOffering, new_ids: Mapping[UUID, UUID]
) -> UUID:
    """With what it asks, requires and keeps for organisations: who registers meets the same as last season."""
    own = {
        "id": new_id(),
        "session_ids": [new_ids[one] for one in moved.session_ids],
        "opens_at": moved.opens_at,
        "closes_at": moved.closes_at,
        "promotes_until": moved.promotes_until,
        "customer_id": None,
    }
    offering_id = add_offering(db, actor, copy_id, NewOffering(**_like(NewOffering, moved.row, own)))
    for row in questions.asked(db, moved.row.id):
        add_question(db, actor, offering_id, NewQuestion(**_like(NewQuestion, row, {"id": new_id()})))
    quotas = select(OfferingQuota.organisation_id, OfferingQuota.places).where(
        OfferingQuota.offering_id == moved.row.id
    )
    for organisation_id, places in db.execute(quotas.order_by(OfferingQuota.organisation_id)).all():
        set_quota(db, actor, offering_id, organisation_id, places)
    required = select(OfferingRequirement.series_id).where(OfferingRequirement.offering_id == moved.row.id)
    rows = [{"offering_id": offering_id, "series_id": one} for one in db.scalars(required)]
    if rows:
        db.execute(insert(OfferingRequirement), rows)
        change_offering(db, hold_offering(db, offering_id), has_requirements=True)
    if moved.row.customer_id is not None:
        # reserved as it was, be that organisation a customer still or not: never open to all of a sudden
        change_offering(db, hold_offering(db, offering_id), customer_id=moved.row.customer_id)
    return offering_id


def _like(kind: type, row: AnyRow, own: Mapping[str, Any]) -> dict[str, Any]:
    """The values of something new of this kind: as the row has them, but for its ``own``."""
    return {one.name: own[one.name] if one.name in own else getattr(row, one.name) for one in fields(kind)}
