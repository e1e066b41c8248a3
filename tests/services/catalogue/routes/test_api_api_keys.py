import re
from uuid import uuid4

from sqlalchemy import select

from shared.schema.accounts import ApiKey
from shared.schema.idempotency import CatalogueAnswer
from tests.services.catalogue.conftest import Call, Journal
from tests.support.database import OpenDatabase
from tests.support.factories import Given


def test_key_is_shown_once_and_kept_as_a_hash(call: Call, database: OpenDatabase, journal: Journal) -> None:
    answer = call("POST", "/api-keys", {"name": "LMS", "role": "organiser"}, Idempotency_Key="key-1")
    assert answer.status_code == 201
    key = answer.json["key"]
    assert re.fullmatch(r"kierros_[A-Za-z0-9]{40}", key)
    with database("catalogue").reading() as db:
        kept = [str(row) for row in (*db.execute(select(ApiKey)), *db.execute(select(CatalogueAnswer)))]
    assert not any(key in row for row in kept)
    assert journal() == ["api_key.created"]
    assert call("GET", "/organisations", key=key).status_code == 200


def test_same_request_again_makes_no_second_key_and_shows_none(call: Call, journal: Journal) -> None:
    wanted = {"name": "LMS", "role": "organiser"}
    assert call("POST", "/api-keys", wanted, Idempotency_Key="key-1").status_code == 201
    again = call("POST", "/api-keys", wanted, Idempotency_Key="key-1")
    assert (again.status_code, again.json["code"], "key" in again.json) == (409, "shown_once", False)
    other = call("POST", "/api-keys", {**wanted, "name": "CRM"}, Idempotency_Key="key-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert journal() == ["api_key.created"]


def test_key_that_was_ended_lets_nobody_in(call: Call, journal: Journal) -> None:
    made = call("POST", "/api-keys", {"name": "LMS", "role": "organiser"}).json
    for _time in range(2):
        assert call("DELETE", f"/api-keys/{made['id']}").status_code == 204
    assert call("GET", "/organisations", key=made["key"]).status_code == 401
    assert journal() == ["api_key.created", "api_key.revoked"]


def test_key_that_never_was_is_not_found(call: Call) -> None:
    assert call("DELETE", f"/api-keys/{uuid4()}").status_code == 404


def test_keys_are_made_by_administrators_only(call: Call, given: Given) -> None:
    for role in ("organiser", "contact"):
        refused = call("POST", "/api-keys", {"name": "Oma", "role": "administrator"}, key=given.api_key(role))
        assert refused.status_code == 403
    assert call("POST", "/api-keys", {"name": "Oma", "role": "administrator"}, key="").status_code == 401


def test_key_of_one_organisation_needs_one_that_is_there(call: Call, given: Given) -> None:
    unknown = call("POST", "/api-keys", {"name": "LMS", "role": "organiser", "organisation_id": str(uuid4())})
    assert (unknown.status_code, unknown.json["field"]) == (422, "organisation_id")
    own = str(given.organisation())
    whole = call("POST", "/api-keys", {"name": "LMS", "role": "administrator", "organisation_id": own})
    assert (whole.status_code, whole.json["code"]) == (422, "administrator_of_one")
    assert call("POST", "/api-keys", {"name": "LMS", "role": "contact", "organisation_id": own}).status_code == 201
