"""Links that let someone in are made at the moment of sending and kept nowhere."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from services.notifications.actions.remind import remind
from services.notifications.messages.secret_links import mark, masked, purposes, with_links
from services.notifications.queries.stored_content import stored
from services.notifications.rules.content import Content
from shared import clock
from shared.database import Database
from shared.schema.accounts import SignInRequest
from shared.schema.mail_choices import Feed
from shared.schema.reminders import ReminderRule
from shared.secrets import FEED, OWN_PAGE, PRESENTER_PAGE, SIGN_IN, Secrets
from tests.support.database import SECRET_KEY
from tests.support.deliveries import Office

EARLY = {"anchor": "session-start", "offset_minutes": -2880, "is_on": True}
CONTENT = Content("Subject", f"See {mark(OWN_PAGE)}", f'<a href="{mark(OWN_PAGE)}">See</a>', None, None)


def everything_stored(database: Database) -> str:
    """Every value of every table, as text."""
    with database.reading() as db:
        tables = inspect(db).get_table_names()
        return "\n".join(str(tuple(row)) for table in tables for row in db.execute(text(f"SELECT * FROM {table}")))


def test_links_are_in_the_mail_and_neither_in_the_database_nor_in_the_log(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = Secrets(SECRET_KEY)
    account = office.given.account("boss@example.org")
    times = {"requested_at": clock.now(), "expires_at": clock.now() + timedelta(minutes=15)}
    asked = office.given.row(SignInRequest, account_id=account, email_hash="e", client_hash="c", **times)
    office.line("sign_in.requested", subject_id=asked)
    [registration] = office.register(office.given.offering(office.given.series()), "kaisa@example.org")
    sign_in, confirmation = office.deliver()
    with office.own.reading() as db:
        feed = db.execute(select(Feed.id, Feed.version)).one()
    tokens = [secrets.token(SIGN_IN, asked), secrets.token(OWN_PAGE, registration), secrets.token(FEED, feed.id)]
    assert f"http://localhost:8000/sign-in/{tokens[0]}" in sign_in.text
    assert f"http://localhost:8001/own/{tokens[1]}" in confirmation.text
    assert f"http://localhost:8002/feeds/person/{tokens[2]}.ics" in confirmation.text
    kept = everything_stored(office.own) + capfd.readouterr().out
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("kierros.db"))
    for token in tokens:
        assert token not in kept
        assert token.encode() not in files


def test_presenter_is_led_to_their_own_page_by_a_link_that_is_kept_nowhere(office: Office) -> None:
    session = office.given.session(office.given.series())
    office.add_presenter(session, "aino@example.org")
    [invitation] = office.deliver()
    with office.own.reading() as db:
        feed = db.execute(select(Feed.id, Feed.email)).one()
    token = Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed.id)
    assert feed.email == "aino@example.org"
    assert f"http://localhost:8000/presenting/{token}" in invitation.text
    assert token not in everything_stored(office.own)
    office.change(Feed, feed.id, version=1)
    office.move(session, clock.now() + timedelta(days=9))
    [moved] = office.deliver()
    assert f"/presenting/{Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed.id, 1)}" in moved.text


def test_renewed_link_goes_out_in_its_new_version(office: Office) -> None:
    from shared.schema.registration import Registration

    [registration] = office.register(office.given.offering(office.given.series()), "kaisa@example.org")
    office.change(Registration, registration, link_version=4)
    [mail] = office.deliver()
    assert Secrets(SECRET_KEY).token(OWN_PAGE, registration, 4) in mail.text


def test_masked_content_shows_no_link(office: Office) -> None:
    office.register(office.given.offering(office.given.series()), "kaisa@example.org")
    office.deliver()
    [message] = office.messages()
    with office.own.reading() as db:
        content = stored(db, [message.id])[message.id].content
    assert purposes(content) == {OWN_PAGE, FEED}
    assert "/own/" not in masked(content).text + masked(content).html
    assert "••••••" in masked(content).text


def test_mark_that_somebody_typed_opens_nothing_of_others(office: Office) -> None:
    series = office.given.series()
    session = office.given.session(series, title=f"Hello {mark(SIGN_IN)}")
    office.register(office.given.offering(series, [session]), "kaisa@example.org")
    [mail] = office.deliver()
    assert "/sign-in/" not in mail.text


def test_with_links_fills_both_halves() -> None:
    filled = with_links(CONTENT, {OWN_PAGE: "https://example.org/own/x"})
    assert (filled.text, filled.html) == (
        "See https://example.org/own/x",
        '<a href="https://example.org/own/x">See</a>',
    )


def test_mark_without_a_link_is_left_out() -> None:
    assert with_links(CONTENT, {}).text == "See "


TYPED = "https://evil.example/?x=" + mark(OWN_PAGE)


def test_mark_that_somebody_typed_carries_no_secret_to_where_their_text_leads(office: Office) -> None:
    series = office.given.series(title=f"Kierros {TYPED}")
    session = office.given.session(series, clock.now() + timedelta(days=3), title=TYPED, join_url=TYPED)
    offering = office.given.offering(series, [session], name=TYPED)
    [registration] = office.register(offering, "kaisa@example.org")
    office.given.row(ReminderRule, series_id=series, says="coming", text=TYPED, link=TYPED, **EARLY)
    office.announce(offering, registration, subject=TYPED, text=TYPED)
    mails = office.deliver()
    office.time.shift(timedelta(days=1))
    remind(office.own, office.settings)
    mails += office.deliver()
    assert len(mails) == 3
    for mail in mails:
        html = mail.parsed.get_body(("html",))
        assert html is not None
        assert "evil.example/?x=own-page" in mail.text
        assert not re.search(r"evil\.example/\?x=[^\s\"<]*/own/", mail.text + html.get_content())
        assert TYPED not in mail.subject
    assert "/own/" in mails[0].text
