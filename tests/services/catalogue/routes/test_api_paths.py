from typing import Any
from uuid import UUID

import pytest

from tests.services.catalogue.conftest import Call, Journal, Made
from tests.support.factories import Given


@pytest.fixture
def path(call: Call, made: Made) -> dict[str, Any]:
    """A draft of one stage, made through the API."""
    stage = {"name": "Yhteiset opinnot", "rule": "all", "credits_from": 5, "series_ids": [series_id(call, made)]}
    body = {"title": "Sospro Akatemia", "organiser_id": made.organisation, "language": "fi", "stages": [stage]}
    answer = call("POST", "/paths", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def series_id(call: Call, made: Made) -> str:
    answer = call("GET", made.series)
    assert answer.status_code == 200, answer.text
    return str(answer.json["id"])


def test_a_path_is_a_draft_until_it_is_published(
    call: Call, made: Made, path: dict[str, Any], journal: Journal
) -> None:
    address = f"/paths/{path['slug']}"
    assert path["stages"][0]["series"][0]["slug"] == made.slug
    assert (path["stages"][0]["credits_from"], path["stages"][0]["credits_to"]) == (5.0, 5.0)
    assert call("GET", address, key="").status_code == 404
    assert call("GET", "/paths", key="").json["items"] == []
    assert call("PATCH", address, {"state": "published"}).json["state"] == "published"
    assert [one["slug"] for one in call("GET", "/paths", key="").json["items"]] == ["sospro-akatemia"]
    # the series is still a draft: only organisers know of it
    assert call("GET", address, key="").json["stages"][0]["series"] == []
    call("PATCH", made.series, {"state": "published"})
    assert [one["slug"] for one in call("GET", address, key="").json["stages"][0]["series"]] == [made.slug]
    assert call("PATCH", address, {"state": "draft"}).json["state"] == "draft"
    assert call("DELETE", address).status_code in (200, 204)
    assert call("GET", address).status_code == 404
    assert [kind for kind in journal() if kind.startswith("path.")] == [
        "path.added", "path.changed", "path.published", "path.taken_back", "path.removed",
    ]  # fmt: skip


def test_stages_are_replaced_in_their_order_and_a_stale_change_is_refused(call: Call, path: dict[str, Any]) -> None:
    address = f"/paths/{path['slug']}"
    stages = [{"name": name, "rule": rule} for name, rule in (("B", "one"), ("A", "some"))]
    changed = call("PATCH", address, {"stages": stages, "title": "Toinen", "version": path["version"]})
    assert changed.status_code == 200, changed.text
    assert [(one["name"], one["rule"]) for one in changed.json["stages"]] == [("B", "one"), ("A", "some")]
    assert changed.json["title"] == "Toinen"
    stale = call("PATCH", address, {"stages": [], "version": path["version"]})
    assert (stale.status_code, stale.json["code"]) == (409, "stale")


def test_what_no_stage_can_be_is_refused(call: Call, path: dict[str, Any], given: Given) -> None:
    address = f"/paths/{path['slug']}"
    upside_down = {"name": "A", "rule": "all", "credits_from": 30, "credits_to": 20}
    assert call("PATCH", address, {"stages": [upside_down]}).json["code"] == "credits_in_order"
    unknown = {"name": "A", "rule": "all", "series_ids": [str(given.organisation())]}
    assert call("PATCH", address, {"stages": [unknown]}).json["code"] == "no_series"
    call("PATCH", address, {"stages": []})
    assert call("PATCH", address, {"state": "published"}).json["code"] == "no_stages"


def test_another_organisation_s_draft_is_nothing_to_choose(call: Call, made: Made, given: Given) -> None:
    key = given.api_key("organiser", mine := given.organisation("Toinen"))
    stage = {"name": "A", "rule": "all", "series_ids": [series_id(call, made)]}
    body = {"title": "Polku", "organiser_id": str(mine), "language": "fi", "stages": [stage]}
    assert call("POST", "/paths", body, key=key).json["code"] == "no_series"
    call("PATCH", made.series, {"state": "published"})
    assert call("POST", "/paths", body, key=key).status_code == 201
    assert call("POST", "/paths", {**body, "organiser_id": made.organisation}, key=key).status_code == 403


def test_an_offering_requires_other_series_than_its_own(call: Call, made: Made, given: Given, journal: Journal) -> None:
    earlier = given.series(title="Yhteiset opinnot")
    address = f"{made.offering}/requirements"
    own = call("PUT", address, {"series_ids": [series_id(call, made)]})
    assert (own.status_code, own.json["code"]) == (422, "own_series")
    asked = {"series_ids": [str(earlier), str(earlier)]}
    assert [one["title"] for one in call("PUT", address, asked).json["series"]] == ["Yhteiset opinnot"]
    before = len(journal())
    call("PUT", address, asked)
    assert len(journal()) == before
    assert call("GET", address).json["series"][0]["id"] == str(earlier)
    assert call("PUT", address, {"series_ids": []}).json["series"] == []


def test_an_offering_that_requires_something_is_removed_from_a_draft(call: Call, made: Made, given: Given) -> None:
    call("PUT", f"{made.offering}/requirements", {"series_ids": [str(given.series())]})
    assert call("DELETE", made.offering).status_code in (200, 204)


def test_drafts_are_listed_for_their_organisers(call: Call, path: dict[str, Any], made: Made, given: Given) -> None:
    tamk = UUID(made.organisation)
    own, other = given.api_key("organiser", tamk), given.api_key("organiser", given.organisation("X Oy"))
    for key in (own, None):
        [listed] = call("GET", "/paths", key=key).json["items"]
        assert (listed["slug"], listed["state"]) == (path["slug"], "draft")
    for key in (other, given.api_key("contact", tamk), ""):
        assert call("GET", "/paths", key=key).json["items"] == []
