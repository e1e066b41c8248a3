from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from services.catalogue.actions.constraints import broken_constraint, explained
from shared.database import Database
from shared.errors import Conflict
from shared.schema.base import Base, new_id
from shared.schema.catalogue import Offering, Presenter, Session
from shared.schema.organisations import Organisation
from tests.support.factories import NOON, Given


def _add(catalogue: Database, table: type[Base], **values: object) -> None:
    with catalogue.writing() as db:
        db.execute(insert(table).values(id=new_id(), **values))


def test_unique_constraint_of_one_column_is_known_by_name(catalogue: Database, given: Given) -> None:
    given.organisation(business_id="2077474-0")
    with pytest.raises(IntegrityError) as broken:
        _add(catalogue, Organisation, name="Toinen", business_id="2077474-0", created_at=NOON)
    assert broken_constraint(broken.value) == "uq_organisations_business_id"


def test_unique_constraint_of_two_columns_is_known_by_name(catalogue: Database, given: Given) -> None:
    session_id = given.session(given.series())
    given.presenter(session_id, "a@example.org")
    with pytest.raises(IntegrityError) as broken:
        _add(catalogue, Presenter, session_id=session_id, email="a@example.org", name="A")
    assert broken_constraint(broken.value) == "uq_presenters_session_id_email"


def test_check_constraint_is_known_by_name(catalogue: Database, given: Given) -> None:
    series_id = given.series()
    stamps = {"created_at": NOON, "changed_at": NOON}
    with pytest.raises(IntegrityError) as broken:
        _add(catalogue, Offering, series_id=series_id, name="X", capacity=-1, **stamps)
    assert broken_constraint(broken.value) == "ck_offerings_capacity_not_negative"
    times = {"starts_at": NOON, "ends_at": NOON - timedelta(hours=1), "timezone": "UTC", "mode": "online"}
    with pytest.raises(IntegrityError) as broken:
        _add(catalogue, Session, series_id=series_id, title="X", **times, **stamps)
    assert broken_constraint(broken.value) == "ck_sessions_ends_after_start"


def test_explained_turns_the_named_constraint_into_its_refusal(catalogue: Database, given: Given) -> None:
    given.organisation(business_id="2077474-0")
    with (
        pytest.raises(Conflict, match="Use that one"),
        explained({"uq_organisations_business_id": lambda: Conflict("taken", "Use that one.")}),
    ):
        _add(catalogue, Organisation, name="Toinen", business_id="2077474-0", created_at=NOON)


def test_explained_leaves_other_constraints_as_they_are(catalogue: Database, given: Given) -> None:
    given.organisation(business_id="2077474-0")
    with pytest.raises(IntegrityError), explained({"uq_series_slug": lambda: Conflict("taken", "Taken.")}):
        _add(catalogue, Organisation, name="Toinen", business_id="2077474-0", created_at=NOON)
