from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import String, cast, func, select

from services.notifications.actions.retry import retry
from services.notifications.messages.shown import shown
from services.notifications.messages.wire import message_of
from services.notifications.queries import ledger
from services.notifications.rules import kinds
from shared import clock
from shared.schema.accounts import Account, SignInRequest
from shared.schema.journal import JournalLine
from shared.schema.mail_choices import Suppression
from shared.schema.notifications import Attempt, Message
from shared.schema.registration import Registration
from shared.schema.reminders import DigestItem
from tests.services.notifications.actions.came import come, kept
from tests.services.notifications.incoming.returned import EXIM, SENT, letter, plain_bounce, report
from tests.support.deliveries import Office

pytestmark = pytest.mark.takes_turns

KAISA, SIRPA = "kaisa@example.org", "sirpa@example.org"


def sent_to_kaisa(office: Office, **batch: Any) -> str:
    """A confirmation that went out; gives its Message-ID."""
    office.register(office.given.offering(office.given.series()), KAISA, **batch)
    [mail] = [one for one in office.deliver() if one.recipient == KAISA]
    return str(mail.parsed["Message-ID"])


def state(office: Office, recipient: str = KAISA) -> str:
    return str(office.messages(Message.recipient_email == recipient)[-1].state)


def suppressed(office: Office) -> list[str]:
    with office.own.reading() as db:
        return list(db.scalars(select(Suppression.email)))


def flagged(office: Office) -> list[tuple[str, str]]:
    with office.own.reading() as db:
        rows = db.execute(select(DigestItem.recipient_email, DigestItem.kind).order_by(DigestItem.recipient_email))
        return [(row.recipient_email, row.kind) for row in rows]


def test_dead_address_is_marked_and_gets_no_more_mail(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    made = come(office, report(message_id=message_id))
    assert (made.kind, made.outcome, made.reason) == ("bounce", "applied", "dead_address")
    [message] = office.messages(Message.recipient_email == KAISA)
    assert (message.state, message.problem) == ("bounced", "550 5.1.1 <kaisa@example.org>: User unknown")
    with office.own.reading() as db:
        tries = db.execute(select(Attempt.outcome, Attempt.code, Attempt.answer).order_by(Attempt.at, Attempt.id)).all()
        lines = db.scalars(select(JournalLine.kind).where(JournalLine.subject_id == message.id)).all()
    assert tries[-1] == ("bounced", 550, "550 5.1.1 <kaisa@example.org>: User unknown")
    assert sorted(lines) == ["address.suppressed", "message.bounced"]
    assert suppressed(office) == [KAISA]
    [row] = kept(office)
    assert (row.message_id, row.series_id, row.sender) == (
        message.id,
        message.series_id,
        "mailer-daemon@mail.example.org",
    )
    office.cancel(message.subject_id)
    assert office.deliver() == []


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [("5.2.2", "smtp; 552 5.2.2 Mailbox full"), ("5.7.1", "smtp; 550 5.7.1 Policy"), ("5.0.0", "smtp; 550 No")],
)
def test_full_mailbox_and_policy_mark_the_mail_and_leave_the_address(
    office: Office, status: str, diagnostic: str
) -> None:
    message_id = sent_to_kaisa(office, contact_email=SIRPA)
    assert come(office, report(message_id=message_id, status=status, diagnostic=diagnostic)).outcome == "applied"
    assert (state(office), suppressed(office), flagged(office)) == ("bounced", [], [])


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("delivered", "2.1.5")])
def test_word_that_it_takes_longer_or_went_well_changes_nothing(office: Office, action: str, status: str) -> None:
    message_id = sent_to_kaisa(office)
    made = come(office, report(message_id=message_id, action=action, status=status, diagnostic=""))
    assert (made.outcome, state(office), suppressed(office)) == ("noted", "sent", [])
    assert len(kept(office)) == 1


def test_server_that_makes_no_report_is_understood(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    assert come(office, plain_bounce(EXIM.replace(SENT, message_id))).outcome == "applied"
    assert (state(office), suppressed(office)) == ("bounced", [KAISA])


def test_report_whose_own_header_names_our_mail_is_matched_by_it(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    raw = report(message_id="<other@example.org>").replace(
        b"MIME-Version", f"References: <a@b> {message_id}\nMIME-Version".encode(), 1
    )
    assert come(office, raw).outcome == "applied"
    assert state(office) == "bounced"


def test_report_that_names_only_the_address_marks_the_newest_mail_and_leaves_the_address(office: Office) -> None:
    sent_to_kaisa(office)
    office.time.shift(timedelta(hours=1))
    [new] = office.register(office.given.offering(office.given.series()), KAISA)
    office.deliver()
    assert come(office, report(message_id="<other@example.org>")).outcome == "applied"
    assert [(row.state, row.subject_id == new) for row in office.messages()] == [("sent", False), ("bounced", True)]
    # anybody can name an address
    assert (suppressed(office), flagged(office)) == ([], [])


def test_report_that_names_only_the_address_is_about_no_old_mail(office: Office) -> None:
    sent_to_kaisa(office)
    office.time.shift(timedelta(days=8))
    made = come(office, report(message_id="<other@example.org>"))
    assert (made.outcome, made.reason, state(office)) == ("foreign", "unknown_mail", "sent")


def test_report_about_an_address_that_the_mail_was_not_sent_to_changes_nothing(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    made = come(office, report(recipient="eve@example.com", message_id=message_id))
    assert (made.outcome, made.reason) == ("noted", "not_sent_there")
    assert (state(office), suppressed(office)) == ("sent", [])


def test_mail_that_was_forwarded_comes_back_for_its_first_address(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    assert come(office, report(recipient="k@example.com", original=KAISA, message_id=message_id)).outcome == "applied"
    assert suppressed(office) == [KAISA]


def test_mail_that_never_left_is_not_marked(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    office.change(Message, UUID(message_id[1:37]), state="failed")
    assert come(office, report(message_id=message_id)).outcome == "noted"
    assert (state(office), suppressed(office)) == ("failed", [])


def test_second_report_about_one_mail_changes_nothing_more(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    come(office, report(message_id=message_id))
    assert come(office, report(message_id=message_id)).outcome == "duplicate"
    assert come(office, report(message_id=message_id, diagnostic="smtp; 550 5.1.1 again")).outcome == "noted"
    with office.own.reading() as db:
        assert db.scalar(select(func.count()).where(Attempt.outcome == "bounced")) == 1


def test_dead_address_is_flagged_once_to_the_contact_who_registered_the_person(office: Office) -> None:
    sospro = office.given.organisation("Sospro Oy")
    office.given.member(office.given.account("muu@example.org"), sospro, "contact")
    contact = {"contact_email": "Sirpa@example.org", "contact_name": "Sirpa", "contact_language": "sv"}
    message_id = sent_to_kaisa(office, organisation_id=sospro, **contact)
    [second] = office.register(office.given.offering(office.given.series()), KAISA, **contact)
    come(office, report(message_id=message_id))
    with office.own.reading() as db:
        [row] = db.execute(select(DigestItem.__table__)).all()
        person = db.scalar(select(cast(Registration.person_id, String)).where(Registration.id == second))
    assert (row.kind, row.recipient_email, row.recipient_name, row.language) == ("dead-address", SIRPA, "Sirpa", "sv")
    assert (row.subject_id, row.message_id) == (second, None)
    assert row.once == f"dead-address:{person}:{SIRPA}"


def test_dead_address_of_who_registered_alone_is_flagged_to_the_organisations_contacts(office: Office) -> None:
    sospro = office.given.organisation("Sospro Oy")
    for name, role in (("yksi", "contact"), ("kaksi", "contact"), ("kolme", "organiser")):
        office.given.member(office.given.account(f"{name}@example.org"), sospro, role)
    office.given.member(office.given.account("muu@example.org"), office.given.organisation("Muu Oy"), "contact")
    [registration] = office.register(office.given.offering(office.given.series()), KAISA)
    office.change(Registration, registration, organisation_id=sospro)
    [mail] = office.deliver()
    come(office, report(message_id=str(mail.parsed["Message-ID"])))
    assert flagged(office) == [("kaksi@example.org", "dead-address"), ("yksi@example.org", "dead-address")]


def test_address_that_registers_again_gets_its_mail_back_unless_another_registered_it(office: Office) -> None:
    come(office, report(message_id=sent_to_kaisa(office)))
    office.register(office.given.offering(office.given.series()), KAISA, contact_email=SIRPA)
    assert sorted(mail.recipient for mail in office.deliver()) == [KAISA, SIRPA]
    assert suppressed(office) == [KAISA]
    [registration] = office.register(office.given.offering(office.given.series()), KAISA)
    assert [mail.recipient for mail in office.deliver()] == [KAISA]
    assert suppressed(office) == []
    office.cancel(registration)
    assert [mail.recipient for mail in office.deliver()] == [KAISA]


def test_dead_address_still_gets_what_somebody_asked_for_and_nothing_else(office: Office) -> None:
    account = office.given.account(KAISA, language="en")
    [registration] = office.register(office.given.offering(office.given.series()), KAISA)
    [mail] = office.deliver()
    come(office, report(message_id=str(mail.parsed["Message-ID"])))
    times = {"requested_at": clock.now(), "expires_at": clock.now() + timedelta(minutes=15)}
    asked = office.given.row(SignInRequest, account_id=account, email_hash="e", client_hash="c", **times)
    office.line("sign_in.requested", subject_id=asked)
    confirmed = office.messages()[0]
    about = {"series_id": confirmed.series_id, "offering_id": confirmed.offering_id}
    office.line("registration.link_requested", subject_id=registration, **about)
    assert [one.recipient for one in office.deliver()] == [KAISA, KAISA]
    office.cancel(registration)
    assert office.deliver() == []


def test_dead_address_of_a_presenter_is_told_once_to_who_organises_the_series(office: Office) -> None:
    sospro = office.given.organisation("Sospro Oy")
    office.given.member(office.given.account(SIRPA, language="en"), sospro)
    series = office.given.series(sospro)
    for days in (30, 20):
        office.add_presenter(office.given.session(series, clock.now() + timedelta(days=days)), KAISA)
    for mail in office.deliver():
        come(office, report(message_id=str(mail.parsed["Message-ID"])))
    [told] = office.deliver()
    assert (told.recipient, told.subject[:23]) == (SIRPA, "Mail doesn't reach Aino")
    assert f"Address: {KAISA}" in told.text
    assert "31 January" in told.text


def test_sending_again_gives_the_address_its_mail_back(office: Office) -> None:
    message_id = sent_to_kaisa(office)
    come(office, report(message_id=message_id))
    [message] = office.messages(Message.recipient_email == KAISA)
    with office.own.writing() as db:
        retry(db, "account:x", message.id)
    assert [mail.recipient for mail in office.deliver()] == [KAISA]
    assert suppressed(office) == []


@pytest.mark.parametrize(
    "raw",
    [report(message_id="<00000000-0000-0000-0000-000000000001@localhost>"), report(recipient="x"), letter()],
    ids=range(3),
)
def test_report_about_nothing_of_ours_is_kept_and_no_more(office: Office, raw: bytes) -> None:
    assert come(office, raw).outcome in ("foreign", "noted")
    assert len(kept(office)) == 1
    assert office.messages() == []


def test_who_has_only_seen_a_mail_in_the_ledger_cannot_call_its_address_dead(office: Office) -> None:
    sent = sent_to_kaisa(office)
    [message] = office.messages(Message.recipient_email == KAISA)
    with office.own.reading() as db:
        row = ledger.one(db, ledger.Reach(None, is_administrator=True), message.id)
        assert row
        mail = shown(db, row, office.settings)
    assert mail
    seen = dict(mail.headers)["Message-ID"]
    assert (seen, message_of(seen, office.settings)) == (f"<{message.id}@localhost>", None)
    assert seen.encode() in mail.raw
    assert sent.encode() not in mail.raw
    forged = sent[:38] + ("0" if sent[38] != "0" else "1") + sent[39:]
    assert [message_of(one, office.settings) for one in (sent, forged)] == [message.id, None]
    # the first report marks the message, so the one that is nearest to the truth comes first
    for wrong in (forged, seen):
        come(office, report(message_id=wrong))
        assert suppressed(office) == []


def test_bounce_of_a_sign_in_link_leaves_the_account_alone(office: Office) -> None:
    office.given.account(KAISA)
    assert come(office, report()).outcome == "foreign"
    with office.own.reading() as db:
        assert db.scalar(select(Account.email)) == KAISA
    assert office.messages(Message.kind == kinds.SIGN_IN) == []
