"""Writing to many participants from their page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from time_machine import Traveller

from services.registration.actions import announce_due
from shared.database import Database
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.journal import JournalLine
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")
WORDS = {"subject": "The room has changed", "text": "Come to <b>room 2</b>.\n\nSee you"}


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID) -> Acts:
    """Two places, one who waits, one who gave up."""
    acts = Acts(registration, given.offering(given.series(organiser), capacity=2, name="Oulu"))
    acts.register("anna", "berta", "cecilia", "diana")
    acts.cancel("diana")
    return acts


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def address(acts: Acts, *names: str) -> str:
    ids = acts.standing()
    chosen = "&".join(f"id={ids[name]}" for name in names) or "all=1"
    return f"/participants/{acts.offering_id}/message?{chosen}"


def sent(database: Database) -> tuple[list[Any], list[str], int]:
    with database.reading() as db:
        texts = [tuple(row) for row in db.execute(select(Announcement.subject, Announcement.reply_to))]
        lines = select(JournalLine.kind).where(JournalLine.kind.startswith("announcement"))
        to = db.scalar(select(func.count()).select_from(AnnouncementRecipient)) or 0
        return texts, list(db.scalars(lines)), to


def test_nothing_goes_out_before_it_was_looked_at(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(address(one))
    assert visitor.title == "Write to 3 people"
    visitor.send(do="look", **WORDS)
    assert "Come to <b>room 2</b>." in visitor.text
    assert visitor.soup.select("main section b") == []
    assert "Answers go to olga@example.org" in visitor.text
    assert sent(registration) == ([], [], 0)


def test_all_get_it_once_also_when_it_is_sent_twice(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(address(one)).send(do="look", **WORDS)
    key = visitor.value("key")
    visitor.send(do="send")
    assert "The message is on its way to 3 people." in visitor.soup.get_text()
    visitor.open(address(one)).send(do="look", key=key, **WORDS).send(do="send")
    assert "Nobody gets it twice." in visitor.soup.get_text()
    assert sent(registration) == ([("The room has changed", "olga@example.org")], ["announcement.sent"], 3)


def test_only_those_ticked_get_it(visitor: Visitor, one: Acts, registration: Database) -> None:
    ids = one.standing()
    ticked = [str(ids["anna"]), str(ids["cecilia"])]
    visitor.open(address(one, "anna", "cecilia")).send(do="look", id=ticked, **WORDS)
    assert visitor.title == "Send to 2 people?"
    visitor.send(do="send", id=ticked)
    assert sent(registration)[2] == 2


def test_a_copy_goes_to_oneself_first(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(address(one)).send(do="test", **WORDS)
    assert "A copy is on its way to olga@example.org." in visitor.soup.get_text()
    assert visitor.title == "Send to 3 people?"
    assert sent(registration)[1:] == (["announcement.tested"], 0)


def test_a_list_that_changed_is_looked_at_again(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(address(one)).send(do="look", **WORDS)
    one.cancel("berta")
    visitor.send(do="send")
    assert (visitor.status, visitor.title) == (409, "Send to 2 people?")
    assert sent(registration) == ([], [], 0)


def test_both_words_are_needed(visitor: Visitor, one: Acts) -> None:
    visitor.open(address(one)).send(do="send", subject="\r\n ", text=" ")
    assert (visitor.status, visitor.errors) == (422, ["subject", "text"])


def test_who_was_ticked_gets_it_at_its_time_as_far_as_they_are_still_there(
    visitor: Visitor, one: Acts, registration: Database, noon: Traveller
) -> None:
    later = {"when": "later", "day": "2027-01-12", "time": "9:00"}
    ticked = [str(one.standing()[name]) for name in ("anna", "berta")]
    visitor.open(address(one, "anna", "berta")).send(do="look", id=ticked, **WORDS, **later).send(do="send", id=ticked)
    assert sent(registration)[1:] == (["announcement.planned"], 2)
    one.cancel("berta")
    noon.shift(timedelta(days=1))
    with registration.writing() as db:
        [planned] = announce_due.due(db)
        assert announce_due.send_due(db, planned, "system")
    with registration.reading() as db:
        told = select(JournalLine.detail).where(JournalLine.kind == "announcement.sent")
        assert db.scalars(told).all() == [{"recipients": 1}]


def test_a_subject_is_one_line(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(address(one)).send(do="look", subject="Hi\r\nBcc: spy@example.org", text="x").send(do="send")
    assert sent(registration)[0][0][0] == "Hi Bcc: spy@example.org"


def test_others_organisers_can_not_write(client: FlaskClient, given: Given, one: Acts) -> None:
    account = given.account("other@example.org")
    given.member(account, given.organisation("Other"))
    sign_in(client, account)
    assert Visitor(client).open(address(one)).status == 403


def test_programs_write_too(call: Call, given: Given, one: Acts, organiser: UUID, registration: Database) -> None:
    path = f"/offerings/{one.offering_id}/announcements"
    body = {**WORDS, "reply_to": "Help@example.org", "registration_ids": [str(one.standing()["anna"])]}
    answer = call("POST", path, body, given.api_key("organiser", organiser))
    assert (answer.status_code, answer.json["recipients"]) == (201, 1)
    assert sent(registration)[0] == [("The room has changed", "help@example.org")]
    assert call("POST", path, {**WORDS, "text": "\r\n"}).status_code == 422
    assert call("POST", path, body, given.api_key("organiser", given.organisation("Other"))).status_code == 403
    assert call("POST", path, {**WORDS, "registration_ids": [str(organiser)]}).status_code == 409
