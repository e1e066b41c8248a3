"""Organisers' own words and previews, for programs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from services.notifications.messages.placeholders import PLACEHOLDERS
from shared.http_clients import token
from shared.schema.mail_templates import MailTemplate
from shared.secrets import Secrets
from tests.services.notifications.routes.conftest import Call, World
from tests.support.database import SECRET_KEY

PATH = "/series/kierros/templates/registration-confirmed/sv"
Preview = Callable[..., Any]


@pytest.fixture
def key(world: World) -> str:
    return world.given.api_key("organiser", world.organisation)


def test_words_are_written_and_read(call: Call, world: World, key: str) -> None:
    empty = call("GET", PATH, key=key).json
    assert (empty["version"], empty["subject"], empty["text"]) == (0, "", "")
    assert [one["name"] for one in empty["placeholders"]] == list(PLACEHOLDERS["registration-confirmed"])
    put = call("PUT", PATH, key=key, json={"subject": "Hej {{ name }}", "text": "Välkommen", "base_version": 0})
    assert (put.status_code, put.json["version"], put.json["problems"]) == (200, 1, [])
    assert call("PUT", PATH, key=key, json={"subject": "Hej {{ name }}", "text": "Välkommen"}).json["version"] == 1
    stale = call("PUT", PATH, key=key, json={"subject": "Nej", "base_version": 0})
    assert (stale.status_code, stale.json["code"]) == (409, "changed_meanwhile")
    assert call("PUT", PATH, key=key, json={}).json["version"] == 2
    items = call("GET", f"{PATH}/versions", key=key).json["items"]
    assert [(one["version"], one["subject"], one["by"]) for one in items] == [
        (2, "", "organiser"), (1, "Hej {{ name }}", "organiser"),
    ]  # fmt: skip


def test_list_says_in_whose_words_mails_go_out(call: Call, world: World, key: str) -> None:
    call("PUT", PATH, key=key, json={"subject": "Hej"})
    items = call("GET", "/series/kierros/templates", key=key).json["items"]
    assert len(items) == 3 * len(PLACEHOLDERS)
    assert [one["language"] for one in items if one["words"] == "own"] == ["sv"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"subject": "{{ nmae }}"}, "subject"),
        ({"text": "{% if name %}"}, "text"),
        ({"subject": "x" * 151}, "subject"),
        ({"text": "x" * 5001}, "text"),
        ({"base_version": -1}, "base_version"),
        ({"more": 1}, "more"),
    ],
)
def test_words_that_cannot_be_used_are_refused(
    call: Call, world: World, key: str, body: dict[str, Any], field: str
) -> None:
    answer = call("PUT", PATH, key=key, json=body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    with world.given.database.reading() as db:
        assert db.execute(select(MailTemplate.id)).all() == []


@pytest.mark.parametrize("path", ["", "/reminder/fi", "/reminder/fi/versions"])
def test_other_organisers_words_are_not_there(call: Call, world: World, key: str, path: str) -> None:
    assert call("GET", f"/series/muu/templates{path}", key=key).status_code == 404


def asked(**more: Any) -> dict[str, Any]:
    return {"kind": "registration-confirmed", "series": "kierros", "language": "en", **more}


def test_mail_is_looked_at(call: Call, world: World, key: str) -> None:
    answer = call("POST", "/preview", key=key, json=asked(subject="Hi {{ name }}", text="*Come*"))
    assert (answer.status_code, answer.json["subject"], answer.json["is_sample"]) == (200, "Hi Anna Laine", True)
    assert "<em>Come</em>" in answer.json["html"]
    assert "You have a place" in call("POST", "/preview", key=key, json=asked()).json["subject"]
    about = asked(kind="session-moved", subject_id=str(world.session))
    assert call("POST", "/preview", key=key, json=about).json["method"] == "REQUEST"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"kind": "sign-in"}, 404),
        ({"series": "muu"}, 404),
        ({"language": "xx"}, 422),
        ({"text": "{{ x"}, 422),
        ({"kind": "announcement"}, 422),
        ({"kind": "announcement", "subject": "a"}, 422),
        ({"kind": "batch-summary"}, 409),
        ({"subject_id": "0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f"}, 409),
    ],
)
def test_what_cannot_be_shown_is_refused(call: Call, world: World, key: str, more: dict[str, Any], status: int) -> None:
    assert call("POST", "/preview", key=key, json=asked(**more)).status_code == status


def test_service_looks_at_announcements_alone(app: Flask, call: Call, world: World) -> None:
    key = token.sign(Secrets(SECRET_KEY), "registration", "notifications", f"account:{world.organiser}")
    said = {"kind": "announcement", "subject": "Sali vaihtui", "text": "Tulkaa **saliin** 2."}
    answer = call("POST", "/preview", key=key, json=asked(**said))
    assert (answer.status_code, answer.json["subject"]) == (200, "Sali vaihtui")
    assert "Tulkaa **saliin** 2." in answer.json["text"]
    # another series' session is shown to nobody here
    theirs = world.given.session(world.given.series(slug="other"), title="Salainen")
    assert call("POST", "/preview", key=key, json=asked(**said, session_id=str(theirs))).status_code == 409
    assert call("POST", "/preview", key=key, json=asked()).status_code == 403
    assert call("GET", PATH, key=key).status_code == 403
