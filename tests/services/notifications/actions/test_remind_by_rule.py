"""Reminders by a series' rules: which of several, after a session, at night, for one way to register; nobody twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, event, select, update

from services.notifications.actions import remind as acting
from services.notifications.actions import reminder_rules
from services.notifications.actions.remind import remind
from services.notifications.actions.reminder_rules import WantedRule
from services.notifications.queries import due_reminders
from services.notifications.rules import kinds, problems
from shared import clock
from shared.schema.catalogue import Offering, Series, Session
from shared.schema.materials import Material
from shared.schema.notifications import Message
from shared.schema.registration import Registration, SessionWithdrawal
from shared.schema.reminders import ReminderRule
from tests.support.deliveries import Office
from tests.support.factories import NOON

pytestmark = pytest.mark.takes_turns

START = NOON + timedelta(days=7)
END = START + timedelta(hours=2)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FORM = "https://forms.example.org/1"


@pytest.fixture
def tour(office: Office) -> Office:
    """A session in a week with a presenter, and two participants, each by a way to register of their own."""
    series = office.given.series(slug="kierros")
    session = office.given.session(series, START)
    office.given.presenter(session, "aino@example.org")
    for name, email in (("Paikalla", "kaisa@example.org"), ("Etänä", "matti@example.org")):
        office.register(office.given.offering(series, [session], name=name), email)
    office.deliver()
    return office


def series_of(office: Office) -> UUID:
    with office.own.reading() as db:
        return db.scalars(select(Session.series_id)).one()


def session_of(office: Office) -> UUID:
    with office.own.reading() as db:
        return db.scalars(select(Session.id)).one()


def offering(office: Office, name: str) -> UUID:
    with office.own.reading() as db:
        return db.scalars(select(Offering.id).where(Offering.name == name)).one()


def rule(office: Office, says: str, minutes: int, **more: Any) -> UUID:
    """A rule of the series' own; the usual ones are gone then."""
    anchor = "session-start" if says == "coming" else "session-end"
    values = {"series_id": series_of(office), "says": says, "anchor": anchor, "offset_minutes": minutes}
    return office.given.row(ReminderRule, **{**values, **more})


def reminded(office: Office, kind: str = kinds.REMINDER) -> list[str]:
    return sorted(row.recipient_email for row in office.messages(Message.kind == kind))


def at(office: Office, moment: Any) -> int:
    office.time.move_to(moment)
    return remind(office.own, office.settings)


ALL = ["aino@example.org", "kaisa@example.org", "matti@example.org"]


def test_usual_rules_remind_the_day_and_the_hour_before(tour: Office) -> None:
    assert at(tour, START - DAY) == 3
    assert at(tour, START - HOUR - timedelta(seconds=1)) == 0
    assert at(tour, START - HOUR) == 3
    assert at(tour, START - timedelta(minutes=1)) == 0


def test_clock_that_was_off_sends_the_later_of_two_alone(tour: Office) -> None:
    assert at(tour, START - timedelta(minutes=30)) == 3
    assert reminded(tour) == ALL
    assert at(tour, START - timedelta(minutes=20)) == 0


def test_own_rules_hold_instead_of_the_usual_ones(tour: Office) -> None:
    rule(tour, "coming", -3 * 24 * 60)
    assert at(tour, START - 3 * DAY) == 3
    assert at(tour, START - HOUR) == 0


def test_rule_that_is_off_is_silent_and_holds_the_usual_ones_off(tour: Office) -> None:
    rule(tour, "coming", -24 * 60, is_on=False)
    assert at(tour, START - DAY) == 0


def test_rule_of_one_offering_reminds_its_participants_alone(tour: Office) -> None:
    rule(tour, "coming", -24 * 60)
    rule(tour, "coming", -60, offering_id=offering(tour, "Paikalla"))
    at(tour, START - timedelta(minutes=30))
    assert reminded(tour) == ALL
    by_rule = {row.recipient_email: row.once.split(":")[1] for row in tour.messages(Message.kind == kinds.REMINDER)}
    assert by_rule["kaisa@example.org"] != by_rule["matti@example.org"] == by_rule["aino@example.org"]


def test_feedback_can_be_asked_for_while_the_session_goes_on(tour: Office) -> None:
    rule(tour, "feedback", 45, anchor="session-start", link="https://example.org/f")
    assert at(tour, START + timedelta(minutes=44)) == 0
    assert at(tour, START + timedelta(minutes=45)) == 2
    assert at(tour, START + 2 * DAY) == 0
    asked = [mail for mail in tour.deliver() if "https://example.org/f" in mail.text]
    assert sorted(mail.recipient for mail in asked) == ["kaisa@example.org", "matti@example.org"]


def test_whoever_was_reminded_by_the_usual_rule_is_not_by_its_copy(tour: Office) -> None:
    assert at(tour, START - DAY) == 3
    with tour.own.writing() as db:
        wanted = WantedRule(says="material", anchor="session-end", offset_minutes=0)
        reminder_rules.add(db, "key:1", series_of(tour), wanted)
    assert at(tour, START - DAY + HOUR) == 0


def test_rule_that_is_put_earlier_does_not_remind_anew(tour: Office) -> None:
    early = rule(tour, "coming", -24 * 60)
    assert at(tour, START - DAY) == 3
    with tour.own.writing() as db:
        wanted = WantedRule(says="coming", anchor="session-start", offset_minutes=-30 * 60)
        reminder_rules.change(db, "key:1", series_of(tour), early, wanted)
    assert at(tour, START - DAY + HOUR) == 0


def test_reminder_whose_rule_was_switched_off_is_not_sent(tour: Office) -> None:
    at(tour, START - DAY)
    with tour.own.writing() as db:
        db.execute(update(ReminderRule).values(is_on=False))
    assert [mail.subject for mail in tour.deliver()] == []
    assert {row.problem for row in tour.messages(Message.kind == kinds.REMINDER)} == {problems.RULE_GONE}


def test_reminder_of_somebody_who_left_since_is_not_sent(tour: Office) -> None:
    at(tour, START - DAY)
    [kaisa] = [row.subject_id for row in tour.messages(Message.kind == kinds.REMINDER) if "kaisa" in row.once]
    stays_away = {"registration_id": kaisa, "session_id": session_of(tour), "created_at": clock.now()}
    tour.given.row_without_id(SessionWithdrawal, **stays_away)
    assert sorted(mail.recipient for mail in tour.deliver()) == ["aino@example.org", "matti@example.org"]


def test_reminder_says_the_organisers_own_words(tour: Office) -> None:
    rule(tour, "coming", -24 * 60, text="Ota mukaan kahvikuppi.\n\nNähdään <b>!", link="https://example.org/ohje")
    at(tour, START - DAY)
    text = tour.deliver()[0].text
    assert "Ota mukaan kahvikuppi." in text
    assert "Nähdään <b>!" in text
    assert "https://example.org/ohje" in text


def test_reminder_due_at_night_waits_for_seven_in_the_morning(tour: Office) -> None:
    rule(tour, "coming", -11 * 60)  # one o'clock at night
    assert at(tour, START - timedelta(hours=11)) == 0
    assert at(tour, START - timedelta(hours=5, seconds=1)) == 0
    assert at(tour, START - timedelta(hours=5)) == 3


def test_without_quiet_hours_it_goes_at_night(tour: Office) -> None:
    rule(tour, "coming", -11 * 60)
    tour.time.move_to(START - timedelta(hours=11))
    assert remind(tour.own, tour.settings.model_copy(update={"quiet_hours": ""})) == 3


def test_feedback_is_asked_of_participants_after_the_session(tour: Office) -> None:
    rule(tour, "feedback", 60, link=FORM, text="Kerro kolmella rivillä.")
    assert at(tour, END + HOUR - timedelta(seconds=1)) == 0
    assert at(tour, END + HOUR) == 2
    assert at(tour, END + 2 * HOUR) == 0
    mail = tour.deliver()[0]
    assert mail.subject == "What did you think? Nepsy arjessa"
    assert FORM in mail.text
    assert "Kerro kolmella rivillä." in mail.text
    assert reminded(tour, kinds.FEEDBACK) == ["kaisa@example.org", "matti@example.org"]


def test_feedback_is_not_asked_for_a_week_later(tour: Office) -> None:
    rule(tour, "feedback", 60, link=FORM)
    assert at(tour, END + timedelta(days=7)) == 0
    assert at(tour, END + timedelta(days=6, hours=20)) == 2


@pytest.mark.parametrize("happened", ["cancelled", "waiting", "left", "called off", "late"])
def test_who_was_not_there_is_not_asked(tour: Office, happened: str) -> None:
    rule(tour, "feedback", 0, link=FORM)
    [kaisa] = [row.subject_id for row in tour.messages(Message.recipient_email == "kaisa@example.org")]
    if happened == "called off":
        tour.call_off(session_of(tour))
    elif happened == "left":
        stays_away = {"registration_id": kaisa, "session_id": session_of(tour), "created_at": NOON}
        tour.given.row_without_id(SessionWithdrawal, **stays_away)
    elif happened == "late":
        tour.change(Registration, kaisa, created_at=END)
    else:
        tour.change(Registration, kaisa, state="cancelled" if happened == "cancelled" else "waitlisted")
    at(tour, END)
    expected = [] if happened == "called off" else ["matti@example.org"]
    assert reminded(tour, kinds.FEEDBACK) == expected


def test_feedback_follows_a_session_that_moved(tour: Office) -> None:
    rule(tour, "feedback", 0, link=FORM)
    tour.move(session_of(tour), START + DAY)
    assert at(tour, END) == 0
    assert at(tour, END + DAY) == 2


def test_feedback_queued_before_the_session_was_moved_is_not_sent(tour: Office) -> None:
    rule(tour, "feedback", 0, link=FORM)
    at(tour, END)
    tour.move(session_of(tour), START + DAY)
    assert [mail.subject for mail in tour.deliver() if "think" in mail.subject] == []
    assert {row.problem for row in tour.messages(Message.kind == kinds.FEEDBACK)} == {problems.MOVED}


def test_material_goes_once_there_is_some_to_see(tour: Office) -> None:
    rule(tour, "material", 0)
    assert at(tour, END) == 0
    slides = {"session_id": session_of(tour), "title": "Kalvot", "url": "https://files.example.org/1"}
    tour.given.row(Material, **slides, created_at=END, since="moment", visible_from=END + 2 * HOUR)
    assert at(tour, END + HOUR) == 0
    assert at(tour, END + 2 * HOUR) == 2
    mail = tour.deliver()[0]
    assert mail.subject == "Material: Nepsy arjessa"
    assert "https://files.example.org/1" in mail.text


def test_material_that_is_a_file_is_given_out_on_the_own_page_and_what_is_not_for_people_is_not(tour: Office) -> None:
    rule(tour, "material", 0)
    file = {"file_name": "a.pdf", "file_type": "pdf", "size_bytes": 1, "created_at": END}
    for title, more in (("Kalvot", {}), ("Ennakko", {"kind": "before"}), ("Omat", {"audience": "organisers"})):
        tour.given.row(Material, session_id=session_of(tour), title=title, **file, **more)
    assert at(tour, END) == 2
    mail = tour.deliver()[0]
    assert "/own/" in mail.text
    assert all(title not in mail.text for title in ("Ennakko", "Omat"))


def test_material_that_comes_after_two_weeks_is_not_sent(tour: Office) -> None:
    rule(tour, "material", 0)
    at_last = {"session_id": session_of(tour), "title": "Kalvot", "url": "https://files.example.org/1"}
    tour.given.row(Material, **at_last, created_at=END)
    assert at(tour, END + timedelta(days=14)) == 0


def test_second_clock_at_the_same_moment_reminds_nobody_again(tour: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either writes: only the table's constraint is left to tell."""
    monkeypatch.setattr(acting, "_is_to_tell", lambda *_arguments: True)
    tour.time.move_to(START - DAY)
    assert [remind(tour.own, tour.settings), remind(tour.own, tour.settings)] == [3, 0]
    assert reminded(tour) == ALL


def test_draft_reminds_nobody(tour: Office) -> None:
    tour.change(Series, series_of(tour), state="draft")
    assert at(tour, START - DAY) == 0


def test_what_is_due_is_looked_for_by_index(tour: Office) -> None:
    """Never by reading all sessions that ever were."""
    rule(tour, "feedback", 60, link=FORM)
    said: list[Any] = []
    with tour.own.reading() as db:
        if db.dialect.name != "sqlite":
            pytest.skip("PostgreSQL reads so small a table whole")
        event.listen(db, "before_cursor_execute", lambda _c, _u, sql, asked, *_r: said.append((sql, asked)))
        list(due_reminders.meetings(db, START - DAY))
        list(due_reminders.closings(db, START - DAY))
        about = [(sql, asked) for sql, asked in said if "FROM sessions" in sql or "FROM offerings" in sql]
        assert about
        for sql, asked in about:
            plan = " ".join(row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", asked))
            assert "SCAN sessions" not in plan, plan
            assert "SCAN offerings" not in plan, plan


def test_nobody_is_reminded_by_no_rules(tour: Office) -> None:
    with tour.own.writing() as db:
        db.execute(delete(ReminderRule))
    assert at(tour, START - DAY) == 0
