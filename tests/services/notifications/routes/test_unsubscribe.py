"""Unsubscribing: by the page's button, by a mail program's own, undone again; and what stops then."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.notifications.actions.remind import remind
from services.notifications.actions.unsubscribe import unsubscribe
from services.notifications.messages.shown import shown
from services.notifications.queries import ledger
from services.notifications.queries.unsubscribed import DIGEST, series_scope
from services.notifications.rules import kinds, problems
from shared.schema.catalogue import Series
from shared.schema.mail_choices import Unsubscription
from shared.schema.notifications import Message
from shared.secrets import UNSUBSCRIBE, Secrets
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

KAISA = "kaisa@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def tour(office: Office) -> Office:
    """Somebody who reads Swedish is registered for a session in a week."""
    office.person(KAISA, "sv")
    session = office.given.session(office.given.series(slug="kierros"))
    office.register(office.given.offering(_series(office), [session]), KAISA, "matti@example.org")
    office.deliver()
    return office


def _series(office: Office) -> UUID:
    with office.own.reading() as db:
        return db.scalars(select(Series.id)).one()


def reminded(office: Office) -> dict[str, Mail]:
    """The reminders of the day before, by who got them."""
    office.time.move_to(NOON + timedelta(days=6))
    remind(office.own, office.settings)
    return {mail.recipient: mail for mail in office.deliver()}


def link_in(mail: Mail) -> str:
    """The path that the header of a mail leads to."""
    value = str(mail.parsed["List-Unsubscribe"])
    assert value.startswith("<http://localhost:8002/unsubscribe/")
    return value.strip("<>").removeprefix("http://localhost:8002")


def left(office: Office) -> list[tuple[str, str]]:
    with office.own.reading() as db:
        return [(row.email, row.scope) for row in db.execute(select(Unsubscription))]


def visitor(office: Office) -> FlaskClient:
    """Without cookies; forms' tokens are asked for as everywhere."""
    return office.app.test_client(use_cookies=False)


def test_reminder_says_how_to_unsubscribe_in_its_header_and_in_its_words(tour: Office) -> None:
    mail = reminded(tour)[KAISA]
    assert mail.parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(mail) in mail.text
    page = mail.parsed.get_body(("html",))
    assert isinstance(page, EmailMessage)
    assert f'href="http://localhost:8002{link_in(mail)}"' in page.get_content()


def test_what_is_strictly_needed_has_no_way_out(tour: Office) -> None:
    tour.register(tour.given.offering(_series(tour)), "late@example.org")
    [confirmation] = [mail for mail in tour.deliver() if mail.recipient == "late@example.org"]
    assert confirmation.parsed["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in confirmation.text


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_mail_program_unsubscribes_with_one_request(tour: Office, content_type: str) -> None:
    path = link_in(reminded(tour)[KAISA])
    answer = visitor(tour).post(path, data=ONE_CLICK, content_type=content_type)
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert left(tour) == [(KAISA, series_scope(_series(tour)))]


def test_looking_at_the_page_changes_nothing_and_speaks_the_persons_language(tour: Office) -> None:
    path = link_in(reminded(tour)[KAISA])
    page = visitor(tour).get(path, headers={"Accept-Language": "fi"})
    assert (page.status_code, left(tour)) == (200, [])
    assert '<html lang="sv"' in page.text
    assert KAISA in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert '<html lang="en"' in visitor(tour).get(f"{path}?lang=en").text


def test_unsubscribing_twice_and_undoing_it(tour: Office) -> None:
    path = link_in(reminded(tour)[KAISA])
    for _time in range(2):
        page = visitor(tour).post(f"{path}?lang=en", data={"leave": "1"})
        assert page.status_code == 200
        assert "unsubscribed" in page.text
        assert "Undo" in page.text
    assert len(left(tour)) == 1
    assert "The mails come again" in visitor(tour).post(f"{path}?lang=en", data={"undo": "1"}).text
    assert left(tour) == []


@pytest.mark.parametrize("token", ["nonsense", "", "x" * 500, "ääää"])
def test_link_that_is_none_leads_nowhere(tour: Office, token: str) -> None:
    assert visitor(tour).get(f"/unsubscribe/{token}").status_code == 404
    assert visitor(tour).post(f"/unsubscribe/{token}", data=ONE_CLICK).status_code == 404


def test_link_made_for_another_purpose_or_key_leads_nowhere(tour: Office) -> None:
    said = f"{DIGEST} {KAISA}"
    other = Secrets("another key of another installation").signed(UNSUBSCRIBE, said)
    for token in (Secrets(tour.settings.secret_key).signed("feed", said), other):
        assert visitor(tour).post(f"/unsubscribe/{token}", data=ONE_CLICK).status_code == 404
    assert left(tour) == []


def test_who_has_unsubscribed_is_not_reminded_and_still_told_what_is_needed(tour: Office) -> None:
    with tour.own.writing() as db:
        unsubscribe(db, KAISA, series_scope(_series(tour)))
    assert set(reminded(tour)) == {"matti@example.org"}
    assert KAISA not in {row.recipient_email for row in tour.messages(Message.kind == kinds.REMINDER)}
    [session] = {row.session_id for row in tour.messages() if row.session_id}
    tour.move(session, NOON + timedelta(days=9))
    assert KAISA in {mail.recipient for mail in tour.deliver()}


def test_reminder_queued_before_its_reader_unsubscribed_is_not_sent(tour: Office) -> None:
    tour.time.move_to(NOON + timedelta(days=6))
    remind(tour.own, tour.settings)
    with tour.own.writing() as db:
        unsubscribe(db, KAISA, series_scope(_series(tour)))
    assert {mail.recipient for mail in tour.deliver()} == {"matti@example.org"}
    [row] = tour.messages(Message.recipient_email == KAISA, Message.kind == kinds.REMINDER)
    assert (row.state, row.problem) == ("superseded", problems.UNSUBSCRIBED)


def test_organiser_sees_neither_link_nor_header(tour: Office) -> None:
    mail = reminded(tour)[KAISA]
    [row] = tour.messages(Message.recipient_email == KAISA, Message.kind == kinds.REMINDER)
    with tour.own.reading() as db:
        found = ledger.one(db, ledger.Reach(None, is_administrator=True), row.id)
        assert found is not None
        seen = shown(db, found, tour.settings)
    assert seen is not None
    token = link_in(mail).rpartition("/")[2]
    assert token not in seen.raw.decode()
    assert token not in seen.content.text + seen.content.html
    assert b"List-Unsubscribe: <http://localhost:8002/unsubscribe/hidden>" in seen.raw
