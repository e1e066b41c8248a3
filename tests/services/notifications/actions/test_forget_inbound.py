from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from services.notifications.actions.forget import forget
from services.notifications.actions.housekeeping import clean_up
from shared import clock
from shared.schema.catalogue import Presenter
from shared.schema.inbound import Inbound
from shared.schema.notifications import PersonToForget
from shared.schema.registration import Person
from tests.services.notifications.actions.came import answer, come, kept
from tests.services.notifications.incoming.returned import letter, report
from tests.support.deliveries import Office

KAISA, BOSS = "kaisa@example.org", "boss@example.org"


@pytest.fixture
def written(office: Office) -> str:
    """Kaisa has written a letter, which went to the organiser; gives the Message-ID that she answered."""
    organiser = office.given.organisation("Sospro Oy")
    office.given.member(office.given.account(BOSS, language="en"), organiser)
    office.register(office.given.offering(office.given.series(organiser)), KAISA)
    [mail] = office.deliver()
    message_id = str(mail.parsed["Message-ID"])
    come(office, letter(reply_to=message_id))
    [passed_on] = office.deliver()
    assert passed_on.recipient == BOSS
    return message_id


def passed_on_is_kept(office: Office) -> bool:
    [row] = [one for one in office.messages() if one.kind == "letter-received"]
    return row.id in office.contents()


def test_letter_is_forgotten_after_ninety_days_also_where_it_was_passed_on(office: Office, written: str) -> None:
    office.time.shift(timedelta(days=89))
    clean_up(office.own)
    assert kept(office)[0].sender == KAISA
    assert passed_on_is_kept(office)
    office.time.shift(timedelta(days=2))
    clean_up(office.own)
    [row] = kept(office)
    assert (row.sender, row.subject, row.text, row.kind) == ("", None, None, "letter")
    assert not passed_on_is_kept(office)


def test_proposal_that_waits_is_not_forgotten_until_its_session_is_over(office: Office) -> None:
    session = office.given.session(office.given.series(), clock.now() + timedelta(days=200))
    office.add_presenter(session, "aino@example.org")
    office.deliver()
    come(
        office,
        answer(
            session,
            "aino@example.org",
            "",
            method="COUNTER",
            lines=("DTSTART:20271121T120000Z", "COMMENT:Kotona sairas"),
        ),
    )
    office.time.shift(timedelta(days=91))
    clean_up(office.own)
    assert kept(office)[0].sender == "aino@example.org"
    office.time.shift(timedelta(days=110))
    clean_up(office.own)
    [row] = kept(office)
    assert (row.sender, row.comment) == ("", None)


def test_what_somebody_erased_wrote_goes_with_them(office: Office, written: str) -> None:
    come(office, report(message_id=written))
    person = office.person(KAISA)
    erased = {"email_key": f"erased:{person}", "email": "", "name": "", "erased_at": clock.now()}
    office.change(Person, person, **erased)
    with office.own.writing() as db:
        db.execute(insert(PersonToForget).values(person_id=person, since=clock.now()))
        forget(db)
    wrote, came_back = kept(office)
    assert (wrote.sender, wrote.subject, wrote.text) == ("", None, None)
    assert not passed_on_is_kept(office)
    assert (came_back.kind, came_back.comment) == ("bounce", None)
    assert isinstance(came_back.message_id, UUID)


def test_why_a_presenter_could_not_come_is_forgotten_a_month_after_the_session(office: Office) -> None:
    organiser = office.given.organisation("Sospro Oy")
    office.given.member(office.given.account(BOSS, language="en"), organiser)
    series = office.given.series(organiser)
    near, far = (office.given.session(series, clock.now() + timedelta(days=days)) for days in (1, 60))
    for session in (near, far):
        presenter = office.add_presenter(session, "aino@example.org")
        office.deliver()
        said = {"digest": str(session), "outcome": "applied", "answer": "declined", "comment": "Ill in bed"}
        office.given.row(Inbound, session_id=session, sender="aino@example.org", received_at=clock.now(), **said)
        office.change(Presenter, presenter, reply="declined", reply_note="Ill in bed")
        office.line("presenter.replied", subject_id=presenter, session_id=session, detail={"reply": "declined"})
    office.deliver()

    def remembered() -> tuple[set[UUID | None], set[UUID | None]]:
        written = set(office.contents())
        mails = [one for one in office.messages() if one.kind == "presenter-declined" and one.id in written]
        return {one.session_id for one in mails}, {one.session_id for one in kept(office) if one.comment}

    office.time.shift(timedelta(days=30))
    clean_up(office.own)
    assert remembered() == ({near, far}, {near, far})
    office.time.shift(timedelta(days=2))
    clean_up(office.own)
    assert remembered() == ({far}, {far})
