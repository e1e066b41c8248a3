"""A programme of ten study days: one confirmation that lists all ten, and ten short invitations threaded under it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail
from tests.support.readers import read_by_others

pytestmark = pytest.mark.takes_turns

PEOPLE = ("kaisa@example.org", "olli@example.org", "veera@example.org")
DAYS = 10
NUMBERS = [f"{number}/{DAYS} Opintopäivä {number}" for number in range(1, DAYS + 1)]


@pytest.fixture
def days(office: Office) -> list[UUID]:
    """From January over the change to summer time, a fortnight apart."""
    series = office.given.series(title="Erikoistumiskoulutus")
    begin = NOON + timedelta(days=7)
    return [
        office.given.session(series, begin + timedelta(days=14 * number), title=f"Opintopäivä {number + 1}")
        for number in range(DAYS)
    ]


def mails_of(mails: list[Mail], person: str) -> tuple[Mail, list[Mail]]:
    leading, *short = [mail for mail in mails if mail.recipient == person]
    return leading, short


def above(mail: Mail) -> list[str]:
    return str(mail.parsed["References"]).split()


def event_of(mail: Mail) -> tuple[str, Any]:
    [seen] = read_by_others([mail.calendar_bytes])
    [entry] = seen.entries
    return entry.uid, entry.starts_at


def test_three_people_get_ten_invitations_each_in_order_under_their_confirmation(
    office: Office, days: list[UUID]
) -> None:
    office.register(office.given.offering(office.session(days[0]).series_id, days), *PEOPLE)
    mails = office.deliver()
    assert len(mails) == len(PEOPLE) * (1 + DAYS)
    for person in PEOPLE:
        confirmation, short = mails_of(mails, person)
        assert confirmation.method is None
        assert all(title.partition(" ")[2] in confirmation.text for title in NUMBERS)
        assert "10 in all, its number in the subject: the first is 1/10" in " ".join(confirmation.text.split())
        assert [mail.subject for mail in short] == NUMBERS
        assert {tuple(above(mail)) for mail in short} == {(str(confirmation.parsed["Message-ID"]),)}
        assert {str(mail.parsed["In-Reply-To"]) for mail in short} == {str(confirmation.parsed["Message-ID"])}
        wanted = [(f"session-{one}@localhost", office.session(one).starts_at) for one in days]
        assert [event_of(mail) for mail in short] == wanted
    assert [problem for mail in mails for problem in itip.check_message(mail.raw)] == []


def test_change_of_one_day_hangs_under_its_invitation_and_touches_no_other(office: Office, days: list[UUID]) -> None:
    office.register(office.given.offering(office.session(days[0]).series_id, days), *PEOPLE)
    before = office.deliver()
    office.time.shift(timedelta(minutes=1))
    office.move(days[6], office.session(days[6]).starts_at + timedelta(days=1))
    after = office.deliver()
    assert sorted(mail.recipient for mail in after) == sorted(PEOPLE)
    for mail in after:
        confirmation, short = mails_of(before, mail.recipient)
        assert above(mail) == [str(one.parsed["Message-ID"]) for one in (confirmation, short[6])]
        assert itip.check_sequence([short[6].raw, mail.raw]) == []
    office.time.shift(timedelta(minutes=1))
    office.call_off(days[6])
    assert {event_of(mail)[0] for mail in office.deliver()} == {f"session-{days[6]}@localhost"}


def test_each_near_its_day_they_keep_numbers_order_and_thread(office: Office, days: list[UUID]) -> None:
    from services.notifications.actions.invite_near import invite_near
    from shared.schema.catalogue import Series

    office.change(Series, office.session(days[0]).series_id, entries_days_before=10)
    office.register(office.given.offering(office.session(days[0]).series_id, days), *PEOPLE)
    mails = office.deliver()
    for day in days:
        office.time.move_to(office.session(day).starts_at - timedelta(days=9))
        invite_near(office.own)
        mails += office.deliver()
    for person in PEOPLE:
        confirmation, short = mails_of(mails, person)
        assert [mail.subject for mail in short] == NUMBERS
        assert {tuple(above(mail)) for mail in short} == {(str(confirmation.parsed["Message-ID"]),)}
