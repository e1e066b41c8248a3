"""What an organiser wrote, by the journal line that a message comes from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.notifications.queries import session_facts
from services.notifications.queries.session_facts import SessionFacts
from shared.audiences import STANDING
from shared.schema.accounts import Membership
from shared.schema.announcements import Announcement
from shared.schema.catalogue import Offering, Presenter, Session
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

_OF_LINE = (
    select(Announcement.subject, Announcement.text, Announcement.reply_to, Announcement.audience)
    .join(JournalLine, JournalLine.subject_id == Announcement.id)
    .where(JournalLine.id == bindparam("journal_id"))
)
_has_people = (
    select(Registration.id)
    .join(Offering, Offering.id == Registration.offering_id)
    .where(
        Registration.organisation_id == Organisation.id,
        Offering.series_id == bindparam("series_id"),
        Registration.state.in_(STANDING),
    )
    .exists()
)
_SPOKEN_FOR = (
    select(Organisation.id, Organisation.name)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.account_id == bindparam("account_id"), Membership.role == "contact", _has_people)
    .order_by(Organisation.name)
)


def announcement(db: Connection, journal_id: int) -> Row[*tuple[Any, ...]] | None:
    """Its subject, its text, where answers go and whom it is for; None once it was erased."""
    return db.execute(_OF_LINE, {"journal_id": journal_id}).one_or_none()


def presented_by(db: Connection, series_id: UUID, email: str) -> list[SessionFacts]:
    """The sessions of a series that somebody presents, in the order of time; cancelled ones are left out."""
    theirs = select(Presenter.session_id).where(Presenter.email == email)
    is_meant = Session.id.in_(theirs) & (Session.series_id == series_id) & (Session.state == "scheduled")
    return session_facts.sessions(db, is_meant)


def spoken_for(db: Connection, series_id: UUID, account_id: UUID) -> Sequence[Row[UUID, str]]:
    """The organisations with people in a series whose contact somebody is: id, name."""
    return db.execute(_SPOKEN_FOR, {"series_id": series_id, "account_id": account_id}).all()
