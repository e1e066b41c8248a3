from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.accounts import Account, Membership
from shared.schema.organisations import Organisation
from tests.support.factories import Given


def test_organisation_is_added_with_its_business_id(administrator: FlaskClient, given: Given) -> None:
    data = {"name": "Sospro Oy", "business_id": "20774740", "website": "https://example.org"}
    answer = administrator.post("/workspace/organisations/new", data=data)
    assert answer.status_code == 302
    with given.database.reading() as db:
        assert db.scalar(select(Organisation.business_id)) == "2077474-0"
    assert "Sospro Oy" in administrator.get("/workspace/organisations").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is needed."),
        ("business_id", "2077474-1", "A Y-tunnus has seven digits"),
        ("website", "example", "A web address such as"),
    ],
)
def test_wrong_organisation_is_named_and_kept(
    administrator: FlaskClient, field: str, value: str, sentence: str
) -> None:
    data = {"name": "Sospro Oy", "business_id": "", "website": "https://example.org/kept"}
    answer = administrator.post("/workspace/organisations/new", data=data | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Sospro Oy" in answer.text or field == "name"


def test_member_is_added_and_removed(administrator: FlaskClient, given: Given, organisation: UUID) -> None:
    path = f"/workspace/organisations/{organisation}"
    data = {"email": "Bo@Example.org", "name": "Bo Lärare", "role": "organiser"}
    for _time in range(2):
        assert administrator.post(path, data=data).status_code == 302
    with given.database.reading() as db:
        account_id = db.scalar(select(Account.id).where(Account.email == "bo@example.org"))
        assert len(db.execute(select(Membership)).all()) == 1
    assert "Bo Lärare" in administrator.get(path).text
    administrator.post(f"{path}/remove", data={"account_id": str(account_id), "role": "organiser"})
    with given.database.reading() as db:
        assert db.execute(select(Membership)).all() == []


@pytest.mark.parametrize("data", [{"email": "nowhere", "role": "contact"}, {"email": "a@example.org", "role": "king"}])
def test_wrong_member_is_refused(
    administrator: FlaskClient, given: Given, organisation: UUID, data: dict[str, str]
) -> None:
    assert administrator.post(f"/workspace/organisations/{organisation}", data=data).status_code == 422
    with given.database.reading() as db:
        assert db.execute(select(Membership)).all() == []


def test_organisation_that_is_not_there(administrator: FlaskClient) -> None:
    assert administrator.get(f"/workspace/organisations/{uuid4()}").status_code == 404
