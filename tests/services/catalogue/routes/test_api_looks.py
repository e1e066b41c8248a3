"""An organisation's look, set by programs."""

import base64
from uuid import UUID

from flask.testing import FlaskClient

from tests.services.catalogue.conftest import Call
from tests.support.pictures import picture


def test_programs_set_a_look(call: Call, client: FlaskClient, organisation: UUID) -> None:
    path = f"/organisations/{organisation}/look"
    logo = base64.b64encode(picture()).decode()
    said = call("PATCH", path, {"colour": "#4B3C97", "logo": logo}).json
    assert said["colour"] == "#4b3c97"
    assert client.get(said["logo_url"].removeprefix("http://localhost:8000")).mimetype == "image/webp"
    # what isn't named stays
    assert call("PATCH", path, {"colour": None}).json == {**said, "colour": None, "dark_colour": None}
    for wrong, code in (
        ({"colour": "#ff9900"}, "colour_too_light"),
        ({"colour": "red"}, "bad_colour"),
        ({"logo": base64.b64encode(b"<svg/>").decode()}, "picture_type_not_taken"),
    ):
        answer = call("PATCH", path, wrong)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert client.get(f"/api/v1{path}").json == {**said, "colour": None, "dark_colour": None}
