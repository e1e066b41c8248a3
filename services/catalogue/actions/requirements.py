"""What has to be completed before one registers for an offering."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select

from services.catalogue.actions.changes import Thing, keep_told
from services.catalogue.actions.versions import change_offering
from services.catalogue.queries.held import hold_offering
from services.catalogue.queries.paths import require_series
from shared import journal
from shared.database import locks
from shared.errors import Refusal
from shared.schema.catalogue import Offering
from shared.schema.paths import OfferingRequirement
from shared.web.viewer import Viewer

#: series that one offering may require
MOST = 20


def require(db: Connection, asker: Viewer, offering_id: UUID, series_ids: Sequence[UUID]) -> bool:
    """Require exactly these series from now on; whether that is new. Who is registered already stays so.

    Raises Refusal for the offering's own series, for too many, and for a series that the asker may not see.
    """
    offering = hold_offering(db, offering_id)
    wanted = list(dict.fromkeys(series_ids))
    if offering.series_id in wanted:
        raise Refusal("own_series", _("A series can't require itself."), "series_ids")
    if len(wanted) > MOST:
        raise Refusal("too_many", _("At most %(most)s series.", most=MOST), "series_ids")
    required = select(OfferingRequirement.series_id).where(OfferingRequirement.offering_id == offering_id)
    before = set(db.scalars(required))
    require_series(db, asker, [one for one in wanted if one not in before])
    if before == set(wanted):
        return False
    # people are registered under the same lock
    locks.hold(db, "offering", offering_id)
    db.execute(delete(OfferingRequirement).where(OfferingRequirement.offering_id == offering_id))
    if wanted:
        db.execute(insert(OfferingRequirement), [{"offering_id": offering_id, "series_id": one} for one in wanted])
    change_offering(db, offering, **{Offering.has_requirements.key: bool(wanted)})
    gone, new = ({"requirements": frozenset(one)} for one in (before - set(wanted), set(wanted) - before))
    detail = keep_told(db, offering.series_id, Thing("offering", offering_id), gone, new)
    subject = journal.Subject(series_id=offering.series_id, offering_id=offering_id, detail=detail)
    journal.append(db, "offering.changed", asker.actor, subject)
    return True
