"""What presenters are told of a rehearsal, and nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.notifications.rules import kinds
from shared.schema.catalogue import Session
from shared.schema.notifications import Message
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

KAISA, AINO = "kaisa@example.org", "aino@example.org"
MONDAY = NOON + timedelta(days=7)


@pytest.fixture
def session(office: Office) -> UUID:
    """On Monday 18 January 2027 at noon in Helsinki: Aino presents, Kaisa comes."""
    made = office.given.session(office.given.series(language="en"), MONDAY, rehearsal_before=30)
    office.register(office.given.offering(office.session(made).series_id, [made]), KAISA)
    office.add_presenter(made, AINO)
    return made


def rehearse(office: Office, session: UUID, before: int | None) -> list[Mail]:
    """It is set anew, as the catalogue does it."""
    row = office.session(session)
    changes = {"rehearsal_before": before, "rehearsal_revision": row.rehearsal_revision + 1, "version": row.version + 1}
    office.change(Session, session, **changes)
    office.line("session.changed", series_id=row.series_id, session_id=session, detail={"fields": ["rehearsal_before"]})
    return office.deliver()


def test_presenters_read_of_it_wherever_they_read_of_the_session_and_participants_nowhere(
    office: Office, session: UUID
) -> None:
    first = office.deliver()
    office.time.shift(timedelta(minutes=5))
    office.move(session, MONDAY + timedelta(days=1))
    told = {mail.recipient: mail for mail in office.deliver()}
    [invited] = [mail for mail in first if mail.recipient == AINO]
    for mail, when in ((invited, "18 January 2027"), (told[AINO], "19 January 2027")):
        for text in (mail.text, str(mail.event["DESCRIPTION"])):
            assert "ehearsal" in text
            assert when in text
        assert "11:30" in str(mail.event["DESCRIPTION"]) + "11:30" * ("11.30" in str(mail.event["DESCRIPTION"]))
    for mail in [*(one for one in first if one.recipient == KAISA), told[KAISA]]:
        assert b"ehearsal" not in mail.raw
        assert "ehearsal" not in str(mail.event["DESCRIPTION"]) + mail.text


def test_change_of_it_alone_renews_the_words_of_the_entry_and_asks_nobody_again(office: Office, session: UUID) -> None:
    [before] = [mail for mail in office.deliver() if mail.recipient == AINO]
    office.time.shift(timedelta(minutes=5))
    [mail] = rehearse(office, session, 24 * 60)
    assert (mail.recipient, mail.method, mail.subject) == (AINO, "REQUEST", "Rehearsal: Nepsy arjessa")
    assert mail.event["SEQUENCE"] == before.event["SEQUENCE"]
    assert mail.event["DTSTAMP"].dt > before.event["DTSTAMP"].dt
    assert "17 January" in str(mail.event["DESCRIPTION"])
    assert itip.check_sequence([before.raw, mail.raw]) == []
    [gone] = rehearse(office, session, None)
    assert gone.subject == "No rehearsal: Nepsy arjessa"
    assert "ehearsal" not in str(gone.event["DESCRIPTION"])


def test_move_that_may_still_be_undone_is_not_told_by_a_rehearsal(office: Office, session: UUID) -> None:
    office.deliver()
    office.change(
        Session, session, starts_at=MONDAY + timedelta(minutes=30), revision=1, told_from=NOON + timedelta(minutes=1)
    )
    assert rehearse(office, session, 60) == []
    assert office.messages(Message.kind == kinds.REHEARSAL_CHANGED) == []
