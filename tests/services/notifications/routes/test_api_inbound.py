"""Mail that comes back, through the real catalogue: what counts, what is kept, what nothing can break."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from time_machine import travel

from services.catalogue.app import create_app as create_catalogue
from services.notifications.app import create_app
from shared.schema.catalogue import Presenter, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import Batch, Person, Registration
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.notifications.routes.conftest import Call, World, sign_in
from tests.shared.web.address import served
from tests.support.factories import NOON

STAMP = datetime(2027, 1, 12, 8, 15, tzinfo=UTC)
REPLY = """From: {name} <{sender}>
To: kierros@localhost.example
Subject: Declined
MIME-Version: 1.0
Content-Type: text/calendar; method={method}; charset=UTF-8

BEGIN:VCALENDAR
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
ATTENDEE;PARTSTAT={partstat}:mailto:{email}
COMMENT:Olen lomalla
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(autouse=True)
def day_after() -> Iterator[None]:
    """It is the day after the answers were stamped."""
    with travel(STAMP + timedelta(days=1)):
        yield


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[str]:
    """The catalogue service, listening."""
    app = create_catalogue(settings)
    with closing(app.extensions[EXTENSION].database), served(app) as address:
        yield address


@pytest.fixture
def app(settings: Settings, catalogue: str) -> Iterator[Flask]:
    """The service, which finds the catalogue where it listens."""
    made = create_app(settings.model_copy(update={"catalogue_internal_url": catalogue}))
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def presenter(world: World) -> UUID:
    """Aino presents the session and was told of its revision 3."""
    return world.given.presenter(world.session, "aino@example.org")


@pytest.fixture
def reply(world: World) -> Callable[..., bytes]:
    """A mail that answers: Aino declines revision 3, unless said otherwise."""

    def made(**changes: Any) -> bytes:
        email = changes.get("email", "aino@example.org")
        said = {
            "name": "Aino",
            "sender": email,
            "email": email,
            "method": "REPLY",
            "uid": f"session-{world.session}@localhost",
            "sequence": 3,
            "stamp": STAMP,
            "partstat": "DECLINED",
        }
        return REPLY.format(**{**said, **changes}).encode()

    return made


def send(call: Call, raw: bytes) -> tuple[str, str | None]:
    """What the API makes of a mail."""
    answer = call("POST", "/inbound", data=raw, content_type="message/rfc822")
    assert answer.status_code == 200, answer.text
    return answer.json["outcome"], answer.json["reason"]


def answers(world: World) -> tuple[str, int | None]:
    """What the session says of its presenter."""
    with world.given.database.reading() as db:
        row = db.execute(select(Presenter.reply, Presenter.reply_revision)).one()
    return row.reply, row.reply_revision


def kept(world: World) -> list[tuple[Any, ...]]:
    """What was written down: outcome, reason, sender, answer."""
    columns = (Inbound.outcome, Inbound.reason, Inbound.sender, Inbound.answer)
    with world.given.database.reading() as db:
        return [tuple(row) for row in db.execute(select(*columns).order_by(Inbound.id))]


def test_answer_of_a_presenter_is_applied(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply()) == ("applied", None)
    assert answers(world) == ("declined", 3)
    assert kept(world) == [("applied", None, "aino@example.org", "declined")]
    with world.given.database.reading() as db:
        assert db.scalar(select(Presenter.reply_note)) == "Olen lomalla"


def test_same_mail_twice_is_one(call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]) -> None:
    send(call, reply())
    assert send(call, reply()) == ("duplicate", None)
    assert len(kept(world)) == 1


def test_answer_to_an_earlier_time_is_kept_but_does_not_count(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    outcome, reason = send(call, reply(sequence=2))
    assert (outcome, reason) == ("stale", "It answers an earlier time or place of the session.")
    assert answers(world) == ("needs-action", None)
    assert kept(world) == [("stale", "earlier_time", "aino@example.org", "declined")]


def test_answer_from_before_a_move_that_is_not_told_yet_does_not_count(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    told(world, 3, 0)
    with world.given.database.writing() as db:
        db.execute(update(Session).values(revision=4))
    assert send(call, reply(sequence=3))[0] == "stale"
    assert answers(world) == ("needs-action", None)


def test_later_answer_wins_whatever_the_order_of_arrival(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(partstat="ACCEPTED", stamp=STAMP + timedelta(hours=1)))[0] == "applied"
    assert send(call, reply())[0] == "stale"
    assert send(call, reply(partstat="TENTATIVE", stamp=STAMP + timedelta(hours=2)))[0] == "applied"
    assert answers(world) == ("tentative", 3)


def test_answer_from_the_future_does_not_silence_its_sender(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(partstat="ACCEPTED", stamp=STAMP + timedelta(days=3650)))[0] == "applied"
    with travel(STAMP + timedelta(days=2)):
        assert send(call, reply(stamp=STAMP + timedelta(days=2)))[0] == "applied"
    assert answers(world) == ("declined", 3)


def test_answer_of_a_clock_that_was_never_set_is_taken_in(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(stamp=datetime(1970, 1, 1, tzinfo=UTC)))[0] == "applied"
    assert answers(world) == ("declined", 3)


def test_same_request_under_one_key_gets_its_first_answer_and_another_is_refused(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    def bring(raw: bytes) -> Any:
        headers = {"Idempotency-Key": "mail-1"}
        return call("POST", "/inbound", data=raw, content_type="message/rfc822", headers=headers)

    first, again, other = bring(reply()), bring(reply()), bring(reply(partstat="ACCEPTED"))
    assert (again.status_code, again.json) == (200, first.json)
    assert first.json["outcome"] == "applied"
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(kept(world)) == 1
    assert (
        call("POST", "/inbound", data=b"", content_type="message/rfc822", headers={"Idempotency-Key": ""}).status_code
        == 422
    )


def told(world: World, sequence: int, ahead: int, email: str = "aino@example.org") -> None:
    """What this person's calendar holds."""
    copy = {"session_id": world.session, "email": email, "state": "invited", "sequence": sequence, "ahead": ahead}
    with world.given.database.writing() as db:
        db.execute(insert(CalendarCopy).values(**copy, stamp=NOON))


def test_answer_is_measured_by_what_this_person_was_sent(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    told(world, sequence=5, ahead=2)
    assert send(call, reply(sequence=4))[0] == "stale"
    assert send(call, reply(sequence=5))[0] == "applied"
    assert answers(world) == ("declined", 3)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": "eve@example.org"}, "Nobody with this address was invited to the session."),
        ({"uid": f"session-{UUID(int=9)}@localhost"}, "It is about no session of ours."),
        ({"uid": "040000008200E00074C5B7101A82E008@example.com"}, "It is about no session of ours."),
        ({"uid": "session-{session}@elsewhere.example.org"}, "It is about no session of ours."),
    ],
)
def test_answer_of_strangers_is_kept_as_foreign(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes], changes: dict[str, str], reason: str
) -> None:
    changes = {name: value.format(session=world.session) for name, value in changes.items()}
    assert send(call, reply(**changes)) == ("foreign", reason)
    assert answers(world) == ("needs-action", None)
    assert len(kept(world)) == 1


def test_answer_of_whoever_was_taken_off_is_foreign(call: Call, world: World, reply: Callable[..., bytes]) -> None:
    told(world, 3, 0)
    assert send(call, reply()) == ("foreign", "This person is no longer invited to the session.")


def test_answer_of_a_participant_is_noted(call: Call, world: World, reply: Callable[..., bytes]) -> None:
    offering = world.given.offering(world.series, [world.session])
    person = world.given.row(
        Person, email_key="anna@example.org", email="anna@example.org", name="Anna", language="fi", created_at=NOON
    )
    batch = world.given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
    values = {"offering_id": offering, "batch_id": batch, "person_id": person, "state": "confirmed"}
    world.given.row(Registration, **values, queued_at=NOON, created_at=NOON, changed_at=NOON)
    outcome, reason = send(call, reply(email="anna@example.org"))
    assert outcome == "noted"
    assert reason is not None
    assert "participant" in reason


def test_delegation_and_proposal_are_for_people_to_read(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(partstat="DELEGATED"))[0] == "noted"
    assert send(call, reply(method="COUNTER", partstat="NEEDS-ACTION"))[0] == "noted"
    assert answers(world) == ("needs-action", None)


def test_nothing_is_kept_while_the_catalogue_is_away(
    settings: Settings, world: World, presenter: UUID, reply: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.http_clients.service_client.FIRST_PAUSE_SECONDS", 0.0)
    app = create_app(settings.model_copy(update={"catalogue_internal_url": "http://127.0.0.1:9"}))
    headers = {"Authorization": f"Bearer {world.given.api_key()}"}
    with closing(app.extensions[EXTENSION].database):
        answer = app.test_client().post("/api/v1/inbound", data=reply(), content_type="message/rfc822", headers=headers)
    assert answer.status_code == 503
    assert kept(world) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"From: a@example.org\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        b"From: a@example.org\r\nContent-Type: text/calendar; charset=utf-7; method=REPLY\r\n\r\n+AGE-",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n" * 40,
        b"From: " + b"a" * 1_500_000,
        b"From: a@example.org, b@example.org\r\nSubject: =?utf-8?b?////?=\r\n\r\n",
    ],
    ids=range(8),
)
def test_hostile_mail_gets_a_plain_outcome(call: Call, world: World, raw: bytes) -> None:
    outcome, reason = send(call, raw)
    assert (outcome, bool(reason)) == ("not_a_reply", True)
    assert send(call, raw)[0] == "duplicate"


def test_letter_about_nothing_of_ours_is_for_administrators(call: Call, world: World) -> None:
    assert send(call, b"From: a@example.org\r\n\r\nHei, tulen kyll\xe4!")[0] == "noted"
    [item] = call("GET", "/inbound").json["items"]
    assert (item["kind"], item["sender"], item["text"]) == ("letter", "a@example.org", "Hei, tulen kyll\ufffd!")
    assert call("GET", "/inbound", key=world.given.api_key("organiser", world.organisation)).json["items"] == []


def test_two_answers_within_one_second_count_in_the_order_they_arrive(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(partstat="ACCEPTED"))[0] == "applied"
    assert send(call, reply())[0] == "applied"
    assert answers(world) == ("declined", 3)
    # the same answer on another way changes nothing
    assert send(call, b"Received: elsewhere\r\n" + reply())[0] == "stale"
    assert answers(world) == ("declined", 3)


def test_uid_in_other_letters_is_the_same_session(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    assert send(call, reply(uid=f"SESSION-{str(world.session).upper()}@LocalHost"))[0] == "applied"


PROPOSAL = "TENTATIVE:mailto:aino@example.org\nDTSTART:20270125T110000Z\nX-REST"


def test_proposal_is_listed_and_declined_by_its_organiser_alone(
    call: Call, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    told(world, 3, 0)
    assert send(call, reply(method="COUNTER", partstat=PROPOSAL))[0] == "applied"
    assert answers(world) == ("tentative", 3)
    send(call, b"Subject: hello\r\n\r\n")
    own, other = (
        world.given.api_key("organiser", one) for one in (world.organisation, world.given.organisation("Kolmas Oy"))
    )
    [item] = call("GET", "/inbound?kind=counter&limit=1", key=own).json["items"]
    assert (item["proposal"], item["series"], item["sender"]) == ("open", "kierros", "aino@example.org")
    assert item["proposed_starts_at"].startswith("2027-01-25T11:00:00")
    assert call("GET", "/inbound", key=other).json["items"] == []
    path = f"/inbound/{item['id']}/decline"
    assert call("POST", path, key=other).status_code == 404
    assert [call("POST", path, key=own).json["proposal"] for _ in range(2)] == ["declined", "declined"]
    first = call("GET", "/inbound?limit=1").json
    assert call("GET", f"/inbound?limit=1&cursor={first['next']}").json["items"][0]["id"] == item["id"]
    assert call("POST", f"/inbound/{first['items'][0]['id']}/decline").status_code == 404


def test_page_declines_a_proposal(
    call: Call, app: Flask, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    send(call, reply(method="COUNTER", partstat=PROPOSAL))
    client = sign_in(app.test_client(), world.organiser)
    client.set_cookie("kierros_language", "en")
    page = client.get("/messages/inbound?kind=counter").text
    assert f"/workspace/sessions/{world.session}/edit?starts_at=2027-01-25T11" in page
    assert "Waits for you" in page
    [path] = re.findall(r'action="([^"]+/decline)"', page)
    for _ in range(2):
        assert client.post(path, follow_redirects=True).status_code == 200
    page = client.get("/messages/inbound").text
    assert "You declined" in page
    assert "/decline" not in page
    assert client.get("/messages/inbound?kind=nonsense").status_code == 200
    world.given.member(stranger := world.given.account("muu@example.org"), world.given.organisation("Neljäs Oy"))
    assert sign_in(app.test_client(), stranger).post(path).status_code == 404


def test_ten_megabytes_are_refused_with_a_word(call: Call) -> None:
    answer = call("POST", "/inbound", data=b"x" * 10_000_000, content_type="message/rfc822")
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


def test_other_content_is_refused(call: Call, reply: Callable[..., bytes]) -> None:
    answer = call("POST", "/inbound", json={"mail": reply().decode()})
    assert (answer.status_code, answer.json["detail"]) == (415, "Send it with Content-Type: message/rfc822.")


def test_only_administrators_may_bring_mail(call: Call, world: World, reply: Callable[..., bytes]) -> None:
    for key in ("", world.given.api_key("organiser", world.organisation)):
        answer = call("POST", "/inbound", key=key, data=reply(), content_type="message/rfc822")
        assert answer.status_code == (403 if key else 401)


def test_description_names_the_content(call: Call, client: FlaskClient) -> None:
    paths = client.get("/openapi.json").json["paths"]  # type: ignore[index]
    assert list(paths["/api/v1/inbound"]["post"]["requestBody"]["content"]) == ["message/rfc822"]
    assert list(paths["/api/v1/messages/{message_id}.eml"]["get"]["responses"]["200"]["content"]) == ["message/rfc822"]
    assert "message/rfc822" in client.get("/api").text


def test_page_shows_what_came_back_to_whom_it_concerns(
    call: Call, app: Flask, world: World, presenter: UUID, reply: Callable[..., bytes]
) -> None:
    send(call, reply())
    send(call, reply(sequence=1))
    send(call, b"Subject: hello\r\n\r\n")
    seen = {}
    for who in (world.organiser, world.administrator):
        client = app.test_client()
        client.set_cookie("kierros_language", "en")
        seen[who] = sign_in(client, who).get("/messages/inbound").text
    for words in ("aino@example.org", "Noted on the session", "Too old to count", "Declined", "Olen lomalla"):
        assert words in seen[world.organiser]
    assert "Not an answer" not in seen[world.organiser]
    assert "Not an answer" in seen[world.administrator]
