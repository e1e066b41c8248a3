"""Has everyone been told? The page, the API, and what each says of people in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from services.notifications.actions.choose_calendar import choose
from services.notifications.actions.invite_near import invite_near
from services.notifications.actions.sweep import sweep
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Person, Registration
from shared.schema.session_moves import SessionMove
from shared.web.current import EXTENSION
from tests.services.notifications.routes.conftest import sign_in
from tests.support.deliveries import Office
from tests.support.factories import NOON

AINO, OLLI, KAISA, VEERA = (f"{name}@example.org" for name in ("aino", "olli", "kaisa", "veera"))


@pytest.fixture
def organiser(office: Office) -> FlaskClient:
    """Somebody who organises the series, reading English."""
    office.app.config["WTF_CSRF_ENABLED"] = False
    client = office.app.test_client()
    client.set_cookie("kierros_language", "en")
    return client


@dataclass
class Evening:
    """A session with two presenters and two participants, and its organiser's key and browser."""

    office: Office
    client: FlaskClient
    session: UUID
    series: UUID
    key: str
    presenters: dict[str, UUID]

    def told(self, **query: Any) -> Any:
        """What the API says."""
        answer = self.client.get(
            f"/api/v1/sessions/{self.session}/told", query_string=query, headers={"Authorization": f"Bearer {self.key}"}
        )
        assert answer.status_code == 200, answer.text
        return answer.json

    def page(self) -> str:
        """What the page says."""
        return self.client.get(f"/messages/sessions/{self.session}").text

    def statuses(self) -> dict[str, str]:
        return {person["email"]: person["status"] for person in self.told()["items"]}

    def mail(self, email: str, **values: Any) -> None:
        """Change the mails to somebody, as sending does."""
        with self.office.own.writing() as db:
            db.execute(update(Message).where(Message.recipient_email == email).values(**values))


@pytest.fixture
def evening(office: Office, organiser: FlaskClient) -> Evening:
    own = office.given.organisation()
    account = office.given.account("otto@example.org", name="Otto")
    office.given.member(account, own)
    sign_in(organiser, account)
    series = office.given.series(own, slug="kierros")
    session = office.given.session(series)
    presenters = {email: office.add_presenter(session, email) for email in (AINO, OLLI)}
    office.register(office.given.offering(series, [session]), KAISA, VEERA)
    return Evening(office, organiser, session, series, office.given.api_key("organiser", own), presenters)


def test_everybody_is_told_once_every_mail_went_out(evening: Evening) -> None:
    before = evening.told()
    assert (before["answer"], before["sentence"]) == ("on-their-way", "4 mails are still on their way.")
    evening.office.deliver()
    after = evening.told()
    assert (after["answer"], after["sentence"], after["revision"]) == ("everybody", "Everybody has been told.", 0)
    nothing = {"people": 2, "told": {"sent": 2}, "replies": {"needs-action": 2}}
    assert (after["presenters"], after["participants"]) == (nothing, nothing)
    page = evening.page()
    assert "Everybody has been told." in page
    assert "whoever needs something first" not in page


def test_a_moved_session_begins_anew_before_and_after_the_journal_is_read(evening: Evening) -> None:
    evening.office.deliver()
    evening.office.time.shift(timedelta(minutes=1))
    evening.office.move(evening.session, NOON + timedelta(days=9))
    assert set(evening.statuses().values()) == {"waiting"}
    sweep(evening.office.own, evening.office.settings)
    assert set(evening.statuses().values()) == {"waiting"}
    evening.office.deliver()
    assert (evening.told()["answer"], evening.told()["revision"]) == ("everybody", 1)
    assert "Time or place changed once." in evening.page()


def test_what_was_taken_back_before_anybody_heard_counts_as_no_change(evening: Evening) -> None:
    evening.office.move(evening.session, NOON + timedelta(days=9))
    move = {"session_id": evening.session, "actor": "x", "at": NOON, "told_from": NOON, "people": 4, "version": 2}
    times = {"starts_before": NOON, "ends_before": NOON, "revision_before": 0, "revision": 1, "revision_undone": 2}
    with evening.office.given.database.writing() as db:
        db.execute(update(Session).where(Session.id == evening.session).values(revision=2))
    evening.office.given.row(SessionMove, **move, **times)
    assert "Time and place are as first announced." in evening.page()
    with evening.office.given.database.writing() as db:
        db.execute(update(Session).where(Session.id == evening.session).values(revision=3))
    assert "Time or place changed once." in evening.page()


def test_whoever_needs_something_stands_first_with_what_to_do(evening: Evening) -> None:
    evening.office.deliver()
    evening.mail(VEERA, state="bounced", problem="550 5.1.1 No such user here")
    evening.mail(OLLI, state="failed", problem="Tried for 48 hours without success.")
    evening.mail(KAISA, state="queued", attempts=2, problem="451 Try later", sent_at=None)
    evening.office.change(Presenter, evening.presenters[AINO], reply="declined")
    told = evening.told()
    assert told["answer"] == "some-do-not-know"
    assert told["sentence"] == "2 people don't know yet: their mails failed. 1 more mail is on its way."
    assert [person["email"] for person in told["items"]] == [OLLI, VEERA, AINO, KAISA]
    assert told["presenters"]["told"] == {"failed": 1, "sent": 1}
    assert told["participants"]["told"] == {"bounced": 1, "retrying": 1}
    assert told["presenters"]["replies"] == {"declined": 1, "needs-action": 1}
    page = evening.page()
    assert page.index("Send again") < page.index("Change the session")
    assert page.count("Send again") == 2
    assert f"/workspace/sessions/{evening.session}/edit#presenters" in page
    assert "/details" in page
    assert "There is no such e-mail address." in page
    assert "1 presenter has declined." in page
    assert "whoever needs something first" in page


def test_presenter_who_declined_is_told_of_though_everybody_knows(evening: Evening) -> None:
    evening.office.deliver()
    assert "declined" not in evening.page()
    evening.office.change(Presenter, evening.presenters[AINO], reply="declined")
    page = evening.page()
    assert ("Everybody has been told." in page, "1 presenter has declined." in page) == (True, True)
    assert "Find another presenter" in page


def test_whoever_was_removed_counts_until_they_know(evening: Evening) -> None:
    office = evening.office
    office.deliver()
    with office.own.reading() as db:
        place = db.scalar(select(Registration.id).join(Person).where(Person.email_key == KAISA))
    assert place
    office.time.shift(timedelta(minutes=1))
    office.remove_presenter(evening.session, evening.presenters[AINO])
    office.cancel(place)
    sweep(office.own, office.settings)
    told = evening.told()
    removed = {person["email"]: person["presents"] for person in told["items"] if person["removed"]}
    assert (removed, told["sentence"]) == ({AINO: True, KAISA: False}, "2 mails are still on their way.")
    office.deliver()
    assert (evening.told()["answer"], evening.statuses()) == ("everybody", {OLLI: "sent", VEERA: "sent"})
    evening.mail(AINO, state="failed", problem="Tried for 48 hours without success.")
    told = evening.told()
    assert (told["answer"], told["items"][0]["email"]) == ("some-do-not-know", AINO)
    page = evening.page()
    assert ("no longer in this session" in page, "Look at the address" in page, "Send again" in page) == (
        True,
        False,
        True,
    )


def test_address_that_took_no_mail_can_be_mended_or_tried_again(evening: Evening) -> None:
    evening.office.deliver()
    evening.mail(VEERA, state="failed", problem="This address takes no mail: an earlier one came back.")
    page = evening.page()
    assert ("Look at the address" in page, "Send again" in page) == (True, True)


def test_answers_of_both_kinds_are_counted_and_old_ones_are_not(evening: Evening) -> None:
    evening.office.deliver()
    evening.office.change(Presenter, evening.presenters[AINO], reply="tentative")
    with evening.office.own.writing() as db:
        for email, sequence in ((KAISA, 0), (VEERA, -1)):
            theirs = update(CalendarCopy).where(CalendarCopy.email == email)
            db.execute(theirs.values(reply="accepted", reply_sequence=sequence, reply_at=NOON))
    told = evening.told()
    assert told["presenters"]["replies"] == {"tentative": 1, "needs-action": 1}
    assert told["participants"]["replies"] == {"accepted": 1, "needs-action": 1}


def test_proposal_of_another_time_leads_to_what_came_back(evening: Evening) -> None:
    evening.office.deliver()
    usual = {"received_at": NOON, "outcome": "noted", "session_id": evening.session, "kind": "counter"}
    evening.office.given.row(Inbound, digest="1", sender=OLLI, proposal="open", **usual)
    evening.office.given.row(Inbound, digest="2", sender=AINO, proposal="declined", **usual)
    evening.office.given.row(Inbound, digest="3", sender="x@example.org", attendee=VEERA, proposal="open", **usual)
    proposing = {person["email"] for person in evening.told()["items"] if person["proposes_another_time"]}
    assert proposing == {OLLI, VEERA}
    assert evening.page().count("Proposes another time") == 2


def test_feed_alone_needs_no_mail_until_something_changes(evening: Evening) -> None:
    office = evening.office
    other = office.given.session(evening.series, NOON + timedelta(days=20))
    with office.own.writing() as db:
        choose(db, new_id(), KAISA, "feed")
    office.register(office.given.offering(evening.series, [other, evening.session]), KAISA)
    office.deliver()
    two = Evening(office, evening.client, other, evening.series, evening.key, {})
    assert two.statuses() == {KAISA: "feed"}
    assert two.told()["answer"] == "everybody"
    office.time.shift(timedelta(minutes=1))
    office.move(other, NOON + timedelta(days=21))
    assert two.statuses() == {KAISA: "waiting"}
    office.deliver()
    assert two.statuses() == {KAISA: "sent"}
    office.call_off(other)
    office.deliver()
    assert two.statuses() == {KAISA: "sent"}


def test_entry_that_comes_later_is_told_by_the_confirmation(evening: Evening) -> None:
    office = evening.office
    office.change(Series, evening.series, entries_days_before=7)
    far = [office.given.session(evening.series, NOON + timedelta(days=days)) for days in (40, 50)]
    office.register(office.given.offering(evening.series, far), KAISA)
    later = Evening(office, evening.client, far[0], evening.series, evening.key, {})
    assert later.statuses() == {KAISA: "waiting"}, "not even the confirmation is made"
    office.deliver()
    assert later.statuses() == {KAISA: "later"}
    assert "calendar entries go out" in later.page()
    office.time.shift(timedelta(minutes=1))
    office.move(far[0], NOON + timedelta(days=41))
    office.deliver()
    assert later.statuses() == {KAISA: "sent"}
    with office.own.writing() as db:
        db.execute(update(Message).where(Message.kind == "registration-confirmed").values(state="bounced"))
    second = Evening(office, evening.client, far[1], evening.series, evening.key, {})
    assert second.statuses() == {KAISA: "bounced"}
    office.time.move_to(NOON + timedelta(days=35))
    invite_near(office.own)
    assert later.statuses() == {KAISA: "waiting"}


def test_cancelled_session_and_one_that_is_over_are_answered_too(evening: Evening) -> None:
    office = evening.office
    office.deliver()
    office.time.shift(timedelta(minutes=1))
    office.call_off(evening.session)
    assert set(evening.statuses().values()) == {"waiting"}
    office.deliver()
    assert set(evening.statuses().values()) == {"sent"}
    assert "The session was cancelled." in evening.page()
    past = office.given.session(evening.series, NOON - timedelta(days=3))
    office.given.presenter(past, AINO)
    over = Evening(office, evening.client, past, evening.series, evening.key, {})
    assert (over.statuses(), over.told()["answer"]) == ({AINO: "unneeded"}, "everybody")


def test_draft_and_nobody_say_so(evening: Evening) -> None:
    office = evening.office
    with office.own.reading() as db:
        organiser = db.scalar(select(Series.organiser_id).where(Series.id == evening.series))
    empty = office.given.session(evening.series)
    draft = office.given.session(office.given.series(organiser, state="draft"))
    office.given.presenter(draft, AINO)
    for session, answer in ((empty, "nobody"), (draft, "draft")):
        assert Evening(office, evening.client, session, evening.series, evening.key, {}).told()["answer"] == answer


def test_session_of_others_is_not_there(evening: Evening) -> None:
    office = evening.office
    others = office.given.session(office.given.series(office.given.organisation("Muu")))
    assert evening.client.get(f"/messages/sessions/{others}").status_code == 404
    key = {"Authorization": f"Bearer {evening.key}"}
    assert evening.client.get(f"/api/v1/sessions/{others}/told", headers=key).status_code == 404


def test_many_people_come_page_by_page_in_a_fixed_number_of_statements(evening: Evening) -> None:
    office = evening.office
    office.register(
        office.given.offering(evening.series, [evening.session]), *(f"p{number:03}@example.org" for number in range(60))
    )
    office.deliver()
    first = evening.told(limit=40)
    second = evening.told(limit=40, cursor=first["next"])
    assert second["next"] is None
    assert len({person["email"] for person in first["items"] + second["items"]}) == 64
    with counted(office) as statements:
        assert "skip=50" in evening.page()
    assert len(statements) <= 8


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """The statements that the service runs meanwhile."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = office.app.extensions[EXTENSION].database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_ledger_of_one_session_leads_to_the_answer(evening: Evening) -> None:
    page = evening.client.get(f"/messages?series=kierros&session_id={evening.session}").text
    assert f"/messages/sessions/{evening.session}" in page
