"""The API of the ledger: filters, pages, the mail itself, sending again."""

from uuid import UUID

import pytest

from shared.schema.notifications import MESSAGE_STATES
from tests.services.notifications.routes.conftest import SECRET, Call, World

REFUSED = "The reader's mail server did not take it. Reach the person by other means."


def ids(answer: object) -> list[str]:
    return [item["id"] for item in answer.json["items"]]  # type: ignore[attr-defined]


def test_list_says_who_what_when_and_how_it_went(call: Call, world: World) -> None:
    message = world.message(state="failed", problem="550 no", attempts=2, sequence=3)
    world.content(message)
    [item] = call("GET", "/messages").json["items"]
    assert item["recipient"] == "aino@example.org"
    assert (item["kind"], item["state"], item["problem"], item["tries"]) == ("presenter-invited", "failed", REFUSED, 2)
    assert (item["series"], item["session_id"], item["sequence"]) == ("kierros", str(world.session), 3)
    assert (item["subject"], item["created_at"]) == ("Kutsu: Nepsy arjessa", "2027-01-11T10:00:00Z")


def test_list_is_filtered(call: Call, world: World) -> None:
    one = str(world.message(state="queued", kind="reminder", recipient_email="beng@example.org"))
    world.message(series_id=world.other_series, session_id=None)
    for query in (
        "state=queued",
        "kind=reminder",
        "recipient=beng@example.org",
        f"session_id={world.session}",
        "series=kierros",
    ):
        assert ids(call("GET", f"/messages?{query}")) == [one], query


@pytest.mark.parametrize("state", MESSAGE_STATES)
def test_every_state_can_be_shown_and_asked_for(call: Call, world: World, state: str) -> None:
    one = str(world.message(state=state))
    assert ids(call("GET", f"/messages?state={state}")) == [one]


def test_pages_follow_the_cursor(call: Call, world: World) -> None:
    made = [str(world.message(recipient_email=f"a{number}@example.org")) for number in range(5)]
    first = call("GET", "/messages?limit=3")
    second = call("GET", f"/messages?limit=3&cursor={first.json['next']}")
    assert (ids(first) + ids(second), second.json["next"]) == (sorted(made, reverse=True), None)


@pytest.mark.parametrize("query", ["state=lost", "limit=0", "limit=201", "cursor=x", "session_id=x", "color=red"])
def test_wrong_query_is_named(call: Call, query: str) -> None:
    answer = call("GET", f"/messages?{query}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, query.split("=", maxsplit=1)[0])


def test_message_tells_what_it_said_with_secrets_hidden(call: Call, world: World) -> None:
    message = world.message(state="failed")
    world.content(message)
    world.attempt(message)
    said = call("GET", f"/messages/{message}").json
    assert said["text"] == "Tervetuloa.\nOma sivusi: ••••••"
    assert SECRET not in said["html"]
    assert (said["method"], "METHOD:REQUEST" in said["calendar"]) == ("REQUEST", True)
    assert said["message_id"] == f"<{message}@localhost>"
    assert said["attempts"] == [
        {"at": "2027-01-11T10:00:00Z", "outcome": "failed", "code": 550, "answer": "5.1.1 No such user here"}
    ]


def test_message_not_written_yet_has_no_text(call: Call, world: World) -> None:
    message = world.message(state="queued")
    said = call("GET", f"/messages/{message}").json
    assert (said["subject"], said["text"], said["calendar"], said["attempts"]) == (None, None, None, [])


def test_eml_is_the_mail(call: Call, world: World) -> None:
    message = world.message()
    world.content(message)
    answer = call("GET", f"/messages/{message}.eml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "message/rfc822")
    assert b"Message-ID: <" in answer.data
    assert SECRET.encode() not in answer.data


def test_organisers_key_reaches_own_series_alone(call: Call, world: World) -> None:
    key = world.given.api_key("organiser", world.organisation)
    own = world.message()
    others = world.message(series_id=world.other_series, session_id=None)
    sign_in = world.message(series_id=None, session_id=None, kind="sign-in")
    assert ids(call("GET", "/messages", key=key)) == [str(own)]
    for message in (others, sign_in):
        for method, path in (("GET", ""), ("GET", ".eml"), ("POST", "/retry")):
            assert call(method, f"/messages/{message}{path}", key=key).status_code == 404


def test_organisers_key_for_all_organisations_reaches_no_sign_in_mail(call: Call, world: World) -> None:
    key = world.given.api_key("organiser")
    made = [world.message(), world.message(series_id=world.other_series, session_id=None)]
    world.message(series_id=None, session_id=None, kind="sign-in")
    assert ids(call("GET", "/messages", key=key)) == sorted(map(str, made), reverse=True)


@pytest.mark.parametrize(("key", "status"), [("", 401), ("contact", 403)])
def test_messages_are_closed_to_others(call: Call, world: World, key: str, status: int) -> None:
    shown = world.given.api_key("contact", world.organisation) if key else ""
    assert call("GET", "/messages", key=shown).status_code == status


def test_failed_message_is_queued_again(call: Call, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    monkeypatch.setattr("services.notifications.courier.Courier.wake", lambda _courier: woken.append(True))
    message = world.message(state="failed", problem="550 no", attempts=20)
    answer = call("POST", f"/messages/{message}/retry")
    assert (answer.status_code, answer.json["state"], answer.json["tries"], woken) == (200, "queued", 0, [True])
    again = call("POST", f"/messages/{message}/retry")
    assert (again.status_code, again.json["code"]) == (409, "not_failed")


def test_unknown_message_is_not_there(call: Call) -> None:
    assert call("GET", f"/messages/{UUID(int=1)}").status_code == 404
