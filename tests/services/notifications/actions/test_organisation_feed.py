"""The link of an organisation's calendar ends with whoever leaves the organisation, and not before."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select

from shared.schema.accounts import Membership
from shared.schema.mail_choices import OrganisationFeed
from tests.support.deliveries import Office
from tests.support.factories import NOON


@pytest.fixture
def sospro(office: Office) -> UUID:
    return office.given.organisation("Sospro Oy")


@pytest.fixture
def bo(office: Office, sospro: UUID) -> UUID:
    """Organiser and contact of an organisation with a calendar."""
    office.given.row_without_id(OrganisationFeed, organisation_id=sospro, id=UUID(int=7), created_at=NOON)
    account = office.given.account("bo@example.org", name="Bo")
    for role in ("organiser", "contact"):
        office.given.member(account, sospro, role)
    return account


def leave(office: Office, account: UUID, organisation: UUID, role: str) -> int:
    """Take somebody off, as the catalogue does; the version of the link afterwards."""
    with office.given.database.writing() as db:
        db.execute(delete(Membership).where(Membership.account_id == account, Membership.role == role))
    detail = {"organisation_id": str(organisation), "role": role}
    office.line("membership.removed", subject_id=account, detail=detail, actor="key:1")
    office.deliver()
    with office.own.reading() as db:
        return db.scalars(select(OrganisationFeed.version)).one()


def test_link_ends_once_somebody_has_left_the_organisation(office: Office, sospro: UUID, bo: UUID) -> None:
    assert leave(office, bo, sospro, "organiser") == 0
    assert leave(office, bo, sospro, "contact") == 1


def test_link_stays_when_somebody_leaves_another_organisation(office: Office, bo: UUID) -> None:
    other = office.given.organisation("Muu Oy")
    assert leave(office, UUID(int=5), other, "contact") == 0
