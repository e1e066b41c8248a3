"""Reminders of preliminary assignments: at their time, once, and to those who haven't done them."""

from datetime import timedelta
from typing import Any

from services.notifications.actions.remind_assignments import remind_assignments
from services.notifications.rules import kinds, problems
from shared.schema.assignments import AssignmentDone
from shared.schema.mail_templates import MailTemplate
from shared.schema.notifications import Message
from tests.support.deliveries import Office
from tests.support.factories import NOON

DAY = timedelta(days=1)
#: the session is in three weeks: its assignment is due at the end of 25 January
START = NOON + 21 * DAY


def at(office: Office, moment: Any) -> int:
    office.time.move_to(moment)
    return remind_assignments(office.own, office.settings)


def test_reminds_those_who_have_not_done_it_once_for_each_due_time(office: Office) -> None:
    given = office.given
    series = given.series(slug="kierros")
    session = given.session(series, START)
    offering = given.offering(series, [session])
    elsewhere = given.offering(series, [given.session(series, START)], name="Other")
    _anna, berta = office.register(offering, "anna@example.org", "berta@example.org")
    office.register(elsewhere, "carl@example.org")
    assignment = given.assignment(series, session, title="Read the guide")
    given.row_without_id(AssignmentDone, assignment_id=assignment, registration_id=berta, done_at=NOON)
    # the confirmation lists what is to be done, to those whom it concerns
    confirmed = {mail.recipient: mail.text.replace("\r\n", "\n") for mail in office.deliver()}
    assert (
        "To do beforehand\n- Read the guide\n  Due by Monday 25 January 2027, end of day"
        in confirmed["anna@example.org"]
    )
    assert "Read the guide" not in confirmed["carl@example.org"]

    assert at(office, NOON + 10 * DAY) == 0
    assert at(office, NOON + 12 * DAY) == 1
    assert at(office, NOON + 12 * DAY) == 0
    [mail] = office.deliver()
    assert (mail.recipient, mail.parsed["Subject"]) == ("anna@example.org", "To do beforehand: Read the guide")
    assert "Monday 25 January 2027, end of day" in mail.text

    office.move(session, START + 7 * DAY)
    office.deliver()
    words = {"subject": "Muista: {{ assignment }}", "text": "{{ name }}, {{ due }}", "actor": "x", "created_at": NOON}
    about = {"series_id": series, "kind": kinds.ASSIGNMENT, "language": "en", "version": 1}
    given.row(MailTemplate, **about, **words)
    assert at(office, NOON + 13 * DAY) == 0
    assert at(office, NOON + 19 * DAY) == 1
    [own] = office.deliver()
    assert own.parsed["Subject"] == "Muista: Read the guide"
    assert "Monday 1 February 2027, end of day" in own.text
    office.move(session, START + 8 * DAY)
    office.deliver()
    assert at(office, NOON + 20 * DAY) == 1
    office.call_off(session)
    office.deliver()
    last = office.messages(Message.kind == kinds.ASSIGNMENT)[-1]
    assert (last.state, last.problem) == ("superseded", problems.GONE)


def test_nobody_is_reminded_of_what_is_past_or_asks_for_no_reminder(office: Office) -> None:
    series = office.given.series()
    office.register(office.given.offering(series), "anna@example.org")
    office.given.assignment(series, due_at=NOON + DAY, remind_days=None)
    office.given.assignment(series, due_at=NOON - DAY)
    office.given.assignment(series, due_at=NOON + DAY, removed_at=NOON)
    assert at(office, NOON) == 0
