from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from services.notifications.rules import kinds
from shared.schema.accounts import Membership
from shared.schema.catalogue import Presenter
from tests.support.deliveries import Office


@pytest.fixture
def sospro(office: Office) -> UUID:
    return office.given.organisation("Sospro Oy")


def named(office: Office, organisation: UUID, role: str) -> None:
    account = office.given.account("bo@example.org", name="Bo", language="en")
    office.given.member(account, organisation, role)
    detail: dict[str, Any] = {"organisation_id": str(organisation), "role": role}
    boss = office.given.account("helmi@example.org", name="Helmi Koski")
    for _time in range(2):
        office.line("membership.added", subject_id=account, detail=detail, actor=f"account:{boss}")


def test_a_new_contact_is_told_once_how_to_begin(office: Office, sospro: UUID) -> None:
    named(office, sospro, "contact")
    [mail] = office.deliver()
    assert (mail.recipient, mail.subject) == ("bo@example.org", "You're now a contact of Sospro Oy")
    assert f"/organisations/{sospro}" in mail.text
    assert "Helmi Koski (helmi@example.org) named you." in mail.text


def test_a_new_organiser_is_not(office: Office, sospro: UUID) -> None:
    named(office, sospro, "organiser")
    assert office.deliver() == []


def test_who_was_taken_off_meanwhile_hears_nothing(office: Office, sospro: UUID) -> None:
    named(office, sospro, "contact")
    with office.given.database.writing() as db:
        db.execute(delete(Membership))
    assert office.deliver() == []
    assert [row.kind for row in office.messages() if row.kind == kinds.CONTACT_NAMED] == []


def test_mail_about_a_presenter_who_declines_says_why(office: Office, sospro: UUID) -> None:
    office.given.member(office.given.account("bo@example.org", language="en"), sospro)
    session = office.given.session(office.given.series(sospro))
    presenter = office.add_presenter(session, "aino@example.org")
    office.deliver()
    office.change(Presenter, presenter, reply="declined", reply_note="Ill <in> bed")
    office.line("presenter.replied", subject_id=presenter, session_id=session, detail={"reply": "declined"})
    [mail] = office.deliver()
    assert "In their own words: Ill <in> bed" in mail.text


def test_presenter_who_declines_again_and_again_is_told_of_once(office: Office, sospro: UUID) -> None:
    office.given.member(office.given.account("bo@example.org", language="en"), sospro)
    session = office.given.session(office.given.series(sospro))
    presenter = office.add_presenter(session, "aino@example.org")
    office.deliver()

    def replies(*said: str) -> list[str]:
        for reply in said:
            office.change(Presenter, presenter, reply=reply)
            office.line("presenter.replied", subject_id=presenter, session_id=session, detail={"reply": reply})
        return [mail.recipient for mail in office.deliver()]

    assert replies("declined", "accepted") == []
    assert replies("declined") == ["bo@example.org"]
    assert replies("accepted", "declined", "accepted", "declined") == []
