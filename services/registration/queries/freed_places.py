"""Offerings in which somebody waits beside a place that they may have: what the clock has filled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, text

from services.registration.queries.waiting import COUNTS_TO
from shared.schema.catalogue import Offering, OfferingQuota, OfferingSession, Series, Session
from shared.schema.organisations import Organisation
from shared.schema.registration import Hold, Registration, Seats

#: as shared/rules/window.py says of whom it promotes: nothing before the opening, nor when all was held or called off
_covered = select(Session.id).join(OfferingSession).where(OfferingSession.offering_id == Offering.id)
_is_to_come = _covered.where(Session.state == "scheduled", Session.ends_at > bindparam("now")).exists()
_waits_for_a_place = exists().where(
    Registration.offering_id == Offering.id, Registration.state == "waitlisted", ~Registration.awaits_approval
)
# or for the place that is held for their organisation
_waits_for_a_held_one = exists().where(
    Hold.offering_id == Offering.id,
    Registration.offering_id == Offering.id,
    Registration.organisation_id == Hold.organisation_id,
    Registration.state == "waitlisted",
    ~Registration.awaits_approval,
)
_goes_on = (
    Series.state == "published",
    (Offering.opens_at.is_(None)) | (Offering.opens_at <= bindparam("now")),
    ~_covered.exists() | _is_to_come,
)
_WITH_FREED_PLACES = (
    select(Offering.id, Offering.has_quotas)
    .join(Seats, Seats.offering_id == Offering.id)
    .join(Series, Series.id == Offering.series_id)
    .where(
        Seats.waiting > 0,
        (Offering.capacity.is_(None))
        | (Seats.taken + Seats.held < Offering.capacity)
        | ((Seats.held > 0) & _waits_for_a_held_one),
        (Offering.promotes_until.is_(None)) | (Offering.promotes_until > bindparam("now")),
        *_goes_on,
        _waits_for_a_place,
    )
)
# of a yes that is asked for no more; written out, so that the index of requests serves it
_WITH_OLD_REQUESTS = (
    select(Offering.id)
    .distinct()
    .select_from(Registration)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .where(text("awaits_approval"), Registration.state == "waitlisted", ~Offering.needs_approval, *_goes_on)
)

_these = Registration.offering_id.in_(bindparam("ids", expanding=True))
# once for all offerings and organisations
_taken = (
    select(Registration.offering_id, COUNTS_TO.label("organisation_id"), func.count().label("places"))
    .join(Organisation, Organisation.id == Registration.organisation_id)
    .where(_these, Registration.state == "confirmed")
    .group_by(Registration.offering_id, COUNTS_TO)
    .subquery()
)
_OF_SOMEBODY_WITHIN_QUOTA = (
    select(Registration.offering_id)
    .distinct()
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .outerjoin(
        OfferingQuota,
        and_(
            OfferingQuota.offering_id == Registration.offering_id,
            OfferingQuota.organisation_id == COUNTS_TO,
        ),
    )
    .outerjoin(
        _taken,
        and_(
            _taken.c.offering_id == Registration.offering_id,
            _taken.c.organisation_id == COUNTS_TO,
        ),
    )
    .where(
        _these,
        Registration.state == "waitlisted",
        ~Registration.awaits_approval,
        or_(OfferingQuota.places.is_(None), OfferingQuota.places > func.coalesce(_taken.c.places, 0)),
    )
)


def with_freed_places(db: Connection, now: datetime) -> list[UUID]:
    """Offerings in which somebody waits beside a free place, or for a yes that is asked for no more, as long as a place
    can still be given.

    Where all who wait have used up their organisations' quotas nothing falls due, perhaps for months: nobody who
    registers is to wait every minute for a look at them under the lock.
    """
    found: dict[UUID, bool] = {row[0]: row[1] for row in db.execute(_WITH_FREED_PLACES, {"now": now})}
    limited = [one for one, has_quotas in found.items() if has_quotas]
    due = set(db.scalars(_OF_SOMEBODY_WITHIN_QUOTA, {"ids": limited})) if limited else set()
    old = set(db.scalars(_WITH_OLD_REQUESTS, {"now": now}))
    return [*old, *(one for one, has_quotas in found.items() if one not in old and (not has_quotas or one in due))]
