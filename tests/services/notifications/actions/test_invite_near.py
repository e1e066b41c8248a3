"""Entries that come one by one: each when its session is near; changes are told meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from services.notifications.actions.calendar_copies import invite
from services.notifications.actions.calendar_messages import tell_invited
from services.notifications.actions.invite_near import invite_near
from services.notifications.queries.desired import Scope
from services.notifications.queries.nearness import came_near
from services.notifications.rules import kinds
from shared.schema.catalogue import Series
from shared.schema.notifications import Message
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

pytestmark = pytest.mark.takes_turns

KAISA, AINO, OLLI = "kaisa@example.org", "aino@example.org", "olli@example.org"
WEEK = timedelta(days=7)


@pytest.fixture
def weeks(office: Office) -> list[UUID]:
    """Four sessions a week apart, the first in three days; entries go out a week before each."""
    series = office.given.series(entries_days_before=7)
    return [office.given.session(series, NOON + timedelta(days=3) + WEEK * week) for week in range(4)]


def kaisa(office: Office, weeks: list[UUID]) -> list[Mail]:
    """Kaisa registers for all of them."""
    offering = office.given.offering(office.session(weeks[0]).series_id, weeks)
    office.register(offering, KAISA)
    return office.deliver()


def uids(mails: list[Mail]) -> list[str]:
    return [str(mail.event["UID"]).partition("@")[0].removeprefix("session-") for mail in mails]


def words(mail: Mail) -> str:
    return " ".join(mail.text.split())


def test_entry_comes_when_its_session_is_near_under_the_confirmation(office: Office, weeks: list[UUID]) -> None:
    confirmation, first = kaisa(office, weeks)
    assert (confirmation.method, uids([first])) == (None, [str(weeks[0])])
    assert "One of them comes into your calendar with a short mail of its own." in words(confirmation)
    assert "Those further ahead come later, each with a short mail of its own 7 days before it." in words(confirmation)
    assert all(f"{number}/4" in confirmation.text for number in (2, 3, 4))
    office.time.move_to(NOON + timedelta(days=3) - timedelta(seconds=1))
    assert invite_near(office.own) == 0
    office.time.move_to(NOON + timedelta(days=3))
    assert [invite_near(office.own), invite_near(office.own)] == [1, 0]
    [second] = office.deliver()
    assert (uids([second]), second.subject) == ([str(weeks[1])], "2/4 Nepsy arjessa")
    assert str(second.parsed["References"]) == str(confirmation.parsed["Message-ID"])
    assert itip.check_message(second.raw) == []


def test_clock_that_was_off_brings_what_is_ahead_and_nothing_that_is_over(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.move_to(NOON + timedelta(days=11))
    assert invite_near(office.own) == 1, "the second one is over, the third is near"
    assert uids(office.deliver()) == [str(weeks[2])]


def test_presenters_and_offerings_of_one_session_wait_for_nothing(office: Office, weeks: list[UUID]) -> None:
    office.add_presenter(weeks[3], AINO)
    series = office.session(weeks[3]).series_id
    office.register(office.given.offering(series, weeks), OLLI)
    office.register(office.given.offering(series, [weeks[3]]), OLLI)
    office.register(office.given.offering(series, [weeks[3]]), KAISA)
    mails = office.deliver()
    brought = {mail.recipient: mail for mail in mails if mail.method and uids([mail]) == [str(weeks[3])]}
    assert set(brought) == {AINO, OLLI, KAISA}
    assert "The calendar entry comes with this mail." in words(brought[KAISA])


def test_session_moved_further_away_is_updated_and_not_withdrawn(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.shift(timedelta(minutes=1))
    office.move(weeks[0], NOON + timedelta(days=60))
    [mail] = office.deliver()
    assert (mail.method, mail.event["SEQUENCE"]) == ("REQUEST", 1)
    assert mail.event.decoded("DTSTART") == NOON + timedelta(days=60)


def test_session_moved_near_brings_its_entry_at_once(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.shift(timedelta(minutes=1))
    office.move(weeks[2], NOON + timedelta(days=2))
    [mail] = office.deliver()
    assert (mail.method, uids([mail])) == ("REQUEST", [str(weeks[2])])


def test_move_and_cancellation_are_told_without_an_entry_before_it_came(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.shift(timedelta(minutes=1))
    office.move(weeks[2], NOON + timedelta(days=30))
    office.move(weeks[2], NOON + timedelta(days=31))
    [moved] = office.deliver()
    assert (moved.recipient, moved.method, moved.subject) == (KAISA, None, "New time or place: Nepsy arjessa")
    assert "Its calendar entry comes by mail when the day is near." in words(moved)
    office.time.move_to(NOON + timedelta(days=24))
    invite_near(office.own)
    entry = next(mail for mail in office.deliver() if uids([mail]) == [str(weeks[2])])
    assert entry.event.decoded("DTSTART") == NOON + timedelta(days=31)
    assert entry.event["SEQUENCE"] == 2


def test_cancellation_before_the_entry_came_is_one_plain_mail(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.shift(timedelta(minutes=1))
    office.call_off(weeks[3])
    [gone] = office.deliver()
    assert (gone.recipient, gone.method, gone.subject) == (KAISA, None, "Cancelled: Nepsy arjessa")
    assert "from your calendar" not in gone.text
    office.line("session.cancelled", session_id=weeks[3])
    assert office.deliver() == []


def test_whoever_registers_after_a_move_is_told_of_no_change(office: Office, weeks: list[UUID]) -> None:
    office.move(weeks[3], NOON + timedelta(days=40))
    office.time.shift(timedelta(minutes=1))
    assert [mail.method for mail in kaisa(office, weeks)] == [None, "REQUEST"]


def test_nobody_gets_an_entry_before_the_confirmation(office: Office, weeks: list[UUID]) -> None:
    office.register(office.given.offering(office.session(weeks[0]).series_id, weeks), KAISA)
    assert invite_near(office.own) == 0
    assert [row.kind for row in office.messages()] == []


def test_series_that_sends_entries_at_once_again_sends_the_rest(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    series = office.session(weeks[0]).series_id
    office.change(Series, series, entries_days_before=None)
    office.line("series.changed", series_id=series, detail={"fields": ["title"]})
    assert office.deliver() == []
    office.line("series.changed", series_id=series, detail={"fields": ["entries_days_before", "title"]})
    assert uids(office.deliver()) == [str(one) for one in weeks[1:]]


def test_contact_is_told_how_many_mails_come_in_the_end(office: Office, weeks: list[UUID]) -> None:
    offering = office.given.offering(office.session(weeks[0]).series_id, weeks)
    office.register(offering, KAISA, contact_email="c@example.org", contact_language="en")
    summary = next(mail for mail in office.deliver() if mail.recipient == "c@example.org")
    assert "when it comes near, so up to 5 mails in all" in words(summary)


def test_two_clocks_bring_each_entry_once(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    office.time.move_to(NOON + timedelta(days=3))
    # both have seen it lacking; each does all of its part
    for _clock in range(2):
        with office.own.writing() as db:
            scope = Scope([weeks[1]], NOON + timedelta(days=3), told_alone=True)
            invite(db, scope)
            tell_invited(db, scope, None)
    assert len(office.messages(Message.session_id == weeks[1], Message.kind == kinds.SESSION_INVITATION)) == 1


def test_many_near_sessions_are_looked_at_in_as_many_statements_as_one(office: Office, weeks: list[UUID]) -> None:
    kaisa(office, weeks)
    seen: list[str] = []
    event.listen(office.own.engine, "before_cursor_execute", lambda *about: seen.append(about[2]))
    with office.own.reading() as db:
        assert came_near(db, NOON + timedelta(days=3)) == [weeks[1]]
        of_one = len(seen)
    office.change(Series, office.session(weeks[0]).series_id, entries_days_before=60)
    seen.clear()
    with office.own.reading() as db:
        assert set(came_near(db, NOON)) == set(weeks[1:])
    assert len(seen) == of_one
