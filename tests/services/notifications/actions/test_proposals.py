from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.actions.proposals import decline
from services.notifications.rules import kinds
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message
from tests.services.notifications.actions.came import answer, come, kept
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.itip import check_message, check_sequence
from tests.support.mail_server import Mail
from tests.support.readers import read_by_others

pytestmark = pytest.mark.takes_turns

AINO, BOSS = "aino@example.org", "boss@example.org"
THURSDAY = datetime(2027, 1, 21, 12, tzinfo=UTC)
LINES = ("DTSTART;TZID=Europe/Helsinki:20270121T140000", "DTEND:20270121T133000Z", "COMMENT:Torstai kävisi")


@pytest.fixture
def session(office: Office) -> UUID:
    """A session that Aino was invited to present, in a series with one organiser; the invitation is in `invited`."""
    organiser = office.given.organisation("Sospro Oy")
    office.given.member(office.given.account(BOSS, language="en"), organiser)
    found = office.given.session(office.given.series(organiser, language="en"))
    office.add_presenter(found, AINO)
    return found


@pytest.fixture
def invited(office: Office, session: UUID) -> Mail:
    """What Aino got."""
    [mail] = office.deliver()
    return mail


def propose(office: Office, session_id: UUID, lines: tuple[str, ...] = LINES, **more: object) -> UUID:
    come(office, answer(session_id, AINO, "", method="COUNTER", lines=lines, **more))
    return UUID(str(kept(office)[-1].id))


def moved(office: Office, session_id: UUID, starts_at: datetime) -> None:
    """As the catalogue writes it."""
    before = office.session(session_id)
    values = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "revision": before.revision + 1}
    office.change(Session, session_id, **values)
    detail = {"revision": before.revision + 1, "fields": ["ends_at", "starts_at"]}
    office.line("session.moved", series_id=before.series_id, session_id=session_id, detail=detail)


def settled(office: Office) -> list[str]:
    return [row.proposal for row in kept(office)]


def test_presenter_is_offered_to_propose_another_time(office: Office, session: UUID, invited: Mail) -> None:
    assert b"X-MICROSOFT-DISALLOW-COUNTER:FALSE" in invited.calendar_bytes
    series = office.session(session).series_id
    office.register(office.given.offering(series, [session]), "kaisa@example.org")
    [mail] = office.deliver()
    assert b"X-MICROSOFT-DISALLOW-COUNTER:TRUE" in mail.calendar_bytes


def test_proposal_waits_for_the_organisers_who_hear_of_it_at_once(office: Office, session: UUID, invited: Mail) -> None:
    propose(office, session)
    [row] = kept(office)
    assert (row.kind, row.outcome, row.proposal) == ("counter", "noted", "open")
    assert (row.proposed_starts_at, row.proposed_ends_at) == (THURSDAY, THURSDAY + timedelta(minutes=90))
    [mail] = office.deliver()
    assert (mail.recipient, mail.parsed["Reply-To"], mail.calendar) == (BOSS, AINO, None)
    assert mail.subject == "Aino Esittelijä proposes another time: Nepsy arjessa"
    assert "Thu 21 January 2027, 14:00–15:30" in mail.text
    assert "Torstai kävisi" in mail.text
    query = "starts_at=2027-01-21T12%3A00%3A00%2B00%3A00&ends_at=2027-01-21T13%3A30%3A00%2B00%3A00"
    assert f"/workspace/sessions/{session}/edit?{query}" in mail.text


def test_no_keeps_the_entry_and_says_so_to_the_calendar(office: Office, session: UUID, invited: Mail) -> None:
    proposal = propose(office, session)
    office.deliver()
    for _ in range(2):
        with office.own.writing() as db:
            decline(db, "account:x", proposal)
    [mail] = office.deliver()
    assert (mail.recipient, mail.method, settled(office)) == (AINO, "DECLINECOUNTER", ["declined"])
    assert check_message(mail.raw) == []
    (seen,) = read_by_others([mail.calendar_bytes])
    entry = office.session(session)
    assert (seen.method, seen.entries[0].sequence, seen.entries[0].starts_at) == (
        "DECLINECOUNTER",
        0,
        entry.starts_at,
    )
    assert mail.parsed["In-Reply-To"] == invited.parsed["Message-ID"]
    with office.own.reading() as db:
        assert "proposal.declined" in db.scalars(select(JournalLine.kind)).all()
    # the update after it is still one of the row that the calendar follows
    moved(office, session, THURSDAY)
    update = next(one for one in office.deliver() if one.recipient == AINO)
    assert check_sequence([invited.raw, update.raw]) == []
    assert settled(office) == ["declined"]


@pytest.mark.parametrize(("starts_at", "fate"), [(THURSDAY, "accepted"), (THURSDAY + timedelta(days=1), "overtaken")])
def test_move_settles_the_proposal(
    office: Office, session: UUID, invited: Mail, starts_at: datetime, fate: str
) -> None:
    proposal = propose(office, session)
    moved(office, session, starts_at)
    office.deliver()
    assert settled(office) == [fate]
    # the mail that was still waiting is not sent any more
    assert [row.state for row in office.messages(Message.kind == kinds.PRESENTER_PROPOSES)] == ["superseded"]
    with office.app.test_request_context(), pytest.raises(Conflict), office.own.writing() as db:
        decline(db, "account:x", proposal)


def test_new_place_leaves_the_proposal_open_and_calling_off_ends_it(
    office: Office, session: UUID, invited: Mail
) -> None:
    propose(office, session)
    office.line("session.moved", session_id=session, detail={"revision": 1, "fields": ["venue"]})
    office.deliver()
    assert settled(office) == ["open"]
    office.call_off(session)
    office.deliver()
    assert settled(office) == ["overtaken"]


def test_newer_proposal_takes_the_place_of_the_earlier_one(office: Office, session: UUID, invited: Mail) -> None:
    propose(office, session)
    propose(office, session, ("DTSTART:20270122T120000Z",))
    assert settled(office) == ["overtaken", "open"]
    newest = kept(office)[-1]
    assert newest.proposed_ends_at - newest.proposed_starts_at == timedelta(hours=2)
    [mail] = office.deliver()
    assert "22 January" in mail.text


def test_proposal_that_cannot_be_read_is_passed_on_in_words(office: Office, session: UUID, invited: Mail) -> None:
    propose(office, session, ("DTSTART:20270121T140000", "COMMENT:Torstaina kahdelta"))
    [row] = kept(office)
    assert (row.proposal, row.proposed_starts_at) == ("open", None)
    [mail] = office.deliver()
    assert "Torstaina kahdelta" in mail.text
    assert f"/workspace/sessions/{session}/edit\r\n" in mail.text


def test_proposal_of_the_time_that_stands_is_none(office: Office, session: UUID, invited: Mail) -> None:
    row = office.session(session)
    propose(office, session, (f"DTSTART:{row.starts_at:%Y%m%dT%H%M%SZ}", f"DTEND:{row.ends_at:%Y%m%dT%H%M%SZ}"))
    assert [row.proposal for row in kept(office)] == [None]
    assert office.deliver() == []


def test_proposal_about_an_earlier_time_is_kept_and_opens_nothing(office: Office, session: UUID, invited: Mail) -> None:
    moved(office, session, NOON + timedelta(days=10))
    office.deliver()
    propose(office, session)
    [row] = kept(office)
    assert (row.outcome, row.reason, row.proposal) == ("stale", "earlier_time", None)
    assert office.deliver() == []


@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-generated\n", ""])
def test_whoever_proposes_again_and_again_is_passed_on_once(
    office: Office, session: UUID, invited: Mail, headers: str
) -> None:
    for number, day in enumerate((21, 22, 23)):
        propose(office, session, (f"DTSTART:202701{day}T120000Z",), headers=headers, sequence=number)
        assert len(office.deliver()) == (number == 0)
    assert len(office.messages(Message.kind == kinds.PRESENTER_PROPOSES)) == 1


def test_proposal_that_is_not_there_cannot_be_declined(office: Office) -> None:
    with office.app.test_request_context(), pytest.raises(NotThere), office.own.writing() as db:
        decline(db, "account:x", new_id())
