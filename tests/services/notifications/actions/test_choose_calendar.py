"""Only the feed: entries that came by mail go, changes are told without them, and by mail they come back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.actions.choose_calendar import choose
from services.notifications.rules import problems
from shared.schema.journal import JournalLine
from shared.schema.mail_choices import Feed
from shared.schema.notifications import Message
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

pytestmark = pytest.mark.takes_turns

KAISA, AINO = "kaisa@example.org", "aino@example.org"
FOLLOWS = "Your calendar feed follows by itself."


@pytest.fixture
def days(office: Office) -> list[UUID]:
    series = office.given.series()
    return [office.given.session(series, NOON + timedelta(days=7 * week)) for week in (1, 2, 3)]


@pytest.fixture
def by(office: Office) -> Any:
    """Chooses for somebody: `by("feed")`."""
    feeds: dict[str, UUID] = {}

    def chosen(delivery: str, email: str = KAISA) -> bool:
        office.time.shift(timedelta(minutes=1))
        if email not in feeds:
            with office.own.reading() as db:
                found = db.scalar(select(Feed.id).where(Feed.email == email))
            feeds[email] = found or office.given.row(Feed, email=email, created_at=NOON)
        with office.own.writing() as db:
            return choose(db, feeds[email], email, delivery)

    return chosen


def registered(office: Office, days: list[UUID], *emails: str) -> list[UUID]:
    return office.register(office.given.offering(office.session(days[0]).series_id, days), *(emails or (KAISA,)))


def words(mail: Mail) -> str:
    return " ".join(mail.text.split())


def by_session(mails: list[Mail]) -> dict[str, list[Mail]]:
    found: dict[str, list[Mail]] = {}
    for mail in mails:
        if mail.method:
            found.setdefault(str(mail.event["UID"]), []).append(mail)
    return found


def test_choosing_the_feed_takes_entries_away_and_choosing_mail_brings_them_back(
    office: Office, days: list[UUID], by: Any
) -> None:
    registered(office, days)
    mails = office.deliver()
    assert by("feed")
    away = office.deliver()
    assert [mail.method for mail in away] == ["CANCEL"] * 3
    assert "You have chosen to follow your sessions by your calendar feed alone." in words(away[0])
    assert "/feeds/person/" in away[0].text
    assert by("mail")
    back = office.deliver()
    assert [mail.method for mail in back] == ["REQUEST"] * 3
    for row in by_session([*mails, *away, *back]).values():
        assert [int(mail.event["SEQUENCE"]) for mail in row] == [0, 1, 2]
        assert itip.check_sequence([mail.raw for mail in row]) == []
        assert [problem for mail in row for problem in itip.check_message(mail.raw)] == []


def test_same_choice_again_changes_nothing(office: Office, days: list[UUID], by: Any) -> None:
    registered(office, days)
    office.deliver()
    assert (by("mail"), by("feed"), by("feed")) == (False, True, False)
    assert len(office.deliver()) == 3
    with office.own.reading() as db:
        kinds = db.scalars(select(JournalLine.detail).where(JournalLine.kind == "calendar.chosen")).all()
    assert kinds == [{"delivery": "feed"}]


def test_with_the_feed_chosen_no_request_is_sent_and_changes_are_plain_mails(
    office: Office, days: list[UUID], by: Any
) -> None:
    by("feed")
    [registration] = registered(office, days)
    [confirmation] = office.deliver()
    assert "so no entries come by mail" in words(confirmation)
    assert {row.problem for row in office.messages(Message.state == "superseded")} == {problems.BY_FEED}
    office.time.shift(timedelta(minutes=1))
    office.move(days[1], NOON + timedelta(days=15))
    [moved] = office.deliver()
    assert (moved.method, moved.subject) == (None, "New time or place: Nepsy arjessa")
    assert FOLLOWS in words(moved)
    office.call_off(days[1])
    [gone] = office.deliver()
    assert (gone.method, gone.subject) == (None, "Cancelled: Nepsy arjessa")
    assert FOLLOWS in words(gone)
    assert "The entry goes" not in gone.text
    office.call_off(days[2])
    [never_moved] = office.deliver()
    assert (never_moved.method, never_moved.subject) == (None, "Cancelled: Nepsy arjessa")
    office.cancel(registration)
    [ended] = office.deliver()
    assert ended.method is None
    assert FOLLOWS in words(ended)


def test_confirmation_of_one_session_carries_no_entry(office: Office, days: list[UUID], by: Any) -> None:
    by("feed")
    registered(office, days[:1])
    [confirmation] = office.deliver()
    assert (confirmation.method, itip.check_message(confirmation.raw)) == (None, [])
    assert "so no entries come by mail" in words(confirmation)


def test_presenter_is_invited_whatever_they_chose(office: Office, days: list[UUID], by: Any) -> None:
    by("feed", AINO)
    presenter = office.add_presenter(days[0], AINO)
    [invited] = office.deliver()
    assert invited.method == "REQUEST"
    by("mail", AINO)
    by("feed", AINO)
    assert office.deliver() == []
    office.move(days[0], NOON + timedelta(days=8))
    assert [mail.method for mail in office.deliver()] == ["REQUEST"]
    office.time.shift(timedelta(minutes=1))
    office.remove_presenter(days[0], presenter)
    assert [mail.method for mail in office.deliver()] == ["CANCEL"]


def test_entry_that_was_never_sent_is_not_taken_away(office: Office, days: list[UUID], by: Any) -> None:
    from services.notifications.actions.sweep import sweep

    registered(office, days)
    sweep(office.own, office.settings)
    by("feed")
    [confirmation] = office.deliver()
    assert confirmation.method is None


def test_entry_is_taken_away_although_the_session_moves_meanwhile(office: Office, days: list[UUID], by: Any) -> None:
    registered(office, days[:1])
    before = office.deliver()
    by("feed")
    office.move(days[0], NOON + timedelta(days=9))
    mails = office.deliver()
    assert sorted(str(mail.method) for mail in mails) == ["CANCEL", "None"]
    away = next(mail for mail in mails if mail.method)
    assert away.event.decoded("DTSTART") == before[0].event.decoded("DTSTART")
    assert itip.check_sequence([before[0].raw, away.raw]) == []


def test_move_that_waits_in_the_queue_is_still_told(office: Office, days: list[UUID], by: Any) -> None:
    from services.notifications.actions.sweep import sweep

    registered(office, days[:1])
    office.deliver()
    office.move(days[0], NOON + timedelta(days=9))
    sweep(office.own, office.settings)
    by("feed")
    mails = {str(mail.method): mail for mail in office.deliver()}
    assert set(mails) == {"None", "CANCEL"}
    assert mails["None"].subject == "New time or place: Nepsy arjessa"


def test_choice_taken_back_before_anything_was_sent_leaves_the_entry_where_it_is(
    office: Office, days: list[UUID], by: Any
) -> None:
    registered(office, days[:1])
    before = office.deliver()
    by("feed")
    by("mail")
    [again] = office.deliver()
    assert again.method == "REQUEST"
    assert itip.check_sequence([before[0].raw, again.raw]) == []


def test_others_are_not_touched_and_contacts_are_told_right(office: Office, days: list[UUID], by: Any) -> None:
    by("feed")
    offering = office.given.offering(office.session(days[0]).series_id, days)
    office.register(offering, KAISA, AINO, contact_email="c@example.org", contact_language="en")
    mails = office.deliver()
    assert [mail.method for mail in mails if mail.recipient == AINO] == [None, *["REQUEST"] * 3]
    summary = next(mail for mail in mails if mail.recipient == "c@example.org")
    assert "except those who follow their calendar feed instead" in words(summary)
    by("mail")
    assert {mail.recipient for mail in office.deliver()} == {KAISA}
