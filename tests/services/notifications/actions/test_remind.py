"""Reminders: at their time, from the session as it is then, once."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert

from services.notifications.actions.remind import remind
from services.notifications.rules import kinds
from shared.schema.base import new_id
from shared.schema.notifications import Message
from shared.schema.registration import Registration
from shared.schema.reminders import ReminderRule
from tests.support.deliveries import Office
from tests.support.factories import NOON

pytestmark = pytest.mark.takes_turns

#: the rule that every installation begins with: the day before
BEFORE = timedelta(days=1)
START = NOON + timedelta(days=7)


@pytest.fixture
def tour(office: Office) -> Office:
    """A session in a week with a presenter and a participant, who have their invitations."""
    series = office.given.series()
    session = office.given.session(series, START)
    office.given.presenter(session, "aino@example.org")
    office.line("series.published", series_id=series)
    office.register(office.given.offering(series, [session]), "kaisa@example.org")
    office.deliver()
    return office


def reminded(office: Office) -> list[str]:
    return sorted(row.recipient_email for row in office.messages(Message.kind == kinds.REMINDER))


def the_session(office: Office) -> object:
    return next(row.session_id for row in office.messages() if row.session_id)


def test_reminder_goes_to_presenters_and_participants_at_its_time(tour: Office) -> None:
    tour.time.move_to(START - BEFORE - timedelta(seconds=1))
    assert remind(tour.own, tour.settings) == 0
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 2
    assert reminded(tour) == ["aino@example.org", "kaisa@example.org"]


def test_reminder_is_sent_once(tour: Office) -> None:
    tour.time.move_to(START - BEFORE)
    assert [remind(tour.own, tour.settings), remind(tour.own, tour.settings)] == [2, 0]


def test_reminder_says_when_and_how_to_join(tour: Office) -> None:
    tour.time.move_to(START - BEFORE)
    remind(tour.own, tour.settings)
    mail = next(mail for mail in tour.deliver() if mail.recipient == "kaisa@example.org")
    assert "tomorrow, 12:00" in mail.subject
    assert "https://meet.example.org/nepsy" in mail.text
    assert mail.calendar is None


def test_reminder_follows_a_session_that_moved(tour: Office) -> None:
    tour.move(the_session(tour), START + timedelta(days=3))  # type: ignore[arg-type]
    tour.deliver()
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 0
    tour.time.move_to(START + timedelta(days=3) - BEFORE)
    assert remind(tour.own, tour.settings) == 2


def test_session_moved_after_the_reminder_is_reminded_of_anew(tour: Office) -> None:
    tour.time.move_to(START - BEFORE)
    remind(tour.own, tour.settings)
    tour.move(the_session(tour), START + timedelta(days=3))  # type: ignore[arg-type]
    superseded = [mail.recipient for mail in tour.deliver() if "tomorrow" in mail.subject]
    assert superseded == []
    tour.time.move_to(START + timedelta(days=3) - BEFORE)
    assert remind(tour.own, tour.settings) == 2


def test_clock_that_was_off_for_a_day_catches_up(tour: Office) -> None:
    tour.time.move_to(START - timedelta(hours=2))
    assert remind(tour.own, tour.settings) == 2


def test_session_that_has_begun_is_reminded_of_no_more(tour: Office) -> None:
    tour.time.move_to(START)
    assert remind(tour.own, tour.settings) == 0


def test_cancelled_session_and_cancelled_registration_are_not_reminded_of(tour: Office) -> None:
    [registration] = [row.subject_id for row in tour.messages(Message.kind == kinds.REGISTRATION_CONFIRMED)]
    tour.change(Registration, registration, state="cancelled")
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 1
    assert reminded(tour) == ["aino@example.org"]


def test_called_off_session_is_not_reminded_of(tour: Office) -> None:
    tour.call_off(the_session(tour))  # type: ignore[arg-type]
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 0


def test_whoever_registers_after_the_moment_needs_no_reminder(tour: Office) -> None:
    tour.time.move_to(START - timedelta(hours=20))
    [offering] = {row.offering_id for row in tour.messages() if row.offering_id}
    tour.register(offering, "late@example.org")
    remind(tour.own, tour.settings)
    assert "late@example.org" not in reminded(tour)


def test_whoever_gets_a_place_after_the_others_were_reminded_is_reminded_too(tour: Office) -> None:
    [offering] = {row.offering_id for row in tour.messages() if row.offering_id}
    [waiting] = tour.register(offering, "waiting@example.org", state="waitlisted")
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 2
    tour.time.move_to(START - timedelta(hours=20))
    tour.change(Registration, waiting, state="confirmed")
    tour.register(offering, "late@example.org")
    tour.add_presenter(the_session(tour), "new@example.org")  # type: ignore[arg-type]
    tour.deliver()
    assert [remind(tour.own, tour.settings), remind(tour.own, tour.settings)] == [2, 0]
    assert reminded(tour) == ["aino@example.org", "kaisa@example.org", "new@example.org", "waiting@example.org"]


def test_each_rule_reminds_by_itself(tour: Office) -> None:
    with tour.own.writing() as db:
        db.execute(insert(ReminderRule).values(id=new_id(), anchor="session-start", offset_minutes=-60, series_id=None))
    tour.time.move_to(START - BEFORE)
    assert remind(tour.own, tour.settings) == 2
    tour.time.move_to(START - timedelta(hours=1))
    assert remind(tour.own, tour.settings) == 2


@pytest.fixture
def ending(tour: Office) -> Office:
    """The same, with one rule alone: three hours before the end, which is an hour before the start."""
    with tour.own.writing() as db:
        db.execute(delete(ReminderRule))
        rule = {"id": new_id(), "anchor": "session-end", "offset_minutes": -180, "series_id": None}
        db.execute(insert(ReminderRule).values(rule))
    return tour


def test_reminder_counted_from_the_end_goes_at_its_time_and_once(ending: Office) -> None:
    ending.time.move_to(START - timedelta(hours=1, seconds=1))
    assert remind(ending.own, ending.settings) == 0
    ending.time.move_to(START - timedelta(hours=1))
    assert [remind(ending.own, ending.settings), remind(ending.own, ending.settings)] == [2, 0]
    mail = next(mail for mail in ending.deliver() if mail.recipient == "kaisa@example.org")
    assert "Coming up today, 12:00" in mail.subject


def test_reminder_counted_from_the_end_follows_a_session_that_moved(ending: Office) -> None:
    ending.move(the_session(ending), START + timedelta(days=3))  # type: ignore[arg-type]
    ending.deliver()
    ending.time.move_to(START - timedelta(hours=1))
    assert remind(ending.own, ending.settings) == 0
    ending.time.move_to(START + timedelta(days=3) - timedelta(hours=1))
    assert remind(ending.own, ending.settings) == 2


def test_reminder_counted_from_the_end_of_a_session_called_off_is_not_sent(ending: Office) -> None:
    ending.call_off(the_session(ending))  # type: ignore[arg-type]
    ending.time.move_to(START - timedelta(hours=1))
    assert remind(ending.own, ending.settings) == 0
