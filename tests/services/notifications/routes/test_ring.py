"""The ring: answered at once, heard in the background."""

import time

import pytest

from services.notifications import courier
from services.notifications.courier import courier_of
from shared.http_clients import token
from shared.schema.notifications import Message
from shared.secrets import Secrets
from tests.support.database import SECRET_KEY
from tests.support.deliveries import Office

WITHIN_SECONDS = 30


def ring(office: Office, **headers: str) -> int:
    return office.app.test_client().post("/api/v1/ring", headers=headers).status_code


def as_service() -> dict[str, str]:
    signed = token.sign(Secrets(SECRET_KEY), "catalogue", "notifications", "system")
    return {"Authorization": f"Bearer {signed}"}


def test_ring_of_a_service_wakes_the_courier(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    monkeypatch.setattr(courier_of(office.app), "wake", lambda: woken.append(True))
    assert ring(office, **as_service()) == 202
    assert woken == [True]


def test_ring_of_anybody_else_is_refused(office: Office) -> None:
    assert ring(office) == 401
    assert ring(office, Authorization=f"Bearer {office.given.api_key()}") == 403


def test_woken_courier_delivers_in_the_background(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "LINGER_SECONDS", 0.1)
    office.register(office.given.offering(office.given.series()), "kaisa@example.org")
    ring(office, **as_service())
    deadline = time.monotonic() + WITHIN_SECONDS
    while not office.messages(Message.recipient_email == "kaisa@example.org", Message.state == "sent"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    # whatever the background still does is over when a second run has had its turn
    courier_of(office.app).run()
