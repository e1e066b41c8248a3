from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.services.catalogue.conftest import Journal
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

PATH = "/workspace/paths/akatemia"


def send(client: FlaskClient, address: str, **fields: Any) -> Any:
    """Fill the form of a page and send it."""
    filled = form_of(client.get(address).text) | fields
    return client.post(address, data=filled, follow_redirects=True)


@pytest.fixture
def series(given: Given, organisation: UUID) -> dict[str, UUID]:
    return {title: given.series(organisation, title=title) for title in ("Yhteiset", "Psykiatria", "Avopalvelut")}


@pytest.fixture
def path(organiser: FlaskClient, series: dict[str, UUID]) -> str:
    """A draft of two stages, made on the pages."""
    assert "Add its first stage." in send(organiser, "/workspace/paths/new", title="Akatemia").text
    send(organiser, f"{PATH}/stages/new", name="Yhteiset", series_ids=[str(series["Yhteiset"])], credits_from="5")
    branches = [str(series[title]) for title in ("Psykiatria", "Avopalvelut")]
    answer = send(organiser, f"{PATH}/stages/new", name="Suunta", rule="one", series_ids=branches)
    assert answer.status_code == 200
    return PATH


def test_organiser_makes_orders_and_publishes_a_path(
    organiser: FlaskClient, client: FlaskClient, path: str, journal: Journal
) -> None:
    text = organiser.get(path).text
    assert text.index("Yhteiset") < text.index("Suunta")
    text = organiser.post(f"{path}/stages/2/earlier", follow_redirects=True).text
    assert text.index("Suunta") < text.index("Yhteiset")
    assert organiser.post(f"{path}/publish", follow_redirects=True).status_code == 200
    assert client.get("/paths/akatemia").status_code == 200
    organiser.post(f"{path}/stages/2/remove")
    assert organiser.get(f"{path}/stages/2").status_code == 404
    organiser.post(f"{path}/take-back")
    organiser.post(f"{path}/remove")
    assert organiser.get(path).status_code == 404
    kinds = [kind for kind in journal() if kind.startswith("path.")]
    assert (kinds[0], kinds[-2:]) == ("path.added", ["path.taken_back", "path.removed"])


def test_wrong_stage_is_shown_again_and_a_stale_one_refused(organiser: FlaskClient, path: str) -> None:
    wrong = send(organiser, f"{path}/stages/1", credits_from="30", credits_to="20")
    assert wrong.status_code == 422
    assert "Write the lower number of credits first" in wrong.text
    stale = form_of(organiser.get(f"{path}/stages/1").text)
    send(organiser, f"{path}/stages/2", name="Toinen")
    answer = organiser.post(f"{path}/stages/1", data=stale)
    assert "Somebody else changed this" in answer.text


def test_two_organisers_changes_of_a_path_are_shown_beside_each_other(organiser: FlaskClient, path: str) -> None:
    address = f"{path}/edit"
    first, second = form_of(organiser.get(address).text), form_of(organiser.get(address).text)
    assert organiser.post(address, data=first | {"title": ["Theirs"], "summary": ["Their summary"]}).status_code == 302
    answer = organiser.post(address, data=second | {"title": ["Mine"]})
    assert answer.status_code == 409
    assert "As you typed it" in answer.text
    assert "in the form already: In one or two sentences." in answer.text
    assert ">Theirs<" in answer.text
    assert organiser.post(address, data=form_of(answer.text)).status_code == 302
    now = form_of(organiser.get(address).text)
    assert [now[name][0].strip() for name in ("title", "summary")] == ["Mine", "Their summary"]


def test_strangers_change_no_path(stranger: FlaskClient, path: str) -> None:
    for address in ("", "/edit", "/stages/new", "/stages/1", "/remove"):
        assert stranger.get(path + address).status_code in (403, 404), address
    for address in ("/publish", "/take-back", "/stages/1/remove", "/remove"):
        assert stranger.post(path + address).status_code in (403, 404), address


def test_organiser_says_what_is_needed_first(
    organiser: FlaskClient, given: Given, series: dict[str, UUID], journal: Journal
) -> None:
    offering = given.offering(series["Psykiatria"])
    address = f"/workspace/offerings/{offering}/requirements"
    send(organiser, address, series_ids=[str(series["Yhteiset"])])
    assert form_of(organiser.get(address).text)["series_ids"] == [str(series["Yhteiset"])]
    assert str(series["Psykiatria"]) not in organiser.get(address).text
    assert journal() == ["offering.changed"]
