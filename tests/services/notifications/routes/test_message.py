"""One message: shown as it was sent, without what would let the organiser in for somebody else."""

from email import message_from_bytes
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.journal import JournalLine
from shared.schema.notifications import Message
from tests.services.notifications.routes.conftest import SECRET, World, sign_in
from tests.support.itip import check_message


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


@pytest.fixture
def failed(world: World) -> UUID:
    message = world.message(state="failed", problem="550 5.1.1 No such user here", attempts=4)
    world.content(message)
    world.attempt(message)
    return message


def test_message_shows_mail_calendar_part_and_tries(organiser: FlaskClient, failed: UUID) -> None:
    page = organiser.get(f"/messages/{failed}").text
    for words in (
        "Kutsu: Nepsy arjessa",
        "Tervetuloa.",
        f"{failed}@localhost",
        "METHOD:REQUEST",
        "5.1.1 No such user here",
    ):
        assert words in page
    assert "Mon 18 January 2027, 12:00–14:00" in page
    assert "SEQUENCE</dt><dd>3</dd>" in page
    assert "The mail server refused it" in page
    assert f'<iframe class="mail-frame" src="/messages/{failed}/html" sandbox="allow-same-origin allow-popups' in page


@pytest.mark.parametrize("part", ["", "/html", ".eml"])
def test_links_that_let_someone_in_are_hidden(organiser: FlaskClient, failed: UUID, part: str) -> None:
    answer = organiser.get(f"/messages/{failed}{part}")
    assert answer.status_code == 200
    assert "/own/" not in answer.text
    assert SECRET not in answer.text
    if part == ".eml":
        text = message_from_bytes(answer.data).get_payload(0).get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
        assert "Oma sivusi: ••••••" in text


def test_html_is_framed_without_power(organiser: FlaskClient, failed: UUID) -> None:
    answer = organiser.get(f"/messages/{failed}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-same-origin allow-popups")
    assert "script" not in policy
    assert "default-src 'none'" in policy
    assert "<a >Oma sivusi</a>" in answer.text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert organiser.get(f"/messages/{failed}").headers["X-Frame-Options"] == "DENY"


def test_eml_is_a_mail_that_obeys_the_rules(organiser: FlaskClient, failed: UUID) -> None:
    answer = organiser.get(f"/messages/{failed}.eml")
    assert answer.headers["Content-Type"] == "message/rfc822"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{failed}.eml"'
    said = [line for line in check_message(answer.data) if not line.startswith("M11")]
    assert said == []


def test_message_not_written_yet_says_so(organiser: FlaskClient, world: World) -> None:
    message = world.message(state="queued")
    page = organiser.get(f"/messages/{message}")
    assert (page.status_code, "written when its turn comes" in page.text) == (200, True)
    assert organiser.get(f"/messages/{message}.eml").status_code == 404
    assert organiser.get(f"/messages/{message}/html").status_code == 404


def test_subject_and_names_are_escaped(organiser: FlaskClient, world: World) -> None:
    message = world.message(recipient_name="<script>alert(1)</script>")
    world.content(message, subject="<img src=x onerror=alert(1)>")
    for path in (f"/messages/{message}", "/messages"):
        page = organiser.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize("part", ["", "/html", ".eml"])
def test_message_of_others_is_not_there(organiser: FlaskClient, world: World, part: str) -> None:
    message = world.message(series_id=world.other_series, session_id=None)
    world.content(message)
    assert organiser.get(f"/messages/{message}{part}").status_code == 404


def test_failed_message_can_be_sent_again(
    organiser: FlaskClient, world: World, failed: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    monkeypatch.setattr("services.notifications.courier.Courier.wake", lambda _courier: woken.append(True))
    answer = organiser.post(f"/messages/{failed}/retry")
    assert (answer.status_code, answer.location) == (303, f"/messages/{failed}")
    with world.given.database.reading() as db:
        row = db.execute(select(Message.state, Message.problem).where(Message.id == failed)).one()
        line = db.execute(
            select(JournalLine.actor, JournalLine.subject_id).where(JournalLine.kind == "message.retried")
        ).one()
    assert (tuple(row), tuple(line), woken) == (("queued", None), (f"account:{world.organiser}", failed), [True])
    assert "in the queue again" in organiser.get(answer.location).text


def test_message_that_was_sent_is_not_sent_again(organiser: FlaskClient, world: World) -> None:
    message = world.message()
    world.content(message)
    answer = organiser.post(f"/messages/{message}/retry")
    assert "can be sent again" in organiser.get(answer.location).text
    with world.given.database.reading() as db:
        assert db.scalar(select(Message.state).where(Message.id == message)) == "sent"


def test_retry_of_anothers_message_is_not_there(organiser: FlaskClient, world: World) -> None:
    message = world.message(series_id=world.other_series, session_id=None, state="failed")
    assert organiser.post(f"/messages/{message}/retry").status_code == 404
