"""How many places of an offering an organisation's people may take. Registration enforces it under the same lock."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, exists, insert, select, update

from services.catalogue.actions.versions import change_offering
from services.catalogue.queries.held import hold_offering, hold_organisation
from shared import journal
from shared.database import locks
from shared.errors import Refusal
from shared.schema.catalogue import OfferingQuota

MOST = 100_000


def set_quota(db: Connection, actor: str, offering_id: UUID, organisation_id: UUID, places: int) -> bool:
    """Set an organisation's quota; whether that may let waiting people in. Whoever has a place keeps it, also beyond.

    Raises NotThere, Conflict for an organisation that was merged, and Refusal when there can't be such a quota.
    """
    hold_organisation(db, organisation_id)
    offering = hold_offering(db, offering_id)
    if not 0 <= places <= MOST:
        raise Refusal("out_of_range", _("A whole number between %(least)s and %(most)s.", least=0, most=MOST), "places")
    locks.hold(db, "offering", offering_id)
    this = (OfferingQuota.offering_id == offering_id) & (OfferingQuota.organisation_id == organisation_id)
    before = db.scalar(select(OfferingQuota.places).where(this))
    if before == places:
        return False
    if before is None:
        row = {"offering_id": offering_id, "organisation_id": organisation_id, "places": places}
        db.execute(insert(OfferingQuota).values(row))
    else:
        db.execute(update(OfferingQuota).where(this).values(places=places))
    change_offering(db, offering, has_quotas=True)
    detail = {"organisation_id": str(organisation_id), "places": places, "before": before}
    subject = journal.Subject(offering.series_id, None, offering_id, None, detail)
    journal.append(db, "offering.quota_set", actor, subject)
    return before is not None and places > before


def remove_quota(db: Connection, actor: str, offering_id: UUID, organisation_id: UUID) -> bool:
    """Let an organisation take as many places as there are; whether there was a quota to take away."""
    offering = hold_offering(db, offering_id)
    locks.hold(db, "offering", offering_id)
    of_offering = OfferingQuota.offering_id == offering_id
    this = of_offering & (OfferingQuota.organisation_id == organisation_id)
    before = db.scalar(delete(OfferingQuota).where(this).returning(OfferingQuota.places))
    if before is None:
        return False
    some_left = bool(db.scalar(select(exists().where(of_offering))))
    change_offering(db, offering, has_quotas=some_left)
    detail = {"organisation_id": str(organisation_id), "before": before}
    subject = journal.Subject(offering.series_id, None, offering_id, None, detail)
    journal.append(db, "offering.quota_removed", actor, subject)
    return True
