import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from services.catalogue.actions import sign_in as actions
from shared.schema.accounts import Account, SignInRequest
from shared.schema.journal import JournalLine
from shared.secrets import SIGN_IN
from shared.web.current import EXTENSION
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

AINO = "aino@example.org"


@pytest.fixture
def reader(client: FlaskClient, noon: Traveller) -> FlaskClient:
    """A visitor who reads English."""
    client.set_cookie("kierros_language", "en")
    return client


@pytest.fixture
def aino(given: Given) -> Any:
    """An organiser's account."""
    account_id = given.account(AINO)
    given.member(account_id, given.organisation("TAMK"))
    return account_id


def ask(client: FlaskClient, email: str = AINO, **more: str) -> Any:
    return client.post("/sign-in", data={"email": email, **more})


def links(app: Flask) -> list[str]:
    """The links that were asked for so far, as the notifications service would mail them."""
    service = app.extensions[EXTENSION]
    with service.database.reading() as db:
        ids = db.scalars(select(SignInRequest.id).order_by(SignInRequest.requested_at, SignInRequest.id)).all()
    return [f"/sign-in/{service.secrets.token(SIGN_IN, request_id)}" for request_id in ids]


def who(client: FlaskClient) -> str | None:
    """The account that the browser's session names."""
    with client.session_transaction() as session:
        found: str | None = session.get("account")
        return found


def other_browser(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("kierros_language", "en")
    return client


def test_link_signs_in_once_in_the_browser_that_asked(app: Flask, reader: FlaskClient, aino: Any) -> None:
    assert ask(reader).location == "/sign-in/sent"
    assert AINO in reader.get("/sign-in/sent").text
    [link] = links(app)
    answer = reader.get(link)
    assert (answer.status_code, answer.location) == (303, "http://localhost:8000/workspace")
    assert who(reader) == str(aino)
    reader.post("/sign-out")
    again = reader.get(link)
    assert (again.status_code, "has been used" in again.text, who(reader)) == (410, True, None)


def test_link_opened_twice_by_who_is_signed_in_does_no_harm(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader)
    [link] = links(app)
    reader.get(link)
    again = reader.get(link)
    assert (again.status_code, who(reader)) == (303, str(aino))
    assert again.location == "http://localhost:8000/workspace", "where the first time led"


def test_link_in_another_browser_explains_and_is_not_used_up(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader)
    [link] = links(app)
    stranger = other_browser(app)
    answer = stranger.get(link)
    assert answer.status_code == 403
    assert "Open the link where you asked for it" in answer.text
    assert 'name="email"' in answer.text
    assert who(stranger) is None
    assert reader.get(link).status_code == 303


def test_browser_that_asked_for_its_own_link_can_not_use_somebody_elses(
    app: Flask, reader: FlaskClient, aino: Any, given: Given
) -> None:
    given.account("bo@example.org")
    ask(reader)
    [link] = links(app)
    thief = other_browser(app)
    ask(thief, "bo@example.org")
    assert thief.get(link).status_code == 403
    assert who(thief) is None


def test_link_is_good_for_fifteen_minutes(app: Flask, reader: FlaskClient, aino: Any, noon: Traveller) -> None:
    ask(reader)
    [link] = links(app)
    noon.move_to(NOON + timedelta(minutes=15))
    answer = reader.get(link)
    assert (answer.status_code, "too old" in answer.text) == (410, True)
    noon.move_to(NOON + timedelta(minutes=14, seconds=59))
    assert reader.get(link).status_code == 303


def test_head_does_not_use_a_link(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader)
    [link] = links(app)
    assert reader.head(link).status_code == 200
    assert who(reader) is None
    assert reader.get(link).status_code == 303


@pytest.mark.parametrize("change", [lambda link: link[:-1], lambda link: link[:-2] + "AA", lambda _link: "/sign-in/x"])
def test_link_that_is_not_whole_lets_nobody_in(app: Flask, reader: FlaskClient, aino: Any, change: Any) -> None:
    ask(reader)
    answer = reader.get(change(links(app)[0]))
    assert (answer.status_code, who(reader)) == (404, None)


def test_answer_is_the_same_for_an_unknown_address(
    app: Flask, aino: Any, database: OpenDatabase, noon: Traveller
) -> None:
    known, unknown = other_browser(app), other_browser(app)
    answers = [ask(known), ask(unknown, "nobody@example.org")]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].location == answers[1].location
    assert {name for name, _v in answers[0].headers} == {name for name, _v in answers[1].headers}
    pages = [known.get("/sign-in/sent").text, unknown.get("/sign-in/sent").text]
    assert _bare(pages[0].replace(AINO, "X")) == _bare(pages[1].replace("nobody@example.org", "X"))
    with database("catalogue").reading() as db:
        kinds = db.scalars(select(JournalLine.kind)).all()
        accounts = db.scalars(select(SignInRequest.account_id).order_by(SignInRequest.id)).all()
    assert kinds == ["sign_in.requested"] * 2
    assert sorted(map(str, accounts)) == sorted(["None", str(aino)])


def _bare(html: str) -> str:
    """A page without what differs every time."""
    return re.sub(r'value="[^"]{40,}"', "", html)


def test_link_of_an_unknown_address_lets_nobody_in(app: Flask, reader: FlaskClient) -> None:
    ask(reader, "nobody@example.org")
    assert reader.get(links(app)[0]).status_code == 404
    assert who(reader) is None


def test_address_may_be_written_in_any_spelling(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader, "  AINO@Example.ORG ")
    assert reader.get(links(app)[0]).status_code == 303
    assert who(reader) == str(aino)


@pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: c@example.org", "x" * 250 + "@example.org", "a@b@c"])
def test_address_that_is_none_is_refused_and_kept(reader: FlaskClient, email: str) -> None:
    answer = ask(reader, email)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    if email.isprintable():
        assert f'value="{email}"' in answer.text


def test_asking_often_for_one_address_is_throttled_from_wherever(app: Flask, aino: Any, noon: Traveller) -> None:
    for number in range(actions.MOST_PER_ADDRESS):
        client = other_browser(app)
        answer = client.post("/sign-in", data={"email": AINO}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        assert answer.status_code == 303
    client = other_browser(app)
    refused = ask(client, AINO, next="http://localhost:8000/workspace")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert f'value="{AINO}"' in refused.text
    assert "Wait 15 min" in refused.text
    assert len(links(app)) == actions.MOST_PER_ADDRESS
    noon.move_to(NOON + actions.THROTTLE_WINDOW)
    assert ask(client).status_code == 303


def test_asking_often_from_one_client_is_throttled_for_whichever_address(app: Flask, noon: Traveller) -> None:
    for number in range(actions.MOST_PER_CLIENT):
        assert ask(other_browser(app), f"a{number}@example.org").status_code == 303
    refused = ask(other_browser(app), "one-more@example.org")
    assert refused.status_code == 429
    elsewhere = other_browser(app).post(
        "/sign-in", data={"email": "one-more@example.org"}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
    )
    assert elsewhere.status_code == 303


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("http://localhost:8001/participants/1", "http://localhost:8001/participants/1"),
        ("http://localhost:8000/series/a?lang=sv", "http://localhost:8000/series/a?lang=sv"),
        ("https://evil.example/", "http://localhost:8000/workspace"),
        ("//evil.example/", "http://localhost:8000/workspace"),
        ("/\\evil.example", "http://localhost:8000/workspace"),
        ("http://localhost:8000@evil.example/", "http://localhost:8000/workspace"),
        ("http://localhost:80001/", "http://localhost:8000/workspace"),
        ("javascript:alert(1)", "http://localhost:8000/workspace"),
    ],
)
def test_signing_in_leads_on_to_our_own_pages_only(
    app: Flask, reader: FlaskClient, aino: Any, wanted: str, where: str
) -> None:
    form = reader.get("/sign-in", query_string={"next": wanted})
    assert (wanted in form.text) is (wanted == where)
    ask(reader, next=wanted)
    assert reader.get(links(app)[0]).location == where
    assert reader.get("/sign-in", query_string={"next": wanted}).location == (
        where if wanted == where else "http://localhost:8000/"
    )


def test_person_without_anything_to_organise_is_led_home(app: Flask, reader: FlaskClient, given: Given) -> None:
    given.account("bo@example.org")
    ask(reader, "bo@example.org")
    assert reader.get(links(app)[0]).location == "http://localhost:8000/"


def test_signing_in_begins_a_session_anew(app: Flask, reader: FlaskClient, aino: Any) -> None:
    with reader.session_transaction() as session:
        session["planted"] = "by somebody else"
    ask(reader)
    reader.get(links(app)[0])
    with reader.session_transaction() as session:
        assert dict(session) == {"account": str(aino), "epoch": 0, "_permanent": True}


def test_signing_out_ends_this_browsers_session_only(app: Flask, reader: FlaskClient, aino: Any) -> None:
    second = other_browser(app)
    for client in (reader, second):
        ask(client)
        for link in links(app):
            client.get(link)
        assert who(client) == str(aino)
    assert reader.post("/sign-out").status_code == 303
    assert (who(reader), who(second)) == (None, str(aino))


def test_signing_out_everywhere_ends_every_session(
    app: Flask, reader: FlaskClient, aino: Any, database: OpenDatabase
) -> None:
    ask(reader)
    reader.get(links(app)[0])
    reader.post("/sign-out", data={"everywhere": "1"})
    with database("catalogue").reading() as db:
        assert db.scalar(select(Account.session_epoch)) == 1
    with reader.session_transaction() as session:
        session.update(account=str(aino), epoch=0)
    assert reader.get("/sign-in").status_code == 200


def test_signing_out_without_being_signed_in_does_no_harm(reader: FlaskClient) -> None:
    assert reader.post("/sign-out", data={"everywhere": "1"}).status_code == 303


def test_pages_that_let_people_in_are_told_to_nobody(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader)
    [link] = links(app)
    for answer in (reader.get("/sign-in"), other_browser(app).get(link), reader.get(link)):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_links_and_addresses_are_in_no_log(
    app: Flask, reader: FlaskClient, aino: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(reader)
    [link] = links(app)
    other_browser(app).get(link)
    reader.get(link)
    logged = "".join(capsys.readouterr())
    assert "route=/sign-in/<token>" in logged
    assert link.rpartition("/")[2] not in logged
    assert AINO not in logged


def test_browser_cookie_is_for_the_sign_in_pages_only(reader: FlaskClient, aino: Any) -> None:
    cookie = next(line for line in ask(reader).headers.getlist("Set-Cookie") if line.startswith("kierros_browser"))
    assert {"HttpOnly", "Path=/sign-in", "SameSite=Lax"} <= set(cookie.split("; "))


def test_form_without_its_token_is_refused(app: Flask, aino: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert ask(other_browser(app)).status_code == 400
    assert links(app) == []


def test_who_is_signed_in_already_is_led_on(app: Flask, reader: FlaskClient, aino: Any) -> None:
    ask(reader)
    reader.get(links(app)[0])
    assert reader.get("/sign-in").location == "http://localhost:8000/"


def test_page_of_what_was_sent_without_asking_leads_to_the_form(reader: FlaskClient) -> None:
    assert reader.get("/sign-in/sent").location == "/sign-in"


@pytest.mark.parametrize("employers", [1, 2])
def test_contact_of_one_employer_begins_at_its_people(
    app: Flask, reader: FlaskClient, given: Given, employers: int
) -> None:
    account = given.account("kaisa@example.org")
    ids = [given.organisation(f"Sospro {number}") for number in range(employers)]
    for one in ids:
        given.member(account, one, "contact")
    ask(reader, "kaisa@example.org")
    [link] = links(app)
    there = f"http://localhost:8001/organisations/{ids[0]}" if employers == 1 else "http://localhost:8000/"
    assert reader.get(link).location == there
