"""What names people is kept by no cache: no proxy's, and no browser's after somebody signed out."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.web.access import Access
from tests.architecture.services import calls_of
from tests.services.notifications.routes.conftest import World, sign_in

PRIVATE = "private, no-store"
OF_ORGANISERS = [
    call for call in calls_of("notifications") if call.access is Access.ORGANISER and not call.of_api
]  # fmt: skip


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


def test_no_answer_to_organisers_is_kept(organiser: FlaskClient) -> None:
    kept = {
        str(call)
        for call in OF_ORGANISERS
        if organiser.open(call.path, method=call.method).headers.get("Cache-Control") != PRIVATE
    }
    assert len(OF_ORGANISERS) > 20
    assert kept == set()


@pytest.fixture
def mail(world: World) -> UUID:
    message = world.message()
    world.content(message)
    return message


def test_what_names_somebody_is_not_kept(organiser: FlaskClient, world: World, mail: UUID) -> None:
    series = "/messages/series/kierros"
    mails = [f"/messages/{mail}", f"/messages/{mail}/html", f"/messages/{mail}.eml"]
    told = [f"/messages/sessions/{world.session}", f"{series}/templates", f"{series}/reminders"]
    for path in ["/messages", "/messages/inbound", *mails, *told]:
        answer = organiser.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, PRIVATE), path
