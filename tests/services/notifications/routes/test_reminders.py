"""When people are reminded: seen as sentences, changed on pages and over the API, by the series' organisers alone."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from services.notifications.actions import reminder_rules as actions
from services.notifications.actions.reminder_rules import WantedRule
from services.notifications.queries import reminder_rules
from services.notifications.rules.reminders import Rule
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, Person, Registration
from shared.schema.reminders import ReminderRule
from tests.services.notifications.routes.conftest import Call, World, sign_in
from tests.support.database import OpenDatabase
from tests.support.factories import NOON

PAGE = "/messages/series/kierros/reminders"
FORM = "https://forms.example.org/1"


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


def rules(world: World) -> list[Rule]:
    with world.given.database.reading() as db:
        return reminder_rules.of_series(db, world.series).rules


def own(world: World) -> bool:
    with world.given.database.reading() as db:
        return reminder_rules.of_series(db, world.series).are_own


def changes(world: World) -> list[Any]:
    with world.given.database.reading() as db:
        return [
            (row.actor, row.detail["what"])
            for row in db.execute(select(JournalLine).where(JournalLine.kind == "reminders.changed"))
        ]


def test_page_says_the_usual_rules_and_what_goes_out_next(noon: Traveller, client: FlaskClient, world: World) -> None:
    given = world.given
    offering = given.offering(world.series, [world.session], closes_at=NOON + timedelta(days=5))
    person = given.row(Person, email_key="a@b.fi", email="a@b.fi", name="A", language="fi", created_at=NOON)
    stamps = dict.fromkeys(("created_at",), NOON)
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", **stamps)
    about = {"offering_id": offering, "batch_id": batch, "person_id": person, "queued_at": NOON, "changed_at": NOON}
    given.row(Registration, state="confirmed", **about, **stamps)
    given.presenter(world.session)
    page = sign_in(client, world.organiser).get(PAGE).text
    assert "24 hours before each session: reminder with the link to join, to everybody" in page
    assert "1 hour before each session: reminder" in page
    assert "3 days before the deadline: a line in the digest" in page
    assert "These are the usual ones." in page
    assert "As it stands, to 2 people." in page
    assert "Sun 17 January 2027, 12:00" in page
    assert "As it stands, to 0 contacts." in page
    assert "Between 21:00 and 07:00 they wait" in page


def test_first_change_copies_the_usual_rules(organiser: FlaskClient, world: World) -> None:
    usual = rules(world)
    sent = {"amount": "2", "unit": "hour", "link": FORM, "text": "Kiitos"}
    assert organiser.post(f"{PAGE}/new?says=feedback", data=sent).status_code == 303
    now = rules(world)
    assert len(now) == len(usual) + 1
    assert {rule.told_as for rule in usual} < {rule.told_as for rule in now}
    assert {rule.id for rule in usual}.isdisjoint(rule.id for rule in now)
    [made] = [rule for rule in now if rule.says == "feedback"]
    assert (made.offset_minutes, made.anchor, made.link, made.text) == (120, "session-end", FORM, "Kiitos")
    assert changes(world) == [(f"account:{world.organiser}", "added")]
    page = organiser.get(PAGE).text
    assert "2 hours after each session: request for feedback, to those who took part" in page
    assert "Back to the usual ones" in page


def test_usual_rule_is_edited_as_its_copy(organiser: FlaskClient, world: World) -> None:
    [day, *_rest] = [rule for rule in rules(world) if rule.offset_minutes == -24 * 60]
    assert 'value="24"' in organiser.get(f"{PAGE}/{day.id}").text
    sent = {"amount": "2", "unit": "day", "anchor": "session-start", "offering": "", "link": "", "text": ""}
    for _twice in range(2):
        assert organiser.post(f"{PAGE}/{day.id}", data=sent).status_code == 303
    [changed] = [rule for rule in rules(world) if rule.told_as == day.id]
    assert (changed.offset_minutes, changed.series_id) == (-2 * 24 * 60, world.series)
    with world.given.database.reading() as db:
        assert [rule.offset_minutes for rule in reminder_rules.of_installation(db)].count(-24 * 60) == 1


def test_rule_is_switched_off_and_on(organiser: FlaskClient, world: World) -> None:
    rule = rules(world)[0]
    organiser.post(f"{PAGE}/{rule.id}/switch", data={"to": "off"})
    assert [one.is_on for one in rules(world) if one.told_as == rule.id] == [False]
    assert "Switched off" in organiser.get(PAGE).text
    organiser.post(f"{PAGE}/{rule.id}/switch", data={"to": "on"})
    assert all(one.is_on for one in rules(world))


def test_rules_are_removed_but_the_last_one(organiser: FlaskClient, world: World) -> None:
    # asking removes nothing
    asked = [organiser.get(f"{PAGE}/{rule.id}/remove").text for rule in rules(world)]
    assert all("Remove this reminder?" in page for page in asked)
    assert all(f"{PAGE}/{rule.id}/remove" in organiser.get(PAGE).text for rule in rules(world))
    pages = [organiser.post(f"{PAGE}/{rule.id}/remove", follow_redirects=True).text for rule in rules(world)]
    assert "Switch it off instead" in pages[-1]
    assert len(rules(world)) == 1
    assert own(world)
    # the history says which ones, though they are gone
    with world.given.database.reading() as db:
        told = db.scalars(select(JournalLine.detail).where(JournalLine.kind == "reminders.changed")).all()
    assert [set(one) for one in told] == [{"what", "says", "offset_minutes", "is_on"}] * (len(pages) - 1)


def test_back_to_the_usual_rules(organiser: FlaskClient, world: World) -> None:
    organiser.post(f"{PAGE}/{rules(world)[0].id}/switch", data={"to": "off"})
    assert "are removed, with their words" in organiser.get(f"{PAGE}/usual").text
    assert own(world)
    organiser.post(f"{PAGE}/usual")
    assert not own(world)
    assert changes(world)[-1][1] == "back"


@pytest.mark.parametrize(
    ("says", "sent", "sentence"),
    [
        ("feedback", {"amount": "1", "unit": "hour", "link": ""}, "Give the address of the form"),
        ("feedback", {"amount": "1", "unit": "hour", "link": "javascript:alert(1)"}, "A web address that begins with"),
        ("coming", {"amount": "0", "unit": "hour", "anchor": "session-start", "offering": ""}, "At most 60 days"),
        ("coming", {"amount": "61", "unit": "day", "anchor": "session-start", "offering": ""}, "At most 60 days"),
        ("feedback", {"amount": "", "unit": "hour", "link": FORM}, "Say how long, as a number."),
        ("coming", {"amount": "x", "unit": "day", "anchor": "session-start", "offering": ""}, "A whole number between"),
        (
            "coming",
            {"amount": "1", "unit": "year", "anchor": "session-start", "offering": ""},
            "One of these: minutes, hours, days.",
        ),
        ("material", {"amount": "1", "unit": "hour", "text": "x" * 2001}, "At most 2000 characters."),
    ],
)
def test_what_makes_no_sense_is_explained_and_changes_nothing(
    organiser: FlaskClient, world: World, says: str, sent: dict[str, str], sentence: str
) -> None:
    answer = organiser.post(f"{PAGE}/new?says={says}", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not own(world)


def test_others_series_stay_theirs(organiser: FlaskClient, world: World) -> None:
    theirs = "/messages/series/muu/reminders"
    rule = rules(world)[0].id
    for path in (theirs, f"{theirs}/new", f"{theirs}/{rule}", f"{theirs}/usual"):
        assert organiser.get(path).status_code == 403
    for path in (f"{theirs}/new", f"{theirs}/{rule}", f"{theirs}/{rule}/switch", f"{theirs}/{rule}/remove"):
        assert organiser.post(path).status_code == 403
    assert organiser.get("/messages/series/none/reminders").status_code == 404
    assert changes(world) == []


def test_rule_of_another_series_is_none_of_this_one(organiser: FlaskClient, world: World) -> None:
    theirs = world.given.row(ReminderRule, series_id=world.other_series, anchor="session-start", offset_minutes=-60)
    assert organiser.get(f"{PAGE}/{theirs}").status_code == 404
    assert organiser.post(f"{PAGE}/{theirs}/remove").status_code == 404


def test_two_first_changes_at_once_copy_once(world: World, database: OpenDatabase) -> None:
    count = len(rules(world))
    both_in = threading.Barrier(2)

    def change() -> None:
        both_in.wait()
        with database("notifications").writing() as db:
            actions.add(db, "key:1", world.series, WantedRule(says="material", anchor="session-end", offset_minutes=0))

    threads = [threading.Thread(target=change) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rules(world)) == count + 2


def test_api_lists_adds_changes_and_removes(call: Call, world: World) -> None:
    key = world.given.api_key("organiser", world.organisation)
    listed = call("GET", "/series/kierros/reminders", key).json
    assert (listed["are_own"], [item["says"] for item in listed["items"]].count("coming")) == (False, 2)
    usual = listed["items"][0]["id"]
    assert call("PATCH", f"/reminders/{usual}", key, json={"is_on": False}).json["code"] == "usual_rule"
    made = call("POST", "/series/kierros/reminders", key, json={"says": "material", "offset_minutes": 60})
    assert (made.status_code, made.json["anchor"]) == (201, "session-end")
    changed = call("PATCH", f"/reminders/{made.json['id']}", key, json={"offset_minutes": 0, "text": "Tässä"})
    assert (changed.json["offset_minutes"], changed.json["text"], changed.json["is_on"]) == (0, "Tässä", True)
    assert call("DELETE", f"/reminders/{made.json['id']}", key).status_code == 204
    assert call("PATCH", f"/reminders/{made.json['id']}", key, json={"is_on": False}).status_code == 404
    assert call("DELETE", "/series/kierros/reminders", key).status_code == 204
    assert call("GET", "/series/kierros/reminders", key).json["are_own"] is False


def test_api_refuses_what_makes_no_sense_and_others_series(call: Call, world: World) -> None:
    key = world.given.api_key("organiser", world.organisation)
    late = call("POST", "/series/kierros/reminders", key, json={"says": "coming", "offset_minutes": 60})
    assert (late.status_code, late.json["field"]) == (422, "offset_minutes")
    strange = {"says": "coming", "offset_minutes": -60, "offering_id": str(UUID(int=1))}
    assert call("POST", "/series/kierros/reminders", key, json=strange).json["field"] == "offering_id"
    assert call("GET", "/series/muu/reminders", key).status_code == 403
    theirs = world.given.row(ReminderRule, series_id=world.other_series, anchor="session-start", offset_minutes=-60)
    assert call("DELETE", f"/reminders/{theirs}", key).status_code == 403
    assert not own(world)
