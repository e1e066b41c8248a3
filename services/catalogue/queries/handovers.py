"""Who answers for a series, who could, and series that wait for an organisation's yes."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, Select, exists, select, true
from sqlalchemy.orm import aliased

from services.catalogue.queries.rows import AnyRow
from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Series
from shared.schema.handovers import SeriesHandover, SeriesResponsible
from shared.schema.organisations import Organisation

_MOST = 500


def responsible(db: Connection, series_id: UUID) -> AnyRow | None:
    """The person who answers for it, as long as they organise it: id, name, email."""
    return db.execute(
        _organisers()
        .join(SeriesResponsible, SeriesResponsible.account_id == Account.id)
        .join(Series, (Series.id == SeriesResponsible.series_id) & (Series.organiser_id == Membership.organisation_id))
        .where(Series.id == series_id)
    ).one_or_none()


def organisers(db: Connection, organisation_id: UUID) -> Sequence[AnyRow]:
    """Everybody who organises an organisation's series, by name: id, name, email."""
    found = _organisers().where(Membership.organisation_id == organisation_id)
    return db.execute(found.order_by(Account.name, Account.email)).all()


def receivers(db: Connection, but: UUID) -> Sequence[AnyRow]:
    """Organisations that could lead a series, since somebody organises there: id, name."""
    somebody = exists().where(Membership.organisation_id == Organisation.id, Membership.role == "organiser")
    return db.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.merged_into_id.is_(None), Organisation.id != but, somebody)
        .order_by(Organisation.name, Organisation.id)
        .limit(_MOST)
    ).all()


def asked(db: Connection, series_id: UUID) -> AnyRow | None:
    """The one that is asked now to lead the series."""
    return db.execute(_handovers().where(Series.id == series_id, SeriesHandover.state == "asked")).one_or_none()


def one(db: Connection, handover_id: UUID) -> AnyRow | None:
    """One asking, answered or not."""
    return db.execute(_handovers().where(SeriesHandover.id == handover_id)).one_or_none()


def to_answer(db: Connection, organisations: Collection[UUID] | None) -> Sequence[AnyRow]:
    """What waits for these organisations' yes, the oldest first; None is every one."""
    theirs = true() if organisations is None else SeriesHandover.organisation_id.in_(organisations)
    return db.execute(
        _handovers().where(theirs, SeriesHandover.state == "asked").order_by(SeriesHandover.asked_at).limit(_MOST)
    ).all()


def _organisers() -> Select[*tuple[object, ...]]:
    return (
        select(Account.id, Account.name, Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.role == "organiser")
    )


def _handovers() -> Select[*tuple[object, ...]]:
    lead = aliased(Organisation)
    return (
        select(
            SeriesHandover.__table__,
            Organisation.name.label("organisation_name"),
            lead.name.label("lead_name"),
            Series.slug,
            Series.title,
            Series.language,
            Series.timezone,
        )
        .join(Organisation, Organisation.id == SeriesHandover.organisation_id)
        .join(Series, Series.id == SeriesHandover.series_id)
        .join(lead, lead.id == Series.organiser_id)
    )
