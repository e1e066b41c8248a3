"""What reaches people's calendars: one mail per person touched, the same entry moved and taken away."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from services.notifications.actions import tell_registrations
from services.notifications.rules import kinds
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalHandled, Message
from shared.schema.registration import Registration, SessionWithdrawal
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

pytestmark = pytest.mark.takes_turns

KAISA, OLLI, AINO = "kaisa@example.org", "olli@example.org", "aino@example.org"


def rows_of(mails: list[Mail], recipient: str) -> list[bytes]:
    return [mail.raw for mail in mails if mail.recipient == recipient and mail.calendar is not None]


def test_confirmation_of_one_session_brings_its_entry(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    office.register(office.given.offering(series, [session]), KAISA)
    [mail] = office.deliver()
    assert (mail.recipient, mail.method) == (KAISA, "REQUEST")
    assert mail.event["UID"] == f"session-{session}@localhost"
    assert mail.event["SEQUENCE"] == 0
    assert itip.check_message(mail.raw) == []


def test_confirmation_of_several_sessions_is_followed_by_a_short_mail_for_each(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=7 * week)) for week in (-1, 1, 2, 3)]
    office.register(office.given.offering(series, days), KAISA)
    confirmation, *short = office.deliver()
    assert confirmation.method is None
    assert [mail.method for mail in short] == ["REQUEST"] * 3
    assert {str(mail.parsed["References"]) for mail in short} == {str(confirmation.parsed["Message-ID"])}
    # the first of the four has been held; the mails go out in the order of the sessions
    assert [mail.subject for mail in short] == [f"{number}/4 Nepsy arjessa" for number in (2, 3, 4)]
    assert "3 in all, its number in the subject: the first is 2/4" in " ".join(confirmation.text.split())
    assert "> 2/4" in confirmation.text
    assert [problem for mail in [confirmation, *short] for problem in itip.check_message(mail.raw)] == []


def test_published_series_invites_presenters_and_a_draft_none(office: Office) -> None:
    published, draft = office.given.series(), office.given.series(state="draft")
    for series in (published, draft):
        session = office.given.session(series)
        office.given.presenter(session, AINO)
        office.line("series.published", series_id=series)
    [mail] = office.deliver()
    assert (mail.recipient, mail.method) == (AINO, "REQUEST")


def test_five_moves_end_at_the_last_time_with_sequence_rising(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    office.add_presenter(session, AINO)
    office.register(office.given.offering(series, [session]), KAISA)
    mails = office.deliver()
    for day in (8, 9, 10, 11, 12):
        office.time.shift(timedelta(minutes=10))
        office.move(session, NOON + timedelta(days=day))
        mails += office.deliver()
    office.time.shift(timedelta(minutes=10))
    office.call_off(session)
    mails += office.deliver()
    for person in (AINO, KAISA):
        row = rows_of(mails, person)
        assert len(row) == 7
        assert itip.check_sequence(row) == []
        assert [problem for raw in row for problem in itip.check_message(raw)] == []
        events = [Mail(person, raw).event for raw in row]
        assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2, 3, 4, 5, 6]
        assert events[-2].decoded("DTSTART") == NOON + timedelta(days=12)
        assert len({str(event["UID"]) for event in events}) == 1


def test_moves_while_nothing_was_sent_become_one_invitation(office: Office) -> None:
    session = office.given.session(office.given.series())
    office.add_presenter(session, AINO)
    office.move(session, NOON + timedelta(days=9))
    office.move(session, NOON + timedelta(days=10))
    [mail] = office.deliver()
    assert mail.event.decoded("DTSTART") == NOON + timedelta(days=10)
    assert mail.event["SEQUENCE"] == 2
    assert mail.subject == "Olet esittäjänä: Nepsy arjessa"


def test_update_in_the_queue_is_superseded_by_the_next(office: Office) -> None:
    from services.notifications.actions.sweep import sweep

    session = office.given.session(office.given.series())
    office.add_presenter(session, AINO)
    office.deliver()
    for day in (9, 10):
        office.move(session, NOON + timedelta(days=day))
        sweep(office.own, office.settings)
    assert [(row.state, row.sequence) for row in office.messages(Message.kind == kinds.SESSION_MOVED)] == [
        ("superseded", 1),
        ("queued", 2),
    ]
    [mail] = office.deliver()
    assert mail.event.decoded("DTSTART") == NOON + timedelta(days=10)


def test_invitation_in_the_queue_is_renewed_and_stays_an_invitation(office: Office) -> None:
    from services.notifications.actions.sweep import sweep

    series = office.given.series()
    session = office.given.session(series)
    office.register(office.given.offering(series, [session]), KAISA)
    sweep(office.own, office.settings)
    office.move(session, NOON + timedelta(days=9))
    [mail] = office.deliver()
    assert [(row.kind, row.state) for row in office.messages()] == [
        (kinds.REGISTRATION_CONFIRMED, "superseded"),
        (kinds.REGISTRATION_CONFIRMED, "sent"),
    ]
    assert mail.event["SEQUENCE"] == 1


def test_presenter_added_and_removed_touches_nobody_else(office: Office) -> None:
    session = office.given.session(office.given.series())
    first = office.add_presenter(session, AINO)
    office.deliver()
    office.add_presenter(session, OLLI)
    assert [mail.recipient for mail in office.deliver()] == [OLLI]
    office.time.shift(timedelta(minutes=1))
    office.remove_presenter(session, first)
    [gone] = office.deliver()
    assert (gone.recipient, gone.method) == (AINO, "CANCEL")
    assert itip.check_message(gone.raw) == []


def test_person_who_leaves_and_comes_back_has_a_rising_sequence(office: Office) -> None:
    session = office.given.session(office.given.series())
    presenter = office.add_presenter(session, AINO)
    mails = office.deliver()
    for _round in range(2):
        office.time.shift(timedelta(minutes=1))
        office.remove_presenter(session, presenter)
        mails += office.deliver()
        office.time.shift(timedelta(minutes=1))
        presenter = office.add_presenter(session, AINO)
        mails += office.deliver()
    assert [mail.method for mail in mails] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST"]
    assert [int(mail.event["SEQUENCE"]) for mail in mails] == [0, 1, 2, 3, 4]
    assert itip.check_sequence([mail.raw for mail in mails]) == []


def test_cancelled_registration_takes_its_entries_away(office: Office) -> None:
    series = office.given.series()
    sessions = [office.given.session(series, NOON + timedelta(days=day)) for day in (7, 14)]
    [registration] = office.register(office.given.offering(series, sessions), KAISA)
    office.deliver()
    office.time.shift(timedelta(minutes=1))
    office.cancel(registration)
    news, *withdrawn = office.deliver()
    assert news.method is None
    assert [mail.method for mail in withdrawn] == ["CANCEL", "CANCEL"]


def test_cancelled_registration_for_one_session_is_one_mail(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    [registration] = office.register(office.given.offering(series, [session]), KAISA)
    mails = office.deliver()
    office.time.shift(timedelta(minutes=1))
    office.cancel(registration)
    mails += office.deliver()
    assert [mail.method for mail in mails] == ["REQUEST", "CANCEL"]
    assert itip.check_sequence([mail.raw for mail in mails]) == []
    assert itip.check_message(mails[1].raw) == []


def test_entry_covered_by_another_registration_stays(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    whole, single = office.given.offering(series, [session]), office.given.offering(series, [session])
    [first] = office.register(whole, KAISA)
    office.register(single, KAISA)
    confirmations = office.deliver()
    assert sorted(str(mail.method) for mail in confirmations) == ["None", "REQUEST"]
    office.cancel(first)
    [news] = office.deliver()
    assert news.method is None


def test_whoever_never_heard_of_a_session_hears_of_no_withdrawal(office: Office) -> None:
    session = office.given.session(office.given.series())
    presenter = office.add_presenter(session, AINO)
    office.remove_presenter(session, presenter)
    office.line("session.moved", session_id=session)
    assert office.deliver() == []


def test_offering_that_covers_one_more_session_invites_to_it_alone(office: Office) -> None:
    from shared.schema.catalogue import OfferingSession

    series = office.given.series()
    first = office.given.session(series)
    offering = office.given.offering(series, [first])
    office.register(offering, KAISA)
    office.deliver()
    second = office.given.session(series, NOON + timedelta(days=20))
    with office.given.database.writing() as db:
        db.execute(insert(OfferingSession).values(offering_id=offering, session_id=second))
    office.line("offering.changed", series_id=series, offering_id=offering)
    [mail] = office.deliver()
    assert mail.event["UID"] == f"session-{second}@localhost"


@pytest.mark.parametrize("kind", ["session.moved", "session.changed", "offering.changed", "series.published"])
def test_repeated_line_sends_nothing(office: Office, kind: str) -> None:
    series = office.given.series()
    session = office.given.session(series)
    office.add_presenter(session, AINO)
    office.register(office.given.offering(series, [session]), KAISA)
    office.deliver()
    office.line(kind, series_id=series, session_id=session)
    assert office.deliver() == []


def test_session_that_is_over_brings_no_mail(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series, NOON - timedelta(days=2))
    office.add_presenter(session, AINO)
    [registration] = office.register(office.given.offering(series, [session]), KAISA)
    [confirmation] = office.deliver()
    assert confirmation.method is None
    office.cancel(registration)
    [news] = office.deliver()
    assert news.method is None


def test_waiting_person_gets_the_entry_with_the_place(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    offering = office.given.offering(series, [session], capacity=0)
    [registration] = office.register(offering, KAISA, state="waitlisted")
    [waiting] = office.deliver()
    assert waiting.calendar is None
    office.change(Registration, registration, state="confirmed")
    office.line("registration.promoted", series_id=series, offering_id=offering, subject_id=registration)
    [promoted] = office.deliver()
    assert promoted.method == "REQUEST"
    assert promoted.subject != waiting.subject


def test_who_was_told_of_the_place_while_it_came_still_gets_the_entry(office: Office) -> None:
    """The place came between the look at who gets entries and the look at who has a place to be told of."""
    series = office.given.series()
    offering = office.given.offering(series, [office.given.session(series)])
    [registration] = office.register(offering, KAISA, state="waitlisted")
    office.deliver()
    told = {"kind": kinds.REGISTRATION_CONFIRMED, "once": "told", "recipient_email": KAISA, "language": "en"}
    about = {"series_id": series, "offering_id": offering, "subject_id": registration}
    office.given.row(Message, **told, **about, state="sent", created_at=NOON, due_at=NOON)
    office.change(Registration, registration, state="confirmed")
    office.line("registration.promoted", series_id=series, offering_id=offering, subject_id=registration)
    [entry] = office.deliver()
    assert entry.method == "REQUEST"
    assert [str(row.id) for row in office.messages(Message.kind == kinds.SESSION_INVITATION)] == [entry.message_id]


def test_those_who_wait_are_told_when_nothing_is_left_to_wait_for(office: Office) -> None:
    series = office.given.series()
    first, second = office.given.session(series), office.given.session(series, NOON + timedelta(days=7))
    office.register(office.given.offering(series, [first, second], capacity=1), OLLI, state="waitlisted")
    office.deliver()
    office.call_off(first)
    assert office.deliver() == [], "one session is left"
    office.call_off(second)
    [mail] = office.deliver()
    assert (mail.recipient, mail.method) == (OLLI, None)
    assert "waiting list has ended" in mail.text
    office.line("session.cancelled", series_id=series, session_id=second)
    assert office.deliver() == [], "nobody is told twice"


def test_session_left_out_goes_from_one_calendar_and_comes_back(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=7 * week)) for week in (1, 2)]
    [kaisas, _ollis] = office.register(office.given.offering(series, days), KAISA, OLLI)
    office.deliver()
    about = {"series_id": series, "session_id": days[0], "subject_id": kaisas}
    away = insert(SessionWithdrawal).values(registration_id=kaisas, session_id=days[0], created_at=NOON)
    with office.given.database.writing() as db:
        db.execute(away)
    office.line("registration.session_left", **about)
    [gone] = office.deliver()
    assert (gone.recipient, gone.method, gone.event["UID"]) == (KAISA, "CANCEL", f"session-{days[0]}@localhost")
    office.move(days[0], NOON + timedelta(days=9))
    assert [mail.recipient for mail in office.deliver()] == [OLLI]
    with office.given.database.writing() as db:
        db.execute(delete(SessionWithdrawal))
    office.line("registration.session_rejoined", **about)
    [again] = office.deliver()
    assert (again.recipient, again.method) == (KAISA, "REQUEST")
    assert again.event["SEQUENCE"] > gone.event["SEQUENCE"]
    assert itip.check_message(again.raw) == []


def test_a_session_left_out_is_not_counted_in_what_its_holder_is_told(office: Office) -> None:
    series = office.given.series()
    days = [office.given.session(series, NOON + timedelta(days=7 * week)) for week in (1, 2, 3)]
    [kaisas, _ollis] = office.register(office.given.offering(series, days), KAISA, OLLI)
    away = {"registration_id": kaisas, "session_id": days[0], "created_at": NOON}
    office.given.row_without_id(SessionWithdrawal, **away)
    mails = office.deliver()
    told = {who: [mail for mail in mails if mail.recipient == who] for who in (KAISA, OLLI)}
    assert "2 in all, its number in the subject: the first is 2/3" in told[KAISA][0].text
    assert [mail.subject for mail in told[KAISA][1:]] == ["2/3 Nepsy arjessa", "3/3 Nepsy arjessa"]
    assert "3 in all, its number in the subject: the first is 1/3" in told[OLLI][0].text
    office.call_off(days[1])
    stays = {mail.recipient: mail.text for mail in office.deliver()}
    assert "One session is still ahead" in stays[KAISA]
    assert "2 sessions are still ahead" in stays[OLLI]
    office.cancel(kaisas)
    [ended] = (mail for mail in office.deliver() if mail.method is None)
    assert "The entry of one session goes from your calendar with a short mail of its own." in ended.text


@pytest.mark.parametrize("few", [1, 200])
def test_many_or_few_are_told_the_same_and_nobody_else_anything(
    few: int, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_registrations, "_FEW", few)
    series = office.given.series()
    session = office.given.session(series)
    office.register(office.given.offering(series, [session]), AINO)
    office.deliver()
    # an update that is due to others waits for the line that tells of it
    office.change(Session, session, starts_at=NOON + timedelta(days=8), ends_at=NOON + timedelta(days=9), revision=1)
    office.register(office.given.offering(series, [session]), KAISA, OLLI)
    assert {(mail.recipient, mail.method) for mail in office.deliver()} == {(KAISA, "REQUEST"), (OLLI, "REQUEST")}


def test_entry_never_comes_before_the_confirmation_of_the_place(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series)
    offering = office.given.offering(series, [session])
    registered = office.register(offering, "anna@example.org")
    with office.given.database.writing() as db:
        # its line comes to its turn later than what happens to the session
        db.execute(update(JournalLine).where(JournalLine.kind == "registrations.made").values(kind="later"))
    office.move(session, NOON + timedelta(days=9))
    assert office.deliver() == []
    with office.given.database.writing() as db:
        db.execute(delete(JournalHandled))
        db.execute(update(JournalLine).where(JournalLine.kind == "later").values(kind="registrations.made"))
    [mail] = office.deliver()
    assert (mail.method, mail.event["SEQUENCE"]) == ("REQUEST", 1)
    assert len(registered) == len(office.messages())
