from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from shared.schema.inbound import Inbound
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Batch, Person, Registration, Seats
from tests.support.factories import NOON, Given

PAGES = ["/workspace", "/workspace/series/new"]
ADMINISTRATORS_PAGES = ["/workspace/organisations", "/workspace/organisations/new", "/workspace/api-keys"]


@pytest.mark.parametrize("path", [*PAGES, *ADMINISTRATORS_PAGES])
def test_workspace_asks_unknown_people_to_sign_in(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
def test_administrators_pages_are_closed_to_organisers(organiser: FlaskClient, path: str) -> None:
    assert organiser.get(path).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, *ADMINISTRATORS_PAGES])
def test_workspace_is_open_to_administrators(administrator: FlaskClient, given: Given, path: str) -> None:
    assert administrator.get(path).status_code == 200


def test_workspace_without_series_shows_how_to_begin(organiser: FlaskClient) -> None:
    page = organiser.get("/workspace").text
    assert "Your series will be here" in page
    assert "/workspace/series/new" in page


def test_workspace_shows_own_series_only(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, title="Ours")
    given.series(title="Theirs")
    page = organiser.get("/workspace").text
    assert "Ours" in page
    assert "Theirs" not in page


def test_workspace_lists_what_needs_a_person(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, title="A draft one", state="draft", published_at=None)
    series = given.series(organisation)
    given.session(series, NOON + timedelta(days=3), title="Nobody there", join_url=None)
    later = given.session(series, NOON + timedelta(days=30), title="Declined")
    given.presenter(later, name="Bo Lärare", reply="declined")
    given.session(series, NOON + timedelta(days=60), title="Far", join_url=None)
    given.offering(series, [later], name="Whole tour", capacity=5, closes_at=NOON + timedelta(days=2))
    page = organiser.get("/workspace").text
    for words in (
        "A draft: nobody else sees it yet", "Nobody presents yet", "There is no link to join yet", "Bo Lärare can",
        "One later session has no presenter yet. One later session has no link to join yet.",
        "0 of 5 places are taken",
    ):  # fmt: skip
        assert words in page


def test_workspace_leads_to_answers_mails_and_lists_that_need_a_person(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="ours", title="Ours")
    session = given.session(series, NOON + timedelta(days=40), title="Far")
    for name, reply in (("Bo", "needs-action"), ("Eva", "needs-action"), ("Yes", "accepted")):
        given.presenter(session, f"{name}@example.org", name=name, reply=reply)
        asked = {"session_id": session, "email": f"{name}@example.org", "state": "invited", "sequence": 0}
        given.row_without_id(CalendarCopy, **asked, stamp=NOON - timedelta(days=8))
    times = {"proposed_starts_at": NOON + timedelta(days=41), "proposed_ends_at": NOON + timedelta(days=41, hours=1)}
    about = {"kind": "counter", "outcome": "noted", "session_id": session, "series_id": series, "proposal": "open"}
    given.row(Inbound, received_at=NOON, digest="a", sender="Bo@example.org", **about, **times)
    for number, (state, recipient, days) in enumerate(
        [("failed", "a@example.org", 1), ("failed", "b@example.org", 2), ("bounced", "c@example.org", 1),
         ("failed", "erased", 1), ("failed", "d@example.org", 31), ("sent", "e@example.org", 1)]
    ):  # fmt: skip
        at = NOON - timedelta(days=days)
        mail = {"kind": "reminder", "state": state, "once": str(number), "recipient_email": recipient, "language": "fi"}
        given.row(Message, **mail, series_id=series, due_at=at, created_at=at)
    full = given.offering(series, [session], name="Full", capacity=2)
    given.row_without_id(Seats, offering_id=full, taken=2, held=0, waiting=3)
    page = BeautifulSoup(organiser.get("/workspace").text, "html.parser")
    lines = [" ".join(line.get_text(" ").split()) for line in page.select(".tasks li")]
    leads = [urlsplit(str(line["href"])) for line in page.select(".tasks a")]
    assert lines[0].startswith("Far Bo proposes another time: Sun 21 February 2027, 12:00–13:00 . Now it is Sat 20")
    assert lines[1:3] == ["One mail came back Ours", "2 mails could not be sent Ours"]
    assert lines[3].endswith("12:00 · Bo, Eva have not answered yet.")
    assert lines[4].startswith("Ours: Full 3 people wait, and all places are taken")
    edit = f"/workspace/sessions/{session}/edit"
    assert [f"{lead.path}?{lead.query}".rstrip("?") for lead in leads] == [
        edit, "/messages?series=ours&state=bounced", "/messages?series=ours&state=failed", edit,
        f"/workspace/offerings/{full}/edit",
    ]  # fmt: skip


def test_workspace_tells_requests_held_places_and_the_line_apart(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="asked")
    offering = given.offering(series, name="Whole tour", capacity=24, needs_approval=True)
    waiting = [registered(given, offering, awaits_approval=asks) for asks in (True, True, False)]
    given.row_without_id(Seats, offering_id=offering, taken=17, held=4, waiting=len(waiting))
    page = " ".join(BeautifulSoup(organiser.get("/workspace").text, "html.parser").get_text(" ").split())
    assert "2 requests wait for your yes" in page
    assert "17 of 24, 4 held, 2 wait for your yes, one waits" in page
    asked = f"/participants/{offering}?state=asks"
    for where in ("/workspace", "/workspace/series/asked"):
        assert asked in organiser.get(where).text
    page = " ".join(BeautifulSoup(organiser.get("/workspace/series/asked").text, "html.parser").get_text(" ").split())
    assert "17 of 24 4 held : Whole tour 1 2 wait for your yes : Whole tour" in page


def registered(given: Given, offering_id: UUID, **more: Any) -> UUID:
    batch = given.row(Batch, offering_id=offering_id, if_full="waitlist", actor="person", created_at=NOON)
    name = f"{batch.hex}@example.org"
    person = given.row(Person, email_key=name, email=name, name="Anna", language="fi", created_at=NOON)
    at = {"created_at": NOON, "changed_at": NOON, "queued_at": NOON}
    ids = {"offering_id": offering_id, "batch_id": batch, "person_id": person}
    return given.row(Registration, **ids, **at, state="waitlisted", **more)


def test_workspace_says_when_nothing_waits(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.presenter(given.session(given.series(organisation)))
    assert "Nothing needs you today" in organiser.get("/workspace").text


def test_workspace_keeps_earlier_series_apart(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.session(given.series(organisation, title="Long ago"), NOON - timedelta(days=90))
    given.series(organisation, title="Running")
    assert "Long ago" not in organiser.get("/workspace").text
    earlier = organiser.get("/workspace?show=earlier").text
    assert "Long ago" in earlier
    assert "Running" not in earlier


def test_nothing_is_changed_without_the_forms_token(app: Flask, administrator: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    changing = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith("/workspace")
    ]
    assert len(changing) >= 12
    for rule in changing:
        path = app.url_map.bind("localhost").build(
            rule.endpoint, {name: "one" if name == "slug" else UUID(int=1) for name in rule.arguments}
        )
        answer = administrator.post(path, data={"title": "x"})
        assert answer.status_code == 400, path
        assert "open too long" in answer.text
