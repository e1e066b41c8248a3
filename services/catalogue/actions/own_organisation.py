"""What those who belong to an organisation may do about it: contacts, units, its name. Rights are checked here."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select, update

from services.catalogue.actions import accounts, mail_domains
from services.catalogue.actions.accounts import MemberRole
from services.catalogue.actions.constraints import explained
from services.catalogue.actions.organisations import NewOrganisation, checked_business_id, id_taken
from services.catalogue.queries.held import hold_organisation
from shared import clock, journal
from shared.errors import Conflict, NotAllowed, NotThere
from shared.schema.base import new_id
from shared.schema.organisations import Organisation, OrganisationName, Unit
from shared.web.viewer import Viewer


@dataclass(frozen=True)
class NewMember:
    """Somebody who is to belong to an organisation. ``email`` is normalised."""

    email: str
    name: str
    role: MemberRole


@dataclass(frozen=True)
class UnitFacts:
    """A unit as asked for."""

    name: str
    #: what its people work with
    profile: str | None = None


def belongs(viewer: Viewer, organisation_id: UUID) -> bool:
    """Whether somebody administers the installation or belongs to the organisation."""
    return viewer.may_organise(organisation_id) or viewer.speaks_for is None or organisation_id in viewer.speaks_for


def require_belonging(viewer: Viewer, organisation_id: UUID) -> None:
    """Raise NotThere unless they do."""
    if not belongs(viewer, organisation_id):
        raise NotThere("no_organisation", _("There is no such organisation."))


def may_name(viewer: Viewer, organisation_id: UUID, role: MemberRole) -> bool:
    """Whether somebody may give and take this role: contacts name contacts, administrators everybody."""
    if viewer.is_administrator or (role == "contact" and viewer.speaks_for is None):
        return True
    its_own = (viewer.organises or frozenset()) | (viewer.speaks_for or frozenset())
    return role == "contact" and organisation_id in its_own


def add_member(db: Connection, viewer: Viewer, organisation_id: UUID, new: NewMember) -> None:
    """Let somebody organise, or speak for, the organisation; once more changes nothing."""
    _require_naming(viewer, organisation_id, new.role)
    account_id = accounts.find_or_create_account(db, viewer.actor, new.email, new.name)
    accounts.add_membership(db, viewer.actor, account_id, organisation_id, new.role)


def remove_member(db: Connection, viewer: Viewer, organisation_id: UUID, account_id: UUID, role: MemberRole) -> None:
    """End it; once more changes nothing. Nobody shuts themselves out, unless they administer everything."""
    _require_naming(viewer, organisation_id, role)
    if account_id == viewer.account_id and not viewer.is_administrator:
        raise Conflict("yourself", _("You can't remove yourself. Ask another contact to do it."))
    accounts.remove_membership(db, viewer.actor, account_id, organisation_id, role)


def add_unit(db: Connection, viewer: Viewer, organisation_id: UUID, said: UnitFacts) -> UUID:
    """Add a unit. Raises Conflict when there is one of that name."""
    require_belonging(viewer, organisation_id)
    hold_organisation(db, organisation_id)
    unit_id = new_id()
    with explained({"uq_units_organisation_id_name": _unit_taken}):
        db.execute(
            insert(Unit).values(id=unit_id, organisation_id=organisation_id, name=said.name, profile=said.profile)
        )
    _note(db, "unit.added", viewer, organisation_id, unit_id)
    return unit_id


def change_unit(db: Connection, viewer: Viewer, unit_id: UUID, said: UnitFacts) -> UUID:
    """Rename a unit or change its profile; gives its organisation. What people were registered with stays as it was."""
    organisation_id = _organisation_of(db, viewer, unit_id)
    with explained({"uq_units_organisation_id_name": _unit_taken}):
        db.execute(update(Unit).where(Unit.id == unit_id).values(name=said.name, profile=said.profile))
    _note(db, "unit.changed", viewer, organisation_id, unit_id)
    return organisation_id


def remove_unit(db: Connection, viewer: Viewer, unit_id: UUID) -> UUID:
    """Take a unit off the list; gives its organisation."""
    organisation_id = _organisation_of(db, viewer, unit_id)
    db.execute(delete(Unit).where(Unit.id == unit_id))
    _note(db, "unit.removed", viewer, organisation_id, unit_id)
    return organisation_id


def change_organisation(db: Connection, viewer: Viewer, organisation_id: UUID, said: NewOrganisation) -> None:
    """Rename it, or correct its Y-tunnus or website; the name it had is kept. Contacts may not.

    Its mail domains are for administrators: whoever claims a domain sees whom it belongs to.
    """
    require_belonging(viewer, organisation_id)
    viewer.require_organiser(organisation_id)
    before: str = hold_organisation(db, organisation_id).name
    with explained({"uq_organisations_business_id": id_taken}):
        db.execute(
            update(Organisation)
            .where(Organisation.id == organisation_id)
            .values(name=said.name, business_id=checked_business_id(said.business_id), website=said.website)
        )
    if said.domains is not None:
        require_naming_domains(viewer)
        mail_domains.keep(db, organisation_id, said.domains)
    if said.name != before:
        db.execute(
            insert(OrganisationName).values(
                id=new_id(), organisation_id=organisation_id, name=before, until=clock.now()
            )
        )
    _note(db, "organisation.changed", viewer, organisation_id, organisation_id)


def require_naming_domains(viewer: Viewer) -> None:
    """Raise NotAllowed unless they may say which mail domains are an organisation's."""
    if not viewer.is_administrator:
        raise NotAllowed("not_administrator", _("Mail domains are set by an administrator of the installation."))


def _require_naming(viewer: Viewer, organisation_id: UUID, role: MemberRole) -> None:
    require_belonging(viewer, organisation_id)
    if not may_name(viewer, organisation_id, role):
        raise NotAllowed("only_contacts", _("You can name contacts. Organisers are named by an administrator."))


def _organisation_of(db: Connection, viewer: Viewer, unit_id: UUID) -> UUID:
    organisation_id = db.scalar(select(Unit.organisation_id).where(Unit.id == unit_id))
    if organisation_id is None:
        raise NotThere("no_unit", _("There is no such unit."))
    require_belonging(viewer, organisation_id)
    return organisation_id


def _unit_taken() -> Conflict:
    return Conflict("unit_taken", _("There is a unit of this name already."), "name")


def _note(db: Connection, kind: str, viewer: Viewer, organisation_id: UUID, subject_id: UUID) -> None:
    subject = journal.Subject(subject_id=subject_id, detail={"organisation_id": str(organisation_id)})
    journal.append(db, kind, viewer.actor, subject)
