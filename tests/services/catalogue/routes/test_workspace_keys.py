import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.accounts import ApiKey
from tests.support.factories import Given

KEY = re.compile(r"kierros_[A-Za-z0-9]{40}")


def make(client: FlaskClient, **differing: str) -> str:
    data = {"name": "Intranet", "role": "organiser", "organisation_id": ""} | differing
    return client.post("/workspace/api-keys", data=data).text


def test_key_is_shown_once(administrator: FlaskClient, given: Given, organisation: UUID) -> None:
    page = make(administrator, organisation_id=str(organisation))
    assert KEY.search(page)
    again = administrator.get("/workspace/api-keys")
    assert not KEY.search(again.text)
    assert "Intranet" in again.text
    assert again.headers["Cache-Control"] == "no-store"


def test_form_sent_twice_makes_one_key(administrator: FlaskClient, given: Given) -> None:
    found = re.search(r'name="new_id"[^>]*value="([0-9a-f-]{36})"', administrator.get("/workspace/api-keys").text)
    assert found
    first, second = (make(administrator, new_id=found.group(1)) for _time in range(2))
    assert KEY.search(first)
    assert not KEY.search(second)
    assert "This form was sent before." in second
    with given.database.reading() as db:
        assert len(db.scalars(select(ApiKey.id)).all()) == 1
    assert f'value="{found.group(1)}"' not in first
    assert KEY.search(make(administrator, new_id=""))


def test_key_opens_the_api_until_it_is_ended(administrator: FlaskClient, given: Given) -> None:
    found = KEY.search(make(administrator, role="administrator"))
    assert found
    headers = {"Authorization": f"Bearer {found.group()}"}
    path, body = "/api/v1/organisations", {"name": "Sospro Oy"}
    assert administrator.post(path, json=body, headers=headers).status_code == 201
    with given.database.reading() as db:
        key_id = db.scalar(select(ApiKey.id))
    for _time in range(2):
        assert administrator.post(f"/workspace/api-keys/{key_id}/revoke").status_code == 302
    assert administrator.post(path, json=body, headers=headers).status_code == 401
    assert "Disabled" in administrator.get("/workspace/api-keys").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is needed."),
        ({"role": "king"}, "One of these: "),
        ({"organisation_id": "17"}, "One of these: In every one"),
    ],
)
def test_wrong_key_is_not_made(administrator: FlaskClient, given: Given, wrong: dict[str, str], sentence: str) -> None:
    assert sentence in make(administrator, **wrong)
    with given.database.reading() as db:
        assert db.scalar(select(ApiKey.id)) is None


def test_administrators_key_holds_everywhere(administrator: FlaskClient, organisation: UUID) -> None:
    page = make(administrator, role="administrator", organisation_id=str(organisation))
    assert "leave the organisation out" in page
    assert not KEY.search(page)


def test_organisers_make_no_keys(organiser: FlaskClient) -> None:
    assert organiser.post("/workspace/api-keys", data={"name": "x"}).status_code == 403
