"""Accounts: who may sign in, and what they may do in which organisation."""

from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from services.catalogue.actions.organisations import require_organisation
from shared import clock, journal
from shared.database import locks
from shared.schema.accounts import Account, Membership
from shared.schema.base import new_id

MemberRole = Literal["organiser", "contact"]


def find_or_create_account(db: Connection, actor: str, email: str, name: str = "") -> UUID:
    """The account of a normalised address, made when there is none."""
    locks.hold_name(db, f"account:{email}")
    found = db.scalar(select(Account.id).where(Account.email == email))
    if found is not None:
        return found
    account_id = new_id()
    db.execute(insert(Account).values(id=account_id, email=email, name=name, created_at=clock.now()))
    journal.append(db, "account.added", actor, journal.Subject(subject_id=account_id))
    return account_id


def make_administrator(db: Connection, actor: str, account_id: UUID) -> None:
    """Let an account do everything in this installation. Once more changes nothing."""
    made = db.execute(
        update(Account)
        .where(Account.id == account_id, Account.is_administrator.is_(False))
        .values(is_administrator=True)
    )
    if made.rowcount:
        journal.append(db, "account.made_administrator", actor, journal.Subject(subject_id=account_id))


def has_administrator(db: Connection) -> bool:
    """Whether somebody administers this installation already; others who ask at the same time wait for the answer."""
    locks.hold_name(db, "first-administrator")
    return db.scalar(select(Account.id).where(Account.is_administrator.is_(True)).limit(1)) is not None


def add_membership(db: Connection, actor: str, account_id: UUID, organisation_id: UUID, role: MemberRole) -> None:
    """Let an account organise, or speak for, an organisation. Once more changes nothing."""
    locks.hold(db, "organisation", organisation_id)
    require_organisation(db, organisation_id, "organisation_id")
    locks.hold(db, "account", account_id)
    same = (
        Membership.account_id == account_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
    )
    if db.scalar(select(Membership.id).where(*same)) is not None:
        return
    values = {"account_id": account_id, "organisation_id": organisation_id, "role": role}
    db.execute(insert(Membership).values(id=new_id(), **values))
    _note(db, "membership.added", actor, account_id, organisation_id, role)


def remove_membership(db: Connection, actor: str, account_id: UUID, organisation_id: UUID, role: MemberRole) -> None:
    """End a membership. Once more changes nothing."""
    gone = db.execute(
        delete(Membership).where(
            Membership.account_id == account_id,
            Membership.organisation_id == organisation_id,
            Membership.role == role,
        )
    )
    if gone.rowcount:
        _note(db, "membership.removed", actor, account_id, organisation_id, role)


def _note(db: Connection, kind: str, actor: str, account_id: UUID, organisation_id: UUID, role: MemberRole) -> None:
    detail = {"organisation_id": str(organisation_id), "role": role}
    journal.append(db, kind, actor, journal.Subject(subject_id=account_id, detail=detail))
