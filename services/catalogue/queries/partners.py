"""The partners of series as its organisers see them, and organisations that could be some."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from services.catalogue.queries.rows import AnyRow
from shared.rules.partners import CUSTOMER
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.organisations import Organisation

_MOST = 500
_OTHERS = (
    select(Organisation.id, Organisation.name)
    .where(
        Organisation.merged_into_id.is_(None),
        ~select(SeriesPartner.series_id)
        .where(SeriesPartner.organisation_id == Organisation.id, SeriesPartner.series_id == bindparam("series_id"))
        .exists(),
        ~select(Series.id).where(Series.organiser_id == Organisation.id, Series.id == bindparam("series_id")).exists(),
    )
    .order_by(Organisation.name, Organisation.id)
    .limit(_MOST)
)


def others(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """Organisations that neither lead the series nor are partners of it, by name: id, name."""
    return db.execute(_OTHERS, {"series_id": series_id}).all()


def customers(db: Connection, series_id: UUID, besides: UUID | None = None) -> Sequence[AnyRow]:
    """The customers of a series, by name, and one more organisation: id, name."""
    is_customer = exists().where(
        SeriesPartner.organisation_id == Organisation.id,
        SeriesPartner.series_id == series_id,
        SeriesPartner.role == CUSTOMER,
    )
    wanted = is_customer if besides is None else or_(is_customer, Organisation.id == besides)
    by_name = select(Organisation.id, Organisation.name).where(wanted).order_by(Organisation.name, Organisation.id)
    return db.execute(by_name).all()


def partnership(db: Connection, slug: str, organisation_id: UUID) -> AnyRow | None:
    """What a partner is told of a series, draft or not, that names it; None when none of that address does."""
    lead = aliased(Organisation)
    return db.execute(
        select(
            Series.id,
            Series.slug,
            Series.title,
            Series.language,
            Series.state,
            Series.for_customers,
            Series.organiser_id,
            SeriesPartner.organisation_id,
            SeriesPartner.role,
            lead.name.label("lead"),
            Organisation.name,
        )
        .join(lead, lead.id == Series.organiser_id)
        .join(SeriesPartner, SeriesPartner.series_id == Series.id)
        .join(Organisation, Organisation.id == SeriesPartner.organisation_id)
        .where(Series.slug == slug, SeriesPartner.organisation_id == organisation_id)
    ).one_or_none()


def roles_of(
    db: Connection, series_ids: Collection[UUID], organisations: Collection[UUID] | None
) -> dict[UUID, list[str]]:
    """As what these organisations take part in these series; None is every one, which leads them all."""
    if not series_ids or not organisations:
        return {}
    rows = db.execute(
        select(SeriesPartner.series_id, SeriesPartner.role)
        .where(SeriesPartner.series_id.in_(series_ids), SeriesPartner.organisation_id.in_(organisations))
        .order_by(SeriesPartner.role)
        .distinct()
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row.series_id, []).append(row.role)
    return found
