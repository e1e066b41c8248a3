"""The main job by hand, in a browser: an organiser from the mailed link to a cancelled session, a visitor between."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from tests.support.browser import axe, follow, visitor
from tests.support.mail_server import Mailbox
from tests.support.running import Running

ORGANISER = "helmi.lahti@example.org"
PRESENTER = "aino.luoto@example.org"
GUEST = "onni.saari@example.com"
DAY = (datetime.now(UTC) + timedelta(days=40)).date()
TITLE = "Saariston kierros <b>&amp; muut</b>"


@pytest.mark.takes_turns
def test_tour_from_sign_in_to_cancellation(kierros: Running, mailbox: Mailbox, browser: Browser) -> None:
    _make_organiser(kierros)
    with visitor(browser, locale="en-GB") as organiser, visitor(browser, locale="en-GB") as guest:
        desk, phone = organiser.new_page(), guest.new_page()
        _sign_in(desk, kierros, mailbox)
        _make_series(desk)
        _add_session(desk)
        _add_offering(desk)
        _publish(desk)
        [invite] = mailbox.wait(PRESENTER, 1)
        assert invite.method == "REQUEST"

        _register(phone, kierros)
        confirmation = mailbox.wait_for(GUEST, "REQUEST")
        assert "Saariston kierros <b>&amp; muut</b>" in confirmation.text, "as typed, not as markup"

        _move(desk)
        _let_the_minute_pass(kierros)
        moved = mailbox.wait(GUEST, 2)[1]
        assert moved.event["UID"] == confirmation.event["UID"]
        assert moved.event["SEQUENCE"] > confirmation.event["SEQUENCE"]

        _cancel(desk)
        assert mailbox.wait_for(GUEST, "CANCEL").event["UID"] == confirmation.event["UID"]
        assert mailbox.wait_for(PRESENTER, "CANCEL").event["UID"] == confirmation.event["UID"]
        phone.goto(f"{kierros.urls['catalogue']}/")
        follow(phone.get_by_role("link", name="Ensimmäinen pysäkki").first)
        expect(phone.get_by_role("main")).to_contain_text("cancelled", ignore_case=True)
        _read_messages(desk, kierros)


def _make_organiser(kierros: Running) -> None:
    kierros.sign_in_link(ORGANISER)
    kierros.call("catalogue", "POST", "/organisations", {"name": "Saaristo-opisto"})


def _sign_in(page: Page, kierros: Running, mailbox: Mailbox) -> None:
    page.goto(f"{kierros.urls['catalogue']}/workspace")
    page.get_by_label("E-mail").fill(ORGANISER)
    follow(page.get_by_role("main").get_by_role("button"))
    [mail] = mailbox.wait(ORGANISER, 1)
    [link] = set(re.findall(r"http://\S+/sign-in/\S+", mail.text))
    page.goto(link)
    expect(page).to_have_url(re.compile("/workspace$"))
    assert axe(page) == []


def _make_series(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/series/new")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Webinar series").check()
    page.get_by_label("Suomi").or_(page.get_by_label("Finnish")).first.check()
    follow(page.get_by_role("button", name="Make the draft"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _add_session(page: Page) -> None:
    follow(page.get_by_role("link", name=re.compile("^Add .*session")).first)
    page.get_by_label("Title", exact=False).first.fill("Ensimmäinen pysäkki")
    page.get_by_label("Day", exact=False).first.fill(DAY.isoformat())
    page.get_by_label("Starts at").fill("14:00")
    page.get_by_label("Ends at").fill("15:30")
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("Link to join").fill("https://meet.example.org/kierros")
    if not page.get_by_label("Name", exact=True).count():
        page.get_by_role("button", name="Add another presenter").or_(
            page.get_by_role("button", name="Add a presenter")
        ).click()
    page.get_by_label("Name", exact=True).fill("Aino Luoto")
    page.get_by_label("E-mail", exact=True).fill(PRESENTER)
    follow(page.get_by_role("button", name=re.compile("^(Save|Add)$|Add the session")))
    expect(page.get_by_role("main")).to_contain_text("Aino Luoto")


def _add_offering(page: Page) -> None:
    follow(page.get_by_role("link", name=re.compile("^Add a (choice|way to register)")).first)
    page.get_by_label("Name").first.fill("Kaikille")
    page.get_by_label("Places").fill("25")
    follow(page.get_by_role("button", name=re.compile("^(Save|Add)$|Add the choice")))
    expect(page.get_by_role("main")).to_contain_text("Kaikille")
    assert axe(page) == []


def _publish(page: Page) -> None:
    follow(page.get_by_role("link", name="Publish", exact=True))
    expect(page.get_by_role("main")).to_contain_text("invite one presenter")
    follow(page.get_by_role("button", name=re.compile("Publish")))
    expect(page.get_by_role("main")).to_contain_text("Published")


def _register(page: Page, kierros: Running) -> None:
    page.goto(kierros.urls["catalogue"])
    follow(page.get_by_role("link", name="Ensimmäinen pysäkki").first)
    assert axe(page) == []
    follow(page.get_by_role("link", name="Register").first)
    page.get_by_label("Name", exact=False).first.fill("Onni O'Saari")
    page.get_by_label("E-mail", exact=False).first.fill(GUEST)
    assert axe(page) == []
    follow(page.get_by_role("button", name="Register"))
    expect(page.get_by_role("main")).to_contain_text("You have a place")
    assert axe(page) == []


def _move(page: Page) -> None:
    follow(page.get_by_role("link", name="Edit or move").first)
    page.get_by_label("Starts at").fill("15:00")
    page.get_by_label("Ends at").fill("16:30")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("15:00")
    follow(page.locator("main .btn-primary, main .btn-danger").first)
    expect(page.get_by_role("main")).to_contain_text("15:00–16:30")


def _let_the_minute_pass(kierros: Running) -> None:
    """In which the move could be undone: what is to be told by then is due now."""
    now = datetime.now(UTC)
    everything = Database(kierros.environment["KIERROS_DATABASE_URL"], MIGRATION)
    with closing(everything), everything.writing() as db:
        db.execute(update(Session).where(Session.told_from > now).values(told_from=now))
        held = db.execute(update(JournalLine).where(JournalLine.tell_at > now).values(tell_at=now))
        assert held.rowcount, "nobody was to be told later"


def _cancel(page: Page) -> None:
    page.get_by_role("listitem").get_by_text("Other actions: ").first.click()
    follow(page.get_by_role("link", name="Cancel the session").first)
    assert axe(page) == []
    follow(page.locator("main .btn-primary, main .btn-danger").first)
    expect(page.get_by_role("main")).to_contain_text("Cancelled")


def _read_messages(page: Page, kierros: Running) -> None:
    page.goto(f"{kierros.urls['notifications']}/messages")
    expect(page.get_by_role("main")).to_contain_text(GUEST)
    follow(page.get_by_role("main").get_by_role("link", name=re.compile("place", re.IGNORECASE)).first)
    expect(page.get_by_role("main")).to_contain_text("REQUEST")
    assert axe(page) == []
