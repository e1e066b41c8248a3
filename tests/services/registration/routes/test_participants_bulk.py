from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from time_machine import Traveller

from shared.database import Database
from shared.schema.catalogue import Offering
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def series(given: Given, organiser: UUID) -> UUID:
    return given.series(organiser)


@pytest.fixture
def one(given: Given, registration: Database, series: UUID) -> Acts:
    """Two places, two who wait."""
    acts = Acts(registration, given.offering(series, capacity=2, name="Oulu"))
    acts.register("anna", "berta", "cecilia", "diana")
    return acts


@pytest.fixture
def other(given: Given, registration: Database, series: UUID, one: Acts) -> Acts:
    """Another choice of the series, with one place."""
    return Acts(registration, given.offering(series, capacity=1, name="Tampere"))


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def chosen(acts: Acts, what: str, *names: str, **more: Any) -> str:
    """The address that ticking these and pressing the button leads to."""
    ids = acts.standing()
    said = [*(f"id={ids[name]}" for name in names), *(f"{name}={value}" for name, value in more.items())]
    return f"/participants/{acts.offering_id}/{what}?{'&'.join(said)}"


def confirm(visitor: Visitor, **fields: Any) -> Visitor:
    """Press the main button of the page's form that changes something."""
    form = visitor.soup.select_one('main form[method="post"]')
    assert form is not None, visitor.text
    data: dict[str, Any] = {}
    for box in form.select("input[name]"):
        data.setdefault(str(box["name"]), []).append(box.get("value", ""))
    answer = visitor.client.post(
        str(form["action"]), data={**data, **fields}, headers={"Accept-Language": "en"}, follow_redirects=True
    )
    visitor._read(answer)
    return visitor


def test_a_list_can_be_ticked_and_its_button_leads_on(visitor: Visitor, one: Acts) -> None:
    visitor.open(f"/participants/{one.offering_id}")
    assert {box["value"] for box in visitor.soup.select('input[name="id"]')} == {
        str(i) for i in one.standing().values()
    }
    assert "all 4 people here" in visitor.text
    actions = {button.get("formaction") for button in visitor.soup.select(".bulk button")}
    assert f"/participants/{one.offering_id}/move" in actions


def test_cancelling_many_says_what_happens_then_does_it(visitor: Visitor, one: Acts) -> None:
    visitor.open(chosen(one, "cancel", "anna", "diana"))
    assert visitor.title == "Cancel 2 registrations?"
    for sentence in (
        "One person loses the place.",
        "One person is taken off",
        "each of the 2 people",
        "The first who waits",
    ):
        assert sentence in visitor.text
    confirm(visitor)
    assert visitor.url == f"/participants/{one.offering_id}"
    assert "2 registrations are cancelled." in visitor.text
    assert "One person who waited got a place." in visitor.text
    assert one.confirmed() == {"berta", "cecilia"}


def test_all_that_the_filter_finds_are_cancelled(visitor: Visitor, one: Acts) -> None:
    visitor.open(chosen(one, "cancel", all=1, state="waitlisted"))
    assert visitor.title == "Cancel 2 registrations?"
    confirm(visitor)
    assert (one.confirmed(), one.line()) == ({"anna", "berta"}, [])


def test_many_are_named_as_far_as_there_is_room(visitor: Visitor, one: Acts) -> None:
    one.register("elsa", "frida", "greta")
    for what in ("cancel", "move", "message"):
        visitor.open(chosen(one, what, all=1))
        assert "Anna, Berta, Cecilia, Diana, Elsa and 2 more" in visitor.text
    visitor.open(chosen(one, "message", "berta"))
    assert visitor.title == "Write to Berta"


def test_a_list_that_changed_meanwhile_is_left_alone(visitor: Visitor, one: Acts) -> None:
    visitor.open(chosen(one, "cancel", all=1))
    one.register("elsa")
    confirm(visitor)
    assert "The list changed meanwhile, so nothing was done." in visitor.text
    assert visitor.title == "Cancel 5 registrations?"
    assert one.seats() == (2, 3)


def test_a_second_press_cancels_nothing_more(visitor: Visitor, one: Acts) -> None:
    address = chosen(one, "cancel", "anna")
    visitor.open(address)
    confirm(visitor)
    visitor.open(address)
    assert visitor.url == f"/participants/{one.offering_id}"
    assert "Nobody who has a place or waits was chosen." in visitor.text


@pytest.mark.parametrize("said", ["", "id=nonsense", f"id={UUID(int=7)}"])
def test_choosing_nobody_leads_back(visitor: Visitor, one: Acts, other: Acts, said: str) -> None:
    for what in ("cancel", "move"):
        visitor.open(f"/participants/{one.offering_id}/{what}?{said}&state=confirmed")
        assert visitor.url == f"/participants/{one.offering_id}"
        assert "Tick people in the list first." in visitor.text


def test_what_is_over_is_not_cancelled(visitor: Visitor, one: Acts, noon: Traveller) -> None:
    visitor.open(chosen(one, "cancel", "anna"))
    noon.shift(timedelta(days=8))
    confirm(visitor)
    assert "This is over" in visitor.text
    assert one.seats() == (2, 2)


def test_moving_asks_where_to_and_shows_what_becomes_of_everybody(visitor: Visitor, one: Acts, other: Acts) -> None:
    visitor.open(chosen(one, "move", "anna", "berta"))
    assert visitor.title == "Move 2 people to another way to register"
    assert "1 of 1 places left." in visitor.text
    visitor.open(chosen(one, "move", "anna", "berta", to=other.offering_id, if_full="stay"))
    assert "One person gets a place in Tampere." in visitor.text
    assert "One person stays: no place is free there. " in visitor.text
    assert "Berta berta@example.org" in visitor.text
    confirm(visitor)
    assert "One person moved to Tampere." in visitor.text
    assert "One person stays: no place was free." in visitor.text
    assert (one.confirmed(), other.confirmed()) == ({"berta", "cecilia"}, {"anna"})


def test_moving_can_put_the_rest_on_the_other_waiting_list(visitor: Visitor, one: Acts, other: Acts) -> None:
    visitor.open(chosen(one, "move", all=1, to=other.offering_id, if_full="wait"))
    assert "3 people go on the waiting list of Tampere." in visitor.text
    confirm(visitor)
    assert (other.confirmed(), other.line()) == ({"anna"}, ["berta", "cecilia", "diana"])


def test_moving_all_or_nobody_says_when_it_is_nobody(visitor: Visitor, one: Acts, other: Acts) -> None:
    visitor.open(chosen(one, "move", "anna", "berta", to=other.offering_id, if_full="all-or-nothing"))
    assert "2 places are needed, 1 are free. Nobody is moved." in visitor.text
    assert not visitor.soup.select('main form[method="post"]')


def test_moving_is_not_done_when_the_places_went_meanwhile(visitor: Visitor, one: Acts, other: Acts) -> None:
    visitor.open(chosen(one, "move", "anna", to=other.offering_id))
    other.register("elsa")
    confirm(visitor)
    assert "The list changed meanwhile, so nothing was done." in visitor.text
    assert (one.seats(), other.seats()) == ((2, 2), (1, 0))


def test_a_series_of_one_choice_has_nowhere_to_move_to(visitor: Visitor, one: Acts) -> None:
    visitor.open(chosen(one, "move", "anna"))
    assert "Nowhere to move to" in visitor.text


def test_choices_that_are_not_open_yet_are_named_but_not_offered(
    visitor: Visitor, one: Acts, other: Acts, given: Given
) -> None:
    _change(given, other, opens_at=NOON + timedelta(days=1))
    visitor.open(chosen(one, "move", "anna"))
    assert "Nowhere to move to" in visitor.text
    visitor.open(chosen(one, "move", "anna", to=other.offering_id))
    assert not visitor.soup.select('main form[method="post"]')


def test_organisers_move_people_after_the_deadline_too(visitor: Visitor, one: Acts, other: Acts, given: Given) -> None:
    _change(given, other, closes_at=NOON)
    visitor.open(chosen(one, "move", "anna", to=other.offering_id))
    assert "Its deadline has passed; you may still move people there" in visitor.text
    confirm(visitor)
    assert other.confirmed() == {"anna"}


def _change(given: Given, acts: Acts, **values: Any) -> None:
    with given.database.writing() as db:
        db.execute(update(Offering).where(Offering.id == acts.offering_id).values(**values))


def test_others_may_do_nothing_to_many(client: FlaskClient, one: Acts, other: Acts, given: Given) -> None:
    account = given.account("other@example.org")
    given.member(account, given.organisation("Attendo"))
    sign_in(client, account)
    for what in ("cancel", "move"):
        address = chosen(one, what, "anna", to=other.offering_id)
        assert client.get(address).status_code == 403
        body = {"all": "1", "count": "4", "to": str(other.offering_id)}
        assert client.post(f"/participants/{one.offering_id}/{what}", data=body).status_code == 403
    assert one.seats() == (2, 2)
