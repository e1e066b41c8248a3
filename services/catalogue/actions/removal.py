"""Taking away what was put into a draft by mistake, or added on a day that is over. What anybody may count on is
cancelled instead, and stays."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, exists, or_, select

from services.catalogue.actions.assignments import delete_assignments
from services.catalogue.actions.changes import Thing, forget_changes, keep_name
from services.catalogue.actions.materials import delete_materials
from services.catalogue.actions.versions import change_series
from services.catalogue.queries.held import hold_offering, hold_series, hold_session
from services.catalogue.queries.removable import is_in_use
from services.catalogue.rules.schedule import was_over_when_added
from shared import journal
from shared.database import locks
from shared.errors import Conflict
from shared.schema.announcements import Announcement
from shared.schema.assignments import Assignment
from shared.schema.catalogue import Offering, OfferingQuota, OfferingSession, Presenter, Session
from shared.schema.completions import RequirementWaiver
from shared.schema.materials import Material
from shared.schema.paths import OfferingRequirement
from shared.schema.questions import Question
from shared.schema.registration import Batch, Hold, Registration, Seats

#: what others write of an offering
_OF_PEOPLE = (Registration, Batch, Seats, Hold, RequirementWaiver, Announcement)


def remove_session(db: Connection, actor: str, session_id: UUID) -> None:
    """Remove a session with its presenters. Raises Conflict once the series was published or people registered, but for
    one that was over when it was added."""
    session = hold_session(db, session_id)
    if not was_over_when_added(session.created_at, session.ends_at, session.revision):
        _require_never_published(db, session.series_id)
        covering = select(OfferingSession.offering_id).where(OfferingSession.session_id == session_id)
        for offering_id in db.scalars(covering.order_by(OfferingSession.offering_id)).all():
            _require_unused(db, offering_id)
    if db.scalar(select(is_in_use()).where(Session.id == session_id)):
        raise _in_use()
    delete_materials(db, Material.session_id == session_id)
    delete_assignments(db, Assignment.session_id == session_id)
    forget_changes(db, session_id)
    for part in (OfferingSession, Presenter):
        db.execute(delete(part).where(part.session_id == session_id))
    db.execute(delete(Session).where(Session.id == session_id))
    keep_name(db, session.series_id, Thing("session", session_id), session.title)
    change_series(db, session.series_id)
    journal.append(db, "session.removed", actor, journal.Subject(series_id=session.series_id, session_id=session_id))


def remove_offering(db: Connection, actor: str, offering_id: UUID) -> None:
    """Remove an offering. Raises Conflict once the series was published or people registered."""
    offering = hold_offering(db, offering_id)
    _require_never_published(db, offering.series_id)
    _require_unused(db, offering_id)
    delete_assignments(db, Assignment.offering_id == offering_id)
    for part in (OfferingSession, OfferingQuota, OfferingRequirement, Question):
        db.execute(delete(part).where(part.offering_id == offering_id))
    db.execute(delete(Offering).where(Offering.id == offering_id))
    keep_name(db, offering.series_id, Thing("offering", offering_id), offering.name)
    change_series(db, offering.series_id)
    journal.append(
        db, "offering.removed", actor, journal.Subject(series_id=offering.series_id, offering_id=offering_id)
    )


def _require_never_published(db: Connection, series_id: UUID) -> None:
    if hold_series(db, series_id).published_at is not None:
        raise Conflict(
            "was_published", _("The series has been published, so this can't be removed: people may count on it.")
        )


def _require_unused(db: Connection, offering_id: UUID) -> None:
    """The registration service takes places under the same lock, so nobody registers between this look and the end."""
    locks.hold(db, "offering", offering_id)
    of_people = [exists().where(table.offering_id == offering_id) for table in _OF_PEOPLE]
    if db.scalar(select(or_(*of_people))):
        raise _in_use()


def _in_use() -> Conflict:
    return Conflict("has_registrations", _("People have registered already, so this can't be removed."))
