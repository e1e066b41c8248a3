from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import Traveller

from shared.http_clients import token
from shared.schema.accounts import SignInRequest
from shared.schema.idempotency import CatalogueAnswer
from shared.web.current import EXTENSION
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


def inner(app: Flask, path: str, body: Any = None) -> Any:
    """A call as the notifications service makes it."""
    said = token.sign(app.extensions[EXTENSION].secrets, "notifications", "catalogue", "system")
    return app.test_client().post(f"/api/v1{path}", json=body, headers={"Authorization": f"Bearer {said}"})


def reply(partstat: str, minutes: int = 0, sequence: int = 0) -> dict[str, Any]:
    stamp = (NOON + timedelta(minutes=minutes)).isoformat()
    return {"partstat": partstat, "stamp": stamp, "sequence": sequence}


@pytest.fixture
def presenter(call: Call, made: Made) -> str:
    path = call("GET", made.session).json["presenters"][0]["id"]
    return f"/presenters/{path}/reply"


def answer_of(call: Call, made: Made) -> str:
    return str(call("GET", made.session).json["presenters"][0]["reply"])


def test_reply_is_noted_and_told(app: Flask, call: Call, made: Made, presenter: str, journal: Journal) -> None:
    assert inner(app, presenter, reply("declined")).json == {"counted": True}
    assert answer_of(call, made) == "declined"
    assert journal()[-1] == "presenter.replied"
    assert inner(app, presenter, reply("declined")).json == {"counted": False}
    assert journal().count("presenter.replied") == 1


def test_older_reply_loses(app: Flask, call: Call, made: Made, presenter: str) -> None:
    inner(app, presenter, reply("accepted", minutes=5))
    assert inner(app, presenter, reply("declined", minutes=4)).json == {"counted": False}
    assert answer_of(call, made) == "accepted"


def test_move_asks_again_and_outruns_replies_to_the_old_time(
    app: Flask, call: Call, made: Made, presenter: str
) -> None:
    inner(app, presenter, reply("accepted"))
    call("PATCH", made.session, {"ends_at": "2027-01-18T17:00:00+02:00"})
    assert answer_of(call, made) == "needs-action"
    assert inner(app, presenter, reply("accepted", minutes=9, sequence=0)).json == {"counted": False}
    assert inner(app, presenter, reply("tentative", minutes=9, sequence=1)).json == {"counted": True}
    assert answer_of(call, made) == "tentative"


def test_new_venue_keeps_the_answer(app: Flask, call: Call, made: Made, presenter: str) -> None:
    inner(app, presenter, reply("accepted"))
    call("PATCH", made.session, {"venue": "Kauppi"})
    assert answer_of(call, made) == "accepted"


def test_reply_of_somebody_who_is_no_presenter_is_not_found(app: Flask, made: Made) -> None:
    assert inner(app, f"/presenters/{made.session_id}/reply", reply("accepted")).status_code == 404


@pytest.mark.parametrize("change", [{"partstat": "delegated"}, {"stamp": "now"}, {"sequence": -1}])
def test_reply_with_a_wrong_field_is_refused(app: Flask, presenter: str, change: dict[str, Any]) -> None:
    assert inner(app, presenter, reply("accepted") | change).status_code == 422


def test_inner_calls_are_for_services_only(call: Call, presenter: str) -> None:
    assert call("POST", presenter, reply("accepted")).status_code == 403
    assert call("POST", "/due").status_code == 403
    assert call("POST", "/due", key="").status_code == 401


def test_due_purges_what_has_served_its_time(
    app: Flask, given: Given, call: Call, database: OpenDatabase, noon: Traveller
) -> None:
    for hours in (1, 47, 49):
        asked = NOON - timedelta(hours=hours)
        given.row(
            SignInRequest, email_hash="e", client_hash="c", requested_at=asked, expires_at=asked + timedelta(minutes=15)
        )
    call("POST", "/organisations", {"name": "TAMK"}, Idempotency_Key="once")
    assert inner(app, "/due").json == {"published": 0, "purged": 1, "searchable": 0}
    noon.move_to(NOON + timedelta(hours=48, seconds=1))
    assert inner(app, "/due").json == {"published": 0, "purged": 3, "searchable": 0}
    with database("catalogue").reading() as db:
        assert db.scalar(select(func.count()).select_from(CatalogueAnswer)) == 0
