"""Small groups: divided, arranged by hand, shown to each, taken along."""

from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from services.registration.queries import small_groups
from shared.database import Database
from shared.secrets import OWN_PAGE, Secrets
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.database import SECRET_KEY
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def one(given: Given, registration: Database, client: FlaskClient) -> Acts:
    """Four people with a place."""
    acts = Acts(registration, given.offering(given.series()))
    acts.register("anna", "berta", "carl", "dora")
    sign_in(client, given.account("olga@example.org", is_administrator=True))
    client.set_cookie("kierros_language", "en")
    return acts


def groups_of(acts: Acts) -> tuple[list[Any], dict[UUID, UUID]]:
    with acts.database.reading() as db:
        return list(small_groups.of_offering(db, acts.offering_id)), small_groups.members(db, acts.offering_id)


def fields(page: Any) -> dict[str, str]:
    """The second form, as the page gives it."""
    form = BeautifulSoup(page.text, "html.parser").select("main form")[1]
    said = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
    for box in form.select("select[name]"):
        chosen = box.select_one("option[selected]")
        said[str(box["name"])] = str(chosen["value"]) if chosen else ""
    repeated = {name: [box["value"] for box in form.select(f"input[name={name}]")] for name in ("person", "group")}
    return {**said, **repeated}  # type: ignore[dict-item]


def test_groups_are_divided_arranged_shown_and_taken_along(client: FlaskClient, one: Acts) -> None:
    page = f"/participants/{one.offering_id}/groups"
    assert "Small groups" in client.get(f"/participants/{one.offering_id}").text
    wrong = client.post(f"{page}/divide", data={"count": "0", "how": "apart"})
    assert (wrong.status_code, "Between 1 and 50 groups." in wrong.text) == (422, True)
    assert client.post(f"{page}/divide", data={"count": "2", "how": "apart"}).status_code == 303
    (first, second), members = groups_of(one)
    assert sorted(members.values()) == sorted([first.id, first.id, second.id, second.id])

    ids = one.standing()
    mine, theirs = (fields(client.get(page)) for _ in range(2))
    to = {str(first.id): str(second.id), str(second.id): str(first.id)}
    moved = {f"group-{ids['anna']}": to[str(members[ids["anna"]])]}
    said = {f"name-{first.id}": "Blue", f"place-{first.id}": "https://meet.example.org/blue"}
    assert client.post(page, data={**theirs, **moved, **said}).status_code == 303
    assert groups_of(one)[1][ids["anna"]] == UUID(moved[f"group-{ids['anna']}"])
    # what a colleague didn't touch is saved beside; what both touched is shown first
    assert client.post(page, data={**mine, f"group-{ids['berta']}": ""}).status_code == 303
    assert ids["berta"] not in groups_of(one)[1]
    stale = client.post(page, data={**mine, f"name-{first.id}": "Red"})
    assert (stale.status_code, "Red" in stale.text, "A colleague changed" in stale.text) == (409, True, True)
    assert groups_of(one)[0][0].name == "Blue"

    blue = next(name for name, who in ids.items() if groups_of(one)[1].get(who) == first.id)
    own = f"/own/{Secrets(SECRET_KEY).token(OWN_PAGE, ids[blue])}"
    shown = Visitor(client).open(own)
    assert "Your small group Blue · https://meet.example.org/blue" in shown.text
    csv = client.get(f"/participants/{one.offering_id}/participants.csv").get_data(as_text=True)
    assert "Small group" in csv
    assert "Blue" in csv
    one.substitute(blue, "eeva")
    assert groups_of(one)[1][one.standing()["eeva"]] == first.id
