"""Every form carries its token, public ones and those behind an own link too."""

import pytest
from flask.testing import FlaskClient

from shared.settings import SERVICES
from tests.architecture.services import Call, app_of, calls_of

#: what has nothing to do with who asks or what they ask for: the answer to any form without its token
REFUSED = "This form was open too long, or cookies are blocked."

#: sent by mail programs of themselves, which have neither page nor cookie (RFC 8058 section 3.1); the only exception
ONE_CLICK = {"notifications POST /unsubscribe/<token>"}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("sent", [{}, {"csrf_token": "forged"}], ids=["without", "forged"])
def test_form_without_its_token_is_refused(service: str, sent: dict[str, str]) -> None:
    client = app_of(service).test_client()
    client.set_cookie("kierros_language", "en")
    forms = [
        call for call in calls_of(service) if call.method != "GET" and not call.of_api and str(call) not in ONE_CLICK
    ]
    assert forms
    assert [f"{form}: {said}" for form in forms if (said := _answer(client, form, sent)) != f"400 {REFUSED}"] == []


def _answer(client: FlaskClient, form: Call, sent: dict[str, str]) -> str:
    response = client.open(form.path, method=form.method, data=sent)
    return f"{response.status_code} {REFUSED if REFUSED in response.text else ''}"
