"""Moves that are held back for a moment: told once that is over, or undone with nobody having heard of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.catalogue.actions.moves import Edit, edit_undoably, undo_move
from services.catalogue.actions.presenters import Reply, record_reply
from services.notifications.queries.own_sessions import of_person
from shared import clock
from shared.errors import Conflict
from shared.schema.catalogue import Presenter
from shared.schema.notifications import Message
from tests.support import itip
from tests.support.database import OpenDatabase
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

pytestmark = pytest.mark.takes_turns

KAISA, OLLI, AINO = "kaisa@example.org", "olli@example.org", "aino@example.org"
LATER = NOON + timedelta(days=9)
AFTER = timedelta(minutes=2)

Move = Callable[..., UUID]
Undo = Callable[[UUID, UUID], None]


@pytest.fixture
def move(database: OpenDatabase) -> Move:
    """The organiser moves a session to another time, two hours long."""
    catalogue = database("catalogue")

    def made(session_id: UUID, starts_at: datetime, note: str = "") -> UUID:
        edit = Edit({"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}, note=note)
        with catalogue.writing() as db:
            found = edit_undoably(db, "account:1", session_id, edit)
        assert found is not None
        return found

    return made


@pytest.fixture
def undo(database: OpenDatabase, office: Office) -> Undo:
    """They think better of it."""
    catalogue = database("catalogue")

    def done(session_id: UUID, move_id: UUID) -> None:
        with office.app.test_request_context(), catalogue.writing() as db:
            undo_move(db, "account:1", session_id, move_id)

    return done


@pytest.fixture
def session(office: Office) -> UUID:
    """Of a published series, in Kaisa's calendar and in that of Aino, who presents it."""
    series = office.given.series()
    made = office.given.session(series)
    office.add_presenter(made, AINO)
    office.register(office.given.offering(series, [made]), KAISA)
    assert len(office.deliver()) == 2
    return made


def test_move_is_told_once_it_can_no_longer_be_undone(office: Office, session: UUID, move: Move, undo: Undo) -> None:
    moved = move(session, LATER, note="The room is taken that day.")
    assert office.deliver() == []
    office.time.shift(AFTER)
    mails = office.deliver()
    assert sorted(mail.recipient for mail in mails) == [AINO, KAISA]
    assert {mail.event.decoded("DTSTART") for mail in mails} == {LATER}
    assert all("A word from the organiser" in mail.text or "Järjestäjän viesti" in mail.text for mail in mails)
    assert all("The room is taken that day." in mail.text for mail in mails)
    with pytest.raises(Conflict) as refused:
        undo(session, moved)
    assert refused.value.code == "told_already"


def test_undone_move_reaches_nobody_and_the_next_one_everybody(
    office: Office, session: UUID, move: Move, undo: Undo
) -> None:
    office.time.shift(AFTER)
    first = office.session(session)
    undo(session, move(session, LATER))
    assert office.deliver() == []
    office.time.shift(AFTER)
    assert office.deliver() == []
    now = office.session(session)
    assert (now.starts_at, now.ends_at) == (first.starts_at, first.ends_at)
    # feeds may have shown both
    assert now.revision == first.revision + 2
    move(session, LATER + timedelta(days=1))
    office.time.shift(AFTER)
    mails = office.deliver()
    assert sorted(mail.recipient for mail in mails) == [AINO, KAISA]
    assert {int(mail.event["SEQUENCE"]) for mail in mails} == {1}
    office.time.shift(AFTER)
    office.call_off(session)
    row = [mail.raw for mail in [*mails, *office.deliver()] if mail.recipient == KAISA]
    assert itip.check_sequence([*_invitation(office, KAISA), *row]) == []


def _invitation(office: Office, recipient: str) -> list[bytes]:
    box = [Mail("", raw.as_bytes()) for raw in office._box()]
    mails = [mail for mail in box if str(mail.parsed["To"].addresses[0].addr_spec) == recipient]
    return [mail.raw for mail in mails if mail.calendar is not None and mail.event["SEQUENCE"] == 0]


def test_feed_that_showed_an_undone_move_never_counts_down(
    office: Office, session: UUID, move: Move, undo: Undo
) -> None:
    shown = [_in_feed(office, session)]
    for _again in range(2):
        moved = move(session, LATER)
        shown.append(_in_feed(office, session))
        undo(session, moved)
        shown.append(_in_feed(office, session))
        office.deliver()
        shown.append(_in_feed(office, session))
        office.time.shift(AFTER)
    assert shown == [0, 1, 2, 2, 3, 4, 4]
    move(session, LATER)
    office.time.shift(AFTER)
    assert {int(mail.event["SEQUENCE"]) for mail in office.deliver()} == {1}
    assert _in_feed(office, session) == 5


def _in_feed(office: Office, session_id: UUID) -> int:
    with office.own.reading() as db:
        [own] = of_person(db, KAISA, clock.now())
    return int(office.session(session_id).revision) + own.ahead


def test_undone_move_gives_presenters_their_answers_back(
    office: Office, session: UUID, move: Move, undo: Undo, database: OpenDatabase
) -> None:
    with office.own.reading() as db:
        presenter = db.scalar(Presenter.__table__.select().with_only_columns(Presenter.__table__.c.id))
    assert presenter is not None
    catalogue = database("catalogue")
    with office.app.test_request_context(), catalogue.writing() as db:
        assert record_reply(db, presenter, Reply("accepted", NOON, 0))
    moved = move(session, LATER)
    with office.own.reading() as db:
        assert db.scalar(Presenter.__table__.select().with_only_columns(Presenter.__table__.c.reply)) == "needs-action"
    undo(session, moved)
    with office.own.reading() as db:
        assert db.scalar(Presenter.__table__.select().with_only_columns(Presenter.__table__.c.reply)) == "accepted"


def test_what_comes_meanwhile_waits_and_says_what_is_true_then(
    office: Office, session: UUID, move: Move, undo: Undo
) -> None:
    moved = move(session, LATER)
    # a presenter added meanwhile would else hear of a time that is undone, and the others of the move
    office.add_presenter(session, OLLI)
    assert office.deliver() == []
    undo(session, moved)
    office.time.shift(AFTER)
    mails = office.deliver()
    assert [(mail.recipient, mail.event.decoded("DTSTART")) for mail in mails] == [
        (OLLI, office.session(session).starts_at)
    ]
    assert [row.state for row in office.messages(Message.recipient_email == KAISA)] == ["sent"]


def test_move_before_an_undone_one_is_told(office: Office, session: UUID, move: Move, undo: Undo) -> None:
    move(session, LATER)
    undo(session, move(session, LATER + timedelta(days=3)))
    assert office.deliver() == []
    office.time.shift(AFTER)
    mails = office.deliver()
    assert sorted(mail.recipient for mail in mails) == [AINO, KAISA]
    assert {mail.event.decoded("DTSTART") for mail in mails} == {LATER}


def test_move_is_not_undone_over_a_later_change(office: Office, session: UUID, move: Move, undo: Undo) -> None:
    moved = move(session, LATER)
    move(session, LATER + timedelta(days=3))
    with pytest.raises(Conflict) as refused:
        undo(session, moved)
    assert refused.value.code == "changed_since"
    assert office.session(session).starts_at == LATER + timedelta(days=3)


def test_whoever_got_a_place_meanwhile_is_brought_back_too(
    office: Office, session: UUID, move: Move, undo: Undo
) -> None:
    series = office.session(session).series_id
    moved = move(session, LATER)
    office.register(office.given.offering(series, [session]), OLLI)
    # nobody waits for the confirmation of a place
    [confirmed] = office.deliver()
    assert (confirmed.recipient, confirmed.event.decoded("DTSTART")) == (OLLI, LATER)
    undo(session, moved)
    office.time.shift(AFTER)
    [mail] = office.deliver()
    assert (mail.recipient, mail.event.decoded("DTSTART")) == (OLLI, office.session(session).starts_at)
    assert itip.check_sequence([confirmed.raw, mail.raw]) == []


def test_session_called_off_meanwhile_goes_from_all_calendars(office: Office, session: UUID, move: Move) -> None:
    move(session, LATER)
    office.time.shift(timedelta(seconds=10))
    office.call_off(session)
    office.time.shift(AFTER)
    mails = office.deliver()
    assert sorted((mail.recipient, mail.method) for mail in mails) == [(AINO, "CANCEL"), (KAISA, "CANCEL")]
    # they name the time that was told
    assert {mail.event.decoded("DTSTART") for mail in mails} == {NOON + timedelta(days=7)}
