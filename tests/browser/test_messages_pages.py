"""The notifications service's pages in a real browser: readable by everybody, at every width, in light and dark."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import insert, select, update

from services.notifications.app import create_app
from services.notifications.courier import courier_of
from services.notifications.queries.unsubscribed import DIGEST, series_scope
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.inbound import Inbound
from shared.schema.journal import JournalLine
from shared.schema.mail_choices import Feed, OrganisationFeed
from shared.schema.mail_templates import MailTemplate
from shared.schema.notifications import Attempt, Message
from shared.schema.reminders import ReminderRule
from shared.secrets import FEED, STAFF_FEED, UNSUBSCRIBE
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.shared.web.address import served
from tests.support.browser import axe, follow, visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.looks import LOOKS, readable
from tests.support.pages import FRAMED, MessagesPages, rules_of

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Running:
    """The service with a few mails in it, and who may read them."""

    app: Flask
    address: str
    organiser: UUID
    empty_handed: UUID
    pages: MessagesPages
    #: one more, to be renewed
    spare_feed: str

    def sign_in(self, context: BrowserContext, account_id: UUID | None = None) -> Page:
        """A page of somebody signed in: the organiser, unless said otherwise."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"account": str(account_id or self.organiser), "epoch": 0})
        context.add_cookies([{"name": "kierros_session", "value": cookie, "url": self.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two presenters were invited; one mail failed, an answer came back."""
    folder = tmp_path_factory.mktemp("messages")
    url = f"sqlite:///{folder / 'kierros.db'}"
    shutil.copy(sqlite_template, folder / "kierros.db")
    settings = Settings(database_url=url, mail_url=f"maildir:{folder / 'mail'}", secret_key=SECRET_KEY)
    app = create_app(settings)
    with closing(app.extensions[EXTENSION].database), closing(Database(url, MIGRATION)) as database:
        made = _fill(app, Given(database))
        with served(app) as address:
            yield Running(app, address, **made)


def _fill(app: Flask, given: Given) -> dict[str, Any]:
    organisation = given.organisation("Tampereen ammattikorkeakoulu")
    series = given.series(organisation, slug="kierros")
    session = given.session(series, clock.now() + timedelta(days=7))
    given.presenter(session, "aino@example.org")
    given.presenter(session, "beng@example.org", name="Bengt Presentatör")
    account = given.account("otto@example.org", name="Otto Organisoija")
    given.member(account, organisation)
    other = given.account("muu@example.org", name="Muu")
    given.member(other, muu := given.organisation("Muu Oy"))
    given.row_without_id(OrganisationFeed, organisation_id=muu, id=muu, created_at=clock.now())
    feeds = [given.row(Feed, email=f"{name}@example.org", created_at=clock.now()) for name in ("aino", "beng")]
    with given.database.writing() as db:
        line = {"at": clock.now(), "kind": "series.published", "actor": "system", "series_id": series, "detail": {}}
        db.execute(insert(JournalLine).values(line))
    courier_of(app).run()
    with given.database.reading() as db:
        ids = {row.recipient_email: row.id for row in db.execute(select(Message.recipient_email, Message.id))}
    failed = ids["beng@example.org"]
    with given.database.writing() as db:
        answer = "550 5.1.1 No such user here"
        db.execute(update(Message).where(Message.id == failed).values(state="failed", problem=answer, sent_at=None))
        db.execute(
            update(Attempt).where(Attempt.message_id == failed).values(outcome="failed", code=550, answer=answer[4:])
        )
    came_back = {"received_at": clock.now(), "session_id": session, "sender": "aino@example.org", "answer": "declined"}
    given.row(Inbound, digest="1", outcome="applied", comment="Olen lomalla", **came_back)
    about = {"series_id": series, "kind": "registration-confirmed", "language": "fi", "created_at": clock.now()}
    said = {"subject": "Paikkasi: {{ title }}", "actor": f"account:{account}"}
    for version, text in ((1, "Tervetuloa."), (2, "Hei **{{ name }}**,\n\n- {{ when }}\n- {{ place }}")):
        given.row(MailTemplate, version=version, text=text, **said, **about)
    _come_back(given, series, failed, came_back)
    secrets = app.extensions[EXTENSION].secrets
    feedback = {"says": "feedback", "anchor": "session-end", "link": "https://forms.example.org/1", "text": "Kiitos!"}
    rule = given.row(ReminderRule, series_id=series, offset_minutes=60, **feedback)
    given.row(ReminderRule, series_id=series, anchor="session-start", offset_minutes=-1440, is_on=False)
    scopes = (series_scope(series), DIGEST)
    feed, spare_feed = (f"/feeds/person/{secrets.token(FEED, one)}" for one in feeds)
    return {
        "organiser": account,
        "empty_handed": other,
        "pages": MessagesPages(
            ids["aino@example.org"],
            failed,
            feed,
            f"/feeds/staff/{secrets.token(STAFF_FEED, muu)}",
            organisation,
            session,
            rule,
            [f"/unsubscribe/{secrets.signed(UNSUBSCRIBE, f'{scope} nobody@example.org')}" for scope in scopes],
        ),
        "spare_feed": spare_feed,
    }


def _come_back(given: Given, series: UUID, message: UUID, answer: dict[str, Any]) -> None:
    """Mails of the other kinds that come back."""
    starts = clock.now() + timedelta(days=9)
    proposal = {"proposal": "open", "proposed_starts_at": starts, "proposed_ends_at": starts + timedelta(hours=2)}
    wrote = {"series_id": series, "message_id": message, "sender": "kaisa@example.org", "received_at": clock.now()}
    given.row(Inbound, digest="2", outcome="stale", reason="earlier_time", **answer)
    given.row(Inbound, digest="3", kind="counter", outcome="noted", reason="proposal", **proposal, **answer)
    given.row(
        Inbound, digest="4", kind="letter", outcome="forwarded", subject="Kysymys", text="Hei,\n\nmissä?", **wrote
    )
    given.row(Inbound, digest="5", kind="bounce", outcome="applied", reason="dead_address", comment="550", **wrote)


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_stand_in_nobodys_way(browser: Browser, running: Running, locale: str, width: int, scheme: str) -> None:
    with visitor(browser, locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = running.sign_in(context)
        for path in running.pages.all:
            page.goto(running.address + path)
            assert page.url == running.address + path
            for fold in page.locator("details.fold").all():
                fold.evaluate("fold => fold.open = true")
            readable(page)


def test_pages_fit_a_phone_in_english(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB", viewport={"width": 360, "height": 800}) as context:
        page = running.sign_in(context)
        for path in running.pages.all:
            page.goto(running.address + path)
            assert page.locator("html").get_attribute("lang") == "en", path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_empty_ledger_stands_in_nobodys_way(browser: Browser, running: Running) -> None:
    with visitor(browser, viewport={"width": 360, "height": 800}) as context:
        page = running.sign_in(context, running.empty_handed)
        for path in ("/messages", "/messages/inbound"):
            page.goto(running.address + path)
            assert page.locator(".blank").is_visible()
            assert axe(page) == []


def test_mail_is_shown_in_its_frame(context: BrowserContext, running: Running) -> None:
    page = running.sign_in(context)
    page.goto(f"{running.address}/messages/{running.pages.invitation}")
    framed = [frame.url for frame in page.frames if frame != page.main_frame]
    assert rules_of(running.app, framed) == FRAMED
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 600})
        page.wait_for_function(
            "() => { const { documentElement: mail } = document.querySelector('iframe.mail-frame').contentDocument;"
            " return mail.scrollHeight > 600 && mail.scrollHeight <= mail.clientHeight; }"
        )
    frame = page.frame_locator("iframe.mail-frame")
    assert "Nepsy arjessa" in frame.locator("body").inner_text()
    assert frame.locator("td.leaf-day, .leaf-day").first.evaluate("cell => getComputedStyle(cell).fontWeight") == "700"


def test_messages_are_found_and_sent_again_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/messages")
        page.get_by_text("Narrow the list").click()
        page.get_by_label("To whom").fill("Presentatör")
        follow(page.get_by_role("button", name="Show"))
        assert urlsplit(page.url).path == "/messages"
        follow(page.locator("table.ledger a"))
        assert page.get_by_role("button", name="Send again").is_visible()
        assert page.get_by_text("There is no such e-mail address.").first.is_visible()
        page.get_by_text("What the mail server said").click()
        assert page.get_by_text("550 5.1.1 No such user here").first.is_visible()


def test_words_are_written_looked_at_and_kept_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB", viewport={"width": 360, "height": 800}) as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/messages?series=kierros")
        follow(page.get_by_role("link", name="Words of the mails"))
        follow(page.locator("a[href$='/templates/registration-confirmed/en']"))
        page.get_by_label("Subject").fill("Welcome, {{ name }}")
        page.get_by_label("Text").fill("See you **there**.")
        follow(page.get_by_role("button", name="Preview"))
        mail = page.frame_locator("iframe.mail-frame")
        assert mail.locator("h1").inner_text() == "Welcome, Anna Laine"
        assert mail.locator("strong").inner_text() == "there"
        follow(page.get_by_role("button", name="Save"))
        assert page.get_by_text("This mail goes out in your own words.").is_visible()
        assert page.get_by_label("Text").input_value() == "See you **there**."


def test_mail_looked_at_has_its_looks_and_stands_in_nobodys_way(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="fi-FI", viewport={"width": 360, "height": 800}) as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/messages/series/kierros/templates/registration-confirmed/fi")
        follow(page.locator("button[value=preview]"))
        cell = page.frame_locator("iframe.mail-frame").locator("td.button")
        assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(28, 93, 89)"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert axe(page) == []


def test_own_calendar_gets_a_new_link(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = context.new_page()
        page.goto(running.address + running.spare_feed)
        follow(page.get_by_role("button", name="Make a new link"))
        assert page.get_by_text("The old one has ended").is_visible()
        assert urlsplit(page.url).path != running.spare_feed
