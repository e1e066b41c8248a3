from uuid import uuid4

import pytest
from sqlalchemy import select

from services.catalogue.actions import accounts
from shared.database import Database
from shared.errors import Refusal
from shared.schema.accounts import Account, Membership
from tests.services.catalogue.conftest import Journal
from tests.support.factories import Given


def test_account_is_made_once(catalogue: Database, journal: Journal) -> None:
    with catalogue.writing() as db:
        first = accounts.find_or_create_account(db, "system", "aino@example.org", "Aino")
        assert accounts.find_or_create_account(db, "system", "aino@example.org") == first
    assert journal() == ["account.added"]


def test_membership_is_added_and_removed_once(catalogue: Database, given: Given, journal: Journal) -> None:
    account_id, organisation_id = given.account("aino@example.org"), given.organisation()
    for change in (accounts.add_membership, accounts.remove_membership):
        for _time in range(2):
            with catalogue.writing() as db:
                change(db, "system", account_id, organisation_id, "organiser")
    assert journal() == ["membership.added", "membership.removed"]
    with catalogue.reading() as db:
        assert db.scalars(select(Membership.id)).all() == []


def test_membership_of_an_unknown_organisation_is_refused(catalogue: Database, given: Given) -> None:
    account_id = given.account("aino@example.org")
    with pytest.raises(Refusal), catalogue.writing() as db:
        accounts.add_membership(db, "system", account_id, uuid4(), "contact")


def test_administrator_is_made_once(catalogue: Database, given: Given, journal: Journal) -> None:
    account_id = given.account("aino@example.org")
    with catalogue.writing() as db:
        assert not accounts.has_administrator(db)
        accounts.make_administrator(db, "system", account_id)
        accounts.make_administrator(db, "system", account_id)
        assert accounts.has_administrator(db)
        assert db.scalar(select(Account.is_administrator)) is True
    assert journal() == ["account.made_administrator"]
