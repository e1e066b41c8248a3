"""Mail domains one by one."""

from uuid import UUID, uuid4

import pytest

from tests.services.catalogue.conftest import Call, Journal
from tests.support.factories import Given


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


def test_domains_come_and_go_one_by_one(call: Call, sospro: UUID, journal: Journal) -> None:
    path = f"/organisations/{sospro}/domains"
    for _time in range(2):
        assert call("PUT", f"{path}/@Sospro.fi").json == {"items": ["sospro.fi"]}
    assert call("PUT", f"{path}/a.example.org").json == {"items": ["a.example.org", "sospro.fi"]}
    for _time in range(2):
        assert call("DELETE", f"{path}/sospro.FI").json == {"items": ["a.example.org"]}
    assert call("DELETE", f"{path}/sospro").json == {"items": ["a.example.org"]}
    assert call("GET", path).json == {"items": ["a.example.org"]}
    assert journal() == ["organisation.changed"] * 3


@pytest.mark.parametrize(
    ("domain", "status", "code"),
    [("sospro", 422, "bad_domain"), ("gmail.com", 422, "public_domain"), ("toinen.fi", 409, "domain_taken")],
)
def test_domain_that_can_not_be_its_own_is_refused(
    call: Call, given: Given, sospro: UUID, domain: str, status: int, code: str
) -> None:
    given.domain(given.organisation("Toinen Oy"), "toinen.fi")
    answer = call("PUT", f"/organisations/{sospro}/domains/{domain}")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert call("GET", f"/organisations/{sospro}/domains").json == {"items": []}


def test_domains_are_set_by_administrators_and_read_by_contacts(call: Call, given: Given, sospro: UUID) -> None:
    path = f"/organisations/{sospro}/domains"
    for method in ("PUT", "DELETE"):
        assert call(method, f"{path}/sospro.fi", key=given.api_key("organiser", sospro)).status_code == 403
    assert call("GET", path, key=given.api_key("contact", sospro)).json == {"items": []}
    assert call("GET", path, key="").status_code == 401
    for method, gone in (("GET", ""), ("PUT", "/sospro.fi"), ("DELETE", "/sospro.fi")):
        assert call(method, f"/organisations/{uuid4()}/domains{gone}").status_code == 404
