"""Who sent something before the deadline is in, however long it then waits for its turn; who sends it slowly is not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from shared.database import Database
from shared.secrets import OWN_PAGE, Secrets
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.database import SECRET_KEY
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")

CLOSES = NOON + timedelta(minutes=1)
ANNA = {"email": "anna@example.org", "name": "Anna"}


@dataclass
class Setting:
    """An offering about to close, one that Anna is in already, and who may register people."""

    call: Call
    visitor: Visitor
    one: Acts
    other: Acts
    key: str
    waits: Callable[[], None]

    def asks(self, path: str, body: Any) -> None:
        """Over the API; it waits for its turn until after the deadline."""
        self.waits()
        answer = self.call("POST", path, body, self.key)
        assert answer.status_code in (200, 201), answer.text

    def sends(self, **fields: Any) -> None:
        """The form of the page that is open; likewise."""
        self.waits()
        self.visitor.send(**fields)
        assert self.visitor.status == 200, self.visitor.text


@pytest.fixture
def setting(
    app: Flask, client: FlaskClient, call: Call, given: Given, registration: Database, noon: Traveller
) -> Setting:
    employer, series = given.organisation("Sospro Oy"), given.series(slug="kierros")
    one, other = (Acts(registration, given.offering(series, closes_at=at)) for at in (CLOSES, None))
    account = given.account("kaisa@example.org", name="Kaisa")
    given.member(account, employer, "contact")
    sign_in(client, account)
    database = app.extensions[EXTENSION].database
    turn = database.writing

    def waits() -> None:
        def after_the_deadline() -> Any:
            noon.move_to(CLOSES + timedelta(minutes=1))
            return turn()

        database.writing = after_the_deadline

    return Setting(call, Visitor(client), one, other, given.api_key("contact", employer), waits)


def _alone(to: Setting) -> None:
    to.visitor.open(f"/register/{to.one.offering_id}")
    to.sends(**ANNA)


def _several(to: Setting) -> None:
    to.visitor.open(f"/register/{to.one.offering_id}/people")
    to.sends(people__0__name="Anna", people__0__email="anna@example.org")


def _staff_list(to: Setting) -> None:
    to.visitor.open("/staff/kierros").send(pasted="Anna\tanna@example.org", offerings=[str(to.one.offering_id)])
    to.sends(do="register", if_full="waitlist")


def _own_move(to: Setting) -> None:
    registration_id = _standing(to)
    to.visitor.open(f"/own/{Secrets(SECRET_KEY).token(OWN_PAGE, registration_id)}/move")
    to.sends(to=str(to.one.offering_id))


def _by_program(to: Setting) -> None:
    to.asks(f"/offerings/{to.one.offering_id}/registrations", {"people": [ANNA]})


def _list_by_program(to: Setting) -> None:
    given = {"people": [ANNA], "offering_ids": [str(to.one.offering_id)]}
    made = to.call("POST", "/series/kierros/staff-lists", given, to.key)
    to.asks(f"/staff-lists/{made.json['id']}/register", {})


def _move_by_program(to: Setting) -> None:
    there = f"/offerings/{to.other.offering_id}/registrations"
    made = to.call("POST", there, {"people": [ANNA]}, to.key)
    to.asks(f"/registrations/{made.json['registrations'][0]['id']}/move", {"offering_id": str(to.one.offering_id)})


def _standing(to: Setting) -> UUID:
    to.other.register("anna")
    return to.other.standing()["anna"]


@pytest.mark.parametrize(
    "come", [_alone, _several, _staff_list, _own_move, _by_program, _list_by_program, _move_by_program]
)
def test_who_sent_it_before_the_deadline_is_in(setting: Setting, come: Callable[[Setting], None]) -> None:
    come(setting)
    assert setting.one.confirmed() == {"anna"}


class _Slow(BytesIO):
    """A body that takes until after the deadline to come."""

    def __init__(self, body: bytes, noon: Traveller) -> None:
        super().__init__(body)
        self.noon = noon

    def readinto(self, buffer: Any) -> int:
        self.noon.move_to(CLOSES + timedelta(seconds=1))
        return super().readinto(buffer)


@pytest.mark.parametrize("is_page", [False, True])
def test_who_sends_a_body_slowly_comes_when_its_end_does(
    setting: Setting, client: FlaskClient, app: Flask, noon: Traveller, is_page: bool
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    if is_page:
        page = setting.visitor.open(f"/register/{setting.one.offering_id}")
        body = urlencode({**ANNA, "language": "fi", "csrf_token": page.value("csrf_token")})
        path, kind = f"/register/{setting.one.offering_id}", "application/x-www-form-urlencoded"
    else:
        body = json.dumps({"people": [ANNA]})
        path, kind = f"/api/v1/offerings/{setting.one.offering_id}/registrations", "application/json"
    answer = client.post(
        path,
        input_stream=_Slow(body.encode(), noon),
        content_length=len(body),
        content_type=kind,
        headers={} if is_page else {"Authorization": f"Bearer {setting.key}"},
    )
    assert (answer.status_code, setting.one.standing()) == (409, {})
