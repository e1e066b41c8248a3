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
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.journal import JournalLine
from shared.schema.notifications import Attempt, Feed, Inbound, Message
from shared.secrets import FEED
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.shared.web.address import served
from tests.support.browser import axe, follow, visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.pages import FRAMED, MessagesPages, rules_of

pytestmark = pytest.mark.browser
LOOKS = [("fi-FI", 1280, "light"), ("sv-FI", 360, "dark"), ("fi-FI", 360, "light"), ("en-GB", 1280, "dark")]


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
    given.member(other, given.organisation("Muu Oy"))
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
    given.row(Inbound, digest="2", outcome="stale", reason="earlier_time", **came_back)
    secrets = app.extensions[EXTENSION].secrets
    feed, spare_feed = (f"/feeds/person/{secrets.token(FEED, one)}" for one in feeds)
    return {
        "organiser": account,
        "empty_handed": other,
        "pages": MessagesPages(ids["aino@example.org"], failed, feed),
        "spare_feed": spare_feed,
    }


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_stand_in_nobodys_way(browser: Browser, running: Running, locale: str, width: int, scheme: str) -> None:
    with visitor(browser, locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = running.sign_in(context)
        for path in running.pages.all:
            page.goto(running.address + path)
            assert page.url == running.address + path
            for fold in page.locator("details.fold").all():
                fold.evaluate("fold => fold.open = true")
            assert axe(page) == [], path
            assert page.locator("html").get_attribute("lang") == locale[:2], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


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
        assert page.get_by_text("No such user here").first.is_visible()


def test_own_calendar_gets_a_new_link(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = context.new_page()
        page.goto(running.address + running.spare_feed)
        follow(page.get_by_role("button", name="Make a new link"))
        assert page.get_by_text("The old one has ended").is_visible()
        assert urlsplit(page.url).path != running.spare_feed
