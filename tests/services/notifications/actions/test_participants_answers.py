from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from services.notifications.rules import kinds
from shared.schema.base import new_id
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import SessionWithdrawal
from tests.services.notifications.actions.came import answer, come, kept
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.itip import check_message

pytestmark = pytest.mark.takes_turns

KAISA = "kaisa@example.org"


@pytest.fixture
def evening(office: Office) -> UUID:
    """A session that Kaisa has a place in and an entry of."""
    series = office.given.series(office.given.organisation("Sospro Oy"))
    session = office.given.session(series)
    office.register(office.given.offering(series, [session]), KAISA)
    office.deliver()
    return session


def copy(office: Office, session_id: UUID) -> tuple[str | None, int | None]:
    with office.own.reading() as db:
        row = db.execute(
            select(CalendarCopy.reply, CalendarCopy.reply_sequence).where(CalendarCopy.session_id == session_id)
        ).one()
    return row.reply, row.reply_sequence


def questions(office: Office) -> list[str]:
    return [row.state for row in office.messages(Message.kind == kinds.PLACE_QUESTION)]


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_yes_and_maybe_are_only_kept(office: Office, evening: UUID, partstat: str) -> None:
    assert come(office, answer(evening, KAISA, partstat)).outcome == "applied"
    assert copy(office, evening) == (partstat.lower(), 0)
    assert office.deliver() == []


def test_no_asks_once_whether_to_give_up_the_place(office: Office, evening: UUID) -> None:
    made = come(office, answer(evening, KAISA, "DECLINED"))
    assert (made.kind, made.outcome, made.reason) == ("reply", "applied", "participant")
    [mail] = office.deliver()
    assert (mail.recipient, mail.subject, mail.calendar) == (KAISA, "You can't come? Nepsy arjessa", None)
    assert "Your place is still yours." in mail.text
    html = mail.parsed.get_body(("html",))
    assert html is not None
    [button] = [a for a in BeautifulSoup(html.get_content(), "html.parser")("a") if a.text == "Give up the place"]
    assert "/own/" in button["href"]
    office.time.shift(timedelta(hours=1))
    come(office, answer(evening, KAISA, "DECLINED", stamp=NOON + timedelta(hours=1)))
    assert office.deliver() == []


def test_no_to_one_of_several_asks_about_that_one(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=day), title=f"Ilta {day}") for day in (7, 14)]
    office.register(office.given.offering(series, days), KAISA)
    office.deliver()
    come(office, answer(days[1], KAISA, "DECLINED"))
    [mail] = office.deliver()
    assert mail.subject == "You can't come? Ilta 14"
    assert "you keep your place in the other sessions" in mail.text
    assert "Leave out this session" in mail.text


def test_later_yes_withdraws_the_question_while_it_waits_and_a_later_no_asks_after_all(
    office: Office, evening: UUID
) -> None:
    come(office, answer(evening, KAISA, "DECLINED"))
    # the same second: the one that arrives later counts
    come(office, answer(evening, KAISA, "ACCEPTED"))
    assert (questions(office), copy(office, evening)) == (["superseded"], ("accepted", 0))
    assert office.deliver() == []
    come(office, answer(evening, KAISA, "DECLINED", stamp=NOON - timedelta(seconds=1)))
    assert questions(office) == ["superseded"]
    office.time.shift(timedelta(minutes=1))
    come(office, answer(evening, KAISA, "DECLINED", stamp=NOON + timedelta(minutes=1)))
    assert len(office.deliver()) == 1


def test_question_that_was_settled_before_it_left_is_not_sent(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=day)) for day in (7, 14)]
    [registration] = office.register(office.given.offering(series, days), KAISA)
    office.deliver()
    come(office, answer(days[0], KAISA, "DECLINED"))
    office.given.row_without_id(SessionWithdrawal, registration_id=registration, session_id=days[0], created_at=NOON)
    assert office.deliver() == []
    assert questions(office) == ["superseded"]


def test_answer_to_an_earlier_time_does_not_count_and_a_move_asks_anew(office: Office, evening: UUID) -> None:
    come(office, answer(evening, KAISA, "ACCEPTED"))
    office.move(evening, NOON + timedelta(days=9))
    # the calendar has not heard of the move yet
    assert come(office, answer(evening, KAISA, "DECLINED")).reason == "earlier_time"
    assert copy(office, evening) == ("accepted", 0)
    office.deliver()
    assert copy(office, evening) == (None, None)
    assert come(office, answer(evening, KAISA, "TENTATIVE")).outcome == "stale"
    assert come(office, answer(evening, KAISA, "TENTATIVE", sequence=1)).outcome == "applied"
    assert (copy(office, evening), questions(office)) == (("tentative", 1), [])


def test_answer_of_whoever_has_no_place_is_foreign_and_delegation_is_for_people_to_read(
    office: Office, evening: UUID
) -> None:
    assert come(office, answer(evening, "eve@example.com", "DECLINED")).outcome == "foreign"
    assert come(office, answer(evening, KAISA, "DELEGATED")).reason == "no_answer"
    assert come(office, answer(new_id(), KAISA, "DECLINED")).reason == "unknown_session"
    assert (copy(office, evening), office.deliver(), len(kept(office))) == ((None, None), [], 3)


def test_proposal_of_a_participant_is_declined_in_their_calendar(office: Office, evening: UUID) -> None:
    lines = ("DTSTART:20270119T100000Z", "DTEND:20270119T120000Z")
    made = come(office, answer(evening, KAISA, "TENTATIVE", method="COUNTER", lines=lines))
    assert (made.kind, made.outcome, made.reason) == ("counter", "applied", "proposal_answered")
    [mail] = office.deliver()
    assert (mail.recipient, mail.method) == (KAISA, "DECLINECOUNTER")
    assert check_message(mail.raw) == []
    assert "so its time stays as it is" in mail.text
    assert (mail.event["SEQUENCE"], mail.event.decoded("DTSTART")) == (0, office.session(evening).starts_at)
    assert copy(office, evening) == ("tentative", 0)
    [row] = kept(office)
    assert row.proposal is None
    # what calendars make of the no is not taken for news
    office.move(evening, NOON + timedelta(days=9))
    assert [one.method for one in office.deliver()] == ["REQUEST"]


@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-generated\n", ""])
def test_proposals_that_come_again_and_again_are_answered_by_one_mail(
    office: Office, evening: UUID, headers: str
) -> None:
    for day in (19, 20, 21):
        lines = (f"DTSTART:202701{day}T100000Z",)
        come(office, answer(evening, KAISA, "", method="COUNTER", lines=lines, headers=headers))
    assert len(office.deliver()) == 1
