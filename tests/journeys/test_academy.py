"""An employer's academy, by hand and over the API: a path, what it requires and asks, the organiser's yes and no, and
who moves up when somebody thinks better of it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import axe, follow, visitor
from tests.support.mail_server import Mail, Mailbox
from tests.support.running import Running

ORGANISER = "helmi.lahti@example.org"
CONTACT = "kaisa.kontti@hoiva.example.org"
ANNA, BERTA, CECILIA = (f"{name}@hoiva.example.org" for name in ("anna.aalto", "berta.berg", "cecilia.ek"))
YEARS, DIET = "Montako vuotta olet tehnyt työtä?", "Erityisruokavaliosi"
COMMON, BRANCH = "Yhteiset opinnot", "Lastensuojelun syventävät"
STARTS = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=40)


@dataclass(frozen=True)
class Academy:
    """Two published series on a path; the second asks for the first, for answers and for the organiser's yes."""

    kierros: Running
    path: str
    common: dict[str, Any]
    branch: dict[str, Any]

    def register_page(self, offering: dict[str, Any]) -> str:
        return f"{self.kierros.urls['registration']}/register/{offering['id']}"

    def participants_page(self, offering: dict[str, Any]) -> str:
        return f"{self.kierros.urls['registration']}/participants/{offering['id']}"


@pytest.fixture
def academy(kierros: Running) -> Academy:
    organiser, employer = (
        str(kierros.call("catalogue", "POST", "/organisations", {"name": name})["id"])
        for name in ("Saaristo-opisto", "Hoiva Oy")
    )
    contact = {"email": CONTACT, "name": "Kaisa Kontti"}
    kierros.call("catalogue", "POST", f"/organisations/{employer}/contacts", contact)
    common_slug, common = _series(kierros, organiser, COMMON, capacity=10)
    branch_slug, branch = _series(kierros, organiser, BRANCH, capacity=1, needs_approval=True)
    series = {slug: kierros.call("catalogue", "GET", f"/series/{slug}")["id"] for slug in (common_slug, branch_slug)}
    offering = f"/offerings/{branch['id']}"
    kierros.call("catalogue", "PUT", f"{offering}/requirements", {"series_ids": [series[common_slug]]})
    _ask(kierros, offering, key="vuodet", label=YEARS, kind="number", required=True)
    _ask(kierros, offering, key="dieetti", label=DIET, kind="text", is_sensitive=True)
    stages = [
        {"name": "Yhteinen", "rule": "all", "credits_from": 5, "series_ids": [series[common_slug]]},
        {"name": "Oma haara", "rule": "one", "credits_from": 20, "credits_to": 30, "series_ids": [series[branch_slug]]},
    ]
    new = {"title": "Työnantajan akatemia", "organiser_id": organiser, "language": "fi", "stages": stages}
    path = kierros.call("catalogue", "POST", "/paths", new)
    kierros.call("catalogue", "PATCH", f"/paths/{path['slug']}", {"state": "published", "version": path["version"]})
    return Academy(kierros, path["slug"], common, branch)


def _series(kierros: Running, organiser: str, title: str, **offering: Any) -> tuple[str, dict[str, Any]]:
    """A published series of one session, and its offering."""
    new = {"title": title, "kind": "programme", "organiser_id": organiser, "language": "fi"}
    slug = kierros.call("catalogue", "POST", "/series", new)["slug"]
    session = {
        "title": f"{title}: aloitus",
        "starts_at": STARTS.isoformat(),
        "ends_at": (STARTS + timedelta(hours=2)).isoformat(),
        "join_url": "https://meet.example.org/akatemia",
    }
    kierros.call("catalogue", "POST", f"/series/{slug}/sessions", session)
    made = kierros.call("catalogue", "POST", f"/series/{slug}/offerings", {"name": "Kaikille", **offering})
    kierros.call("catalogue", "PATCH", f"/series/{slug}", {"state": "published"})
    return slug, made


def _ask(kierros: Running, offering: str, **question: Any) -> None:
    kierros.call("catalogue", "POST", f"{offering}/questions", question)


@pytest.mark.takes_turns
def test_academy_from_its_path_to_the_last_place(academy: Academy, mailbox: Mailbox, browser: Browser) -> None:
    with visitor(browser, locale="en-GB") as guest, visitor(browser, locale="en-GB") as organiser:
        phone, desk = guest.new_page(), organiser.new_page()
        desk.goto(academy.kierros.sign_in_link(ORGANISER))
        _completes_the_common_studies(academy, phone, desk, mailbox)
        _asks_for_a_place_in_the_branch(academy, phone, mailbox)
        _contact_asks_for_two_more(academy, browser, mailbox)
        _gets_a_yes(academy, desk, mailbox)
        _gets_a_no(academy, desk, mailbox)
        _gives_it_up_and_the_next_moves_up(academy, phone, mailbox)


def _completes_the_common_studies(academy: Academy, phone: Page, desk: Page, mailbox: Mailbox) -> None:
    """Anna finds the branch on the path, hears that something comes first, does that, and it is marked."""
    phone.goto(f"{academy.kierros.urls['catalogue']}/paths/{academy.path}")
    assert "20–30" in _main(phone)
    follow(phone.get_by_role("main").get_by_role("link", name=BRANCH).first)
    phone.goto(academy.register_page(academy.branch))
    assert COMMON in _main(phone)
    _fill_in(phone, ANNA, years="7")
    assert "no completion was found for this address" in _main(phone)

    phone.goto(academy.register_page(academy.common))
    _fill_in(phone, ANNA)
    assert "You have a place" in _main(phone)
    mailbox.wait_for(ANNA, "REQUEST")

    desk.goto(academy.participants_page(academy.common))
    desk.get_by_label("Anna Aalto").check()
    follow(desk.get_by_role("button", name="Mark completed"))
    desk.get_by_label("ECTS credits for each").fill("5")
    follow(desk.get_by_role("button", name="Mark completed"))
    assert "5 ECTS credits" in _main(desk)


def _asks_for_a_place_in_the_branch(academy: Academy, phone: Page, mailbox: Mailbox) -> None:
    """Her answers are asked for, and kept where they belong."""
    phone.goto(academy.register_page(academy.branch))
    _fill_in(phone, ANNA)
    assert "Some things need correcting" in _main(phone), "one question has to be answered"
    _fill_in(phone, ANNA, years="7", diet="Pähkinäallergia")
    assert "Your request is sent" in _main(phone)
    request = mailbox.wait_for_one(ANNA, lambda mail: BRANCH in mail.subject, "the request")
    assert request.method is None, "no place, no calendar entry"
    phone.goto(_own_page(request))
    follow(phone.get_by_role("link", name="Change your answers"))
    phone.get_by_label(YEARS).fill("8")
    follow(phone.get_by_role("button", name="Save"))
    assert "8" in phone.locator("#answers").locator("..").inner_text()
    assert axe(phone) == []


def _contact_asks_for_two_more(academy: Academy, browser: Browser, mailbox: Mailbox) -> None:
    """One of them was let in without the common studies, the other was not."""
    offering = f"/offerings/{academy.branch['id']}"
    waived = {"emails": [BERTA, CECILIA], "reason": "Sama kurssi muualla"}
    academy.kierros.call("registration", "POST", f"{offering}/waivers", waived)
    with visitor(browser, locale="en-GB") as contact:
        page = contact.new_page()
        page.goto(academy.kierros.sign_in_link(CONTACT))
        page.goto(f"{academy.kierros.urls['registration']}/staff/{academy.branch['series']}")
        page.locator("textarea").fill(f"Berta Berg\t{BERTA}\nCecilia Ek\t{CECILIA}\nDan Ek\tdan@hoiva.example.org")
        follow(page.get_by_role("button", name="See how it would go"))
        assert "2 wait for the organiser's yes" in _main(page)
        assert "has not completed what is needed first" in _main(page)
        assert axe(page) == []
        follow(page.get_by_role("button", name="Ask for places for 2 people"))
        assert "How it went" in _main(page)
    for email in (BERTA, CECILIA):
        assert mailbox.wait(email, 1)[0].method is None


def _gets_a_yes(academy: Academy, desk: Page, mailbox: Mailbox) -> None:
    desk.goto(academy.participants_page(academy.branch))
    follow(desk.get_by_role("link", name="Waiting for your yes (3)"))
    assert "Pähkinäallergia" not in desk.content(), "only who needs to know sees it"
    follow(desk.get_by_role("link", name=re.compile("Say yes.*Anna Aalto")))
    follow(desk.get_by_role("button", name="Give a place"))
    assert "One person has a place now." in desk.inner_text("body")
    _wait_for_entry(mailbox, ANNA, "REQUEST")
    follow(desk.get_by_role("link", name="Sensitive answers"))
    assert "Pähkinäallergia" in _main(desk)


def _gets_a_no(academy: Academy, desk: Page, mailbox: Mailbox) -> None:
    """Cecilia is declined, with the reason; Berta gets a yes, and waits, since the one place is taken."""
    desk.goto(academy.participants_page(academy.branch))
    desk.get_by_label("Cecilia Ek").check()
    follow(desk.get_by_role("button", name="Decline requests"))
    desk.get_by_label("Why?").fill("Ryhmä on tarkoitettu Turun seudulle.")
    assert axe(desk) == []
    follow(desk.get_by_role("button", name="Decline one request"))
    mailbox.wait_for_one(CECILIA, lambda mail: "Turun seudulle" in mail.text, "the reason")
    desk.get_by_label("Berta Berg").check()
    follow(desk.get_by_role("button", name="Say yes, give places"))
    follow(desk.get_by_role("button", name="Give a place"))
    assert "One person waits in the line" in desk.inner_text("body")


def _gives_it_up_and_the_next_moves_up(academy: Academy, phone: Page, mailbox: Mailbox) -> None:
    """Anna gives her place up; Berta gets it without doing anything, and declines it by her own link."""
    came = _wait_for_entry(mailbox, ANNA, "REQUEST")
    _give_up(phone, _own_page(came))
    assert _wait_for_entry(mailbox, ANNA, "CANCEL").event["UID"] == came.event["UID"]
    _give_up(phone, _own_page(_wait_for_entry(mailbox, BERTA, "REQUEST")))
    _wait_for_entry(mailbox, BERTA, "CANCEL")
    availability = academy.kierros.call("registration", "GET", f"/offerings/{academy.branch['id']}/availability")
    assert (availability["taken"], availability["waitlisted"]) == (0, 0)


def _wait_for_entry(mailbox: Mailbox, email: str, method: str) -> Mail:
    """The branch comes into a calendar, or goes."""
    return mailbox.wait_for_one(email, lambda mail: mail.method == method and BRANCH in mail.subject, method)


def _give_up(page: Page, own: str) -> None:
    page.goto(own)
    assert "You have a place." in _main(page)
    follow(page.get_by_role("link", name="Cancel the registration"))
    follow(page.get_by_role("button", name="Cancel the registration"))
    assert "This registration is cancelled." in _main(page)


def _fill_in(page: Page, email: str, *, years: str = "", diet: str = "") -> None:
    page.get_by_label("Your name").fill(email.partition("@")[0].replace(".", " ").title())
    page.get_by_label("E-mail").fill(email)
    for label, answer in ((YEARS, years), (DIET, diet)):
        if answer:
            page.get_by_label(label).fill(answer)
    follow(page.get_by_role("main").get_by_role("button").last)


def _main(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def _own_page(mail: Mail) -> str:
    found = re.search(r"http://\S+/own/\S+", mail.text)
    assert found is not None
    return found.group()
