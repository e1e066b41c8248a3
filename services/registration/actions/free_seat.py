"""One seat in one statement: taken if the offering is surely open, has a free place, and the person isn't in it yet."""

from sqlalchemy import exists, literal_column, or_, select, update

from services.registration.queries.people import STANDS
from shared.database.prepared import said
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Batch, Person, Registration, Seats

#: when the place was asked for, as the general way goes by it too; what is written bears the time of writing
ASKED_AT = said("asked_at", Batch.created_at)
OFFERING_ID = said("offering_id", Batch.offering_id)

_is_open = exists().where(
    Offering.id == Seats.offering_id,
    Series.id == Offering.series_id,
    Series.state == literal_column("'published'"),
    or_(Offering.opens_at.is_(None), Offering.opens_at <= ASKED_AT),
    or_(Offering.closes_at.is_(None), Offering.closes_at > ASKED_AT),
    or_(Offering.capacity.is_(None), Offering.capacity > Seats.taken),
    # and so is whose staff somebody is
    ~Series.for_customers,
    Offering.customer_id.is_(None),
    # whoever must have completed something is looked up by the general way
    ~Offering.has_requirements,
    ~Offering.needs_approval,
    ~Offering.has_quotas,
)
_is_to_come = exists().where(
    OfferingSession.offering_id == OFFERING_ID,
    Session.id == OfferingSession.session_id,
    Session.state == literal_column("'scheduled'"),
    Session.ends_at > ASKED_AT,
)
_person_id = select(Person.id).where(Person.email_key == said("key", Person.email_key)).scalar_subquery()
_is_registered = exists().where(Registration.offering_id == OFFERING_ID, Registration.person_id == _person_id, STANDS)

#: changes one row, or none when it isn't as simple: then the rules decide
TAKE = (
    update(Seats)
    .values(taken=Seats.taken + literal_column("1"))
    .where(
        Seats.offering_id == OFFERING_ID,
        Seats.waiting == literal_column("0"),
        Seats.held == literal_column("0"),
        _is_open,
        _is_to_come,
        ~_is_registered,
    )
)
