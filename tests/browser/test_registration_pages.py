"""The registration service's pages in a real browser: readable by everybody, at every width, in light and dark."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from services.registration.actions.announce import Said, send
from services.registration.actions.answers import Answering, answer
from services.registration.actions.order import Order
from services.registration.actions.register import register
from services.registration.app import create_app
from services.registration.queries.offering import facts_of_known
from services.registration.routes.signed import Done, sign_done
from shared import clock
from shared.audiences import Audience
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.base import new_id
from shared.schema.completions import RequirementWaiver
from shared.schema.mail_choices import Feed
from shared.schema.paths import Path as PathRow
from shared.schema.paths import PathStage, PathStageSeries
from shared.secrets import OWN_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts, applicant
from tests.shared.web.address import served
from tests.support.browser import axe, follow, visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.looks import LOOKS, readable
from tests.support.pages import RegistrationPages

pytestmark = pytest.mark.browser
TITLES = ["Lastensuojelun yhteiset opinnot", "Nepsy arjessa", "Psykiatrinen osaaminen lastensuojelussa"]


@dataclass(frozen=True)
class Running:
    """The service with offerings in every state, and who organises them."""

    app: Flask
    address: str
    organiser: UUID
    pages: RegistrationPages

    def sign_in(self, context: BrowserContext) -> Page:
        """A page of the organiser."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"account": str(self.organiser), "epoch": 0})
        context.add_cookies([{"name": "kierros_session", "value": cookie, "url": self.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("registration")
    url = f"sqlite:///{folder / 'kierros.db'}"
    shutil.copy(sqlite_template, folder / "kierros.db")
    app = create_app(Settings(database_url=url, mail_url=f"maildir:{folder / 'mail'}", secret_key=SECRET_KEY))
    own = app.extensions[EXTENSION].database
    with closing(own), closing(Database(url, MIGRATION)) as database:
        given = Given(database)
        organisation = given.organisation("Tampereen ammattikorkeakoulu")
        account = given.account("olga@example.org", name="Olga Organiser")
        given.member(account, organisation)
        offerings = _offerings(given, organisation)
        given.member(account, given.organisation("Toinen Oy"), "contact")
        made, own_pages = _fill(given, own, offerings)
        _ask(given, own, offerings["open"], made)
        batch, staff, colleague = _staff(own, offerings["open"], organisation)
        with app.app_context():
            done = f"/done/{sign_done(Done('made', made))}"
        planned = _plan(own, offerings["open"], account)
        pages = RegistrationPages(offerings, own_pages, done, made, batch, staff, colleague, planned)
        with served(app) as address:
            yield Running(app, address, account, pages)


def _offerings(given: Given, organisation: UUID) -> dict[str, UUID]:
    now, series = clock.now(), given.series(organisation, slug="kierros")
    sessions = [given.session(series, now + timedelta(days=7 * n - 3), title=t) for n, t in enumerate(TITLES)]
    gone = given.session(series, now + timedelta(days=3), title="Kehitysvamma-alan tapaaminen", state="cancelled")
    return {
        "open": given.offering(series, sessions, capacity=25, closes_at=now + timedelta(days=2)),
        "waitlist": given.offering(series, sessions, capacity=1, region="Oulun seutu"),
        "full": given.offering(series, sessions, capacity=0, waitlist=False),
        "soon": given.offering(series, sessions, opens_at=now + timedelta(days=1)),
        "closed": given.offering(series, sessions, closes_at=now - timedelta(days=1)),
        "cancelled": given.offering(series, [gone]),
        "asking": given.offering(series, sessions, needs_approval=True),
        "empty": given.offering(series, sessions),
        "many": given.offering(series, sessions),
        "requiring": _requiring(given, series, sessions),
    }


def _requiring(given: Given, series: UUID, sessions: list[UUID]) -> UUID:
    """What requires another series, on a path with this one."""
    now, offering = clock.now(), given.offering(series, sessions)
    earlier = given.series(organisation := given.organisation("Sospro Oy"), title="Yhteiset opinnot")
    given.requirement(offering, earlier)
    named = {"title": "Polku", "slug": "polku", "language": "fi", "organiser_id": organisation}
    path = given.row(PathRow, **named, state="published", created_at=now, changed_at=now)
    for position, (rule, one) in enumerate((("all", earlier), ("one", series)), start=1):
        stage = given.row(PathStage, path_id=path, position=position, name=f"Vaihe {position}", rule=rule)
        given.row_without_id(PathStageSeries, stage_id=stage, series_id=one, position=1)
    given.row_without_id(
        RequirementWaiver, offering_id=offering, email_key="anna@example.org", actor="x", created_at=now
    )
    return offering


def _fill(given: Given, own: Database, offerings: dict[str, UUID]) -> tuple[UUID, list[str]]:
    """A place, two who wait, and one who gave up; their own pages."""
    secrets = Secrets(SECRET_KEY)
    a_place = Acts(own, offerings["open"])
    place = a_place.register("åsa öhman-ruiz").results[0].registration_id
    gone = a_place.register("berta").results[0].registration_id
    a_place.cancel("berta")
    waiting = Acts(own, offerings["waitlist"])
    waiting.register("anna", "cecilia", "diana")
    Acts(own, offerings["asking"]).register("anna", "cecilia")
    given.row(Feed, email="anna@example.org", created_at=clock.now())
    ids = [place, gone, waiting.standing()["anna"], waiting.standing()["diana"]]
    addresses = [f"/own/{secrets.token(OWN_PAGE, one)}" for one in ids]
    return place, addresses


def _ask(given: Given, own: Database, offering: UUID, answered: UUID) -> None:
    """Questions of every kind, some of them answered."""
    options = {"kind": "choice", "options": ["Oulu", "Turku"], "shown_to_contact": True}
    given.question(offering, "group", label="Minkä ryhmän kanssa työskentelet?", help="Valitse lähin.", **options)
    given.question(offering, "diet", kind="many", options=["vegaani", "maidoton"], is_sensitive=True)
    given.question(offering, "town", kind="choice", options=[f"Kunta {number}" for number in range(12)])
    for kind in ("text", "number", "yes-no", "consent"):
        given.question(offering, kind, kind=kind)
    with own.writing() as db:
        answer(db, Answering(answered, {"group": "Oulu", "diet": ["vegaani"], "consent": True}, "person"))


def _staff(own: Database, offering: UUID, organisation: UUID) -> tuple[UUID, str, str]:
    """Two people whom their organisation registered, at once."""
    people = [applicant("eeva rivi"), applicant("fanni rivi")]
    with own.writing() as db:
        order = Order(offering, people, "waitlist", f"account:{new_id()}", organisation)
        first = register(db, order).results[0]
    page = f"/organisations/{organisation}"
    return first.batch_id, page, f"{page}/people/{first.registration_id}"


def _plan(own: Database, offering: UUID, account: UUID) -> UUID:
    """What somebody writes to the presenters and to the participants, to go out later."""
    with own.writing() as db:
        series = facts_of_known(db, offering).series_id
        at = clock.now() + timedelta(days=2)
        said = Said(new_id(), "Sali vaihtui", "Hei,\n\ntulkaa saliin 2.", "o@example.org", f"account:{account}", at)
        assert send(db, Audience(series, "participants", "confirmed"), said)
        return said.id


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_stand_in_nobodys_way(browser: Browser, running: Running, locale: str, width: int, scheme: str) -> None:
    with visitor(browser, viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale) as context:
        page = context.new_page()
        for path in running.pages.public:
            _look(page, running.address + path)
        page = running.sign_in(context)
        for path in running.pages.inner:
            _look(page, running.address + path)


def test_pages_fit_a_phone_in_english(browser: Browser, running: Running) -> None:
    with visitor(browser, viewport={"width": 360, "height": 800}, locale="en-GB") as context:
        page = running.sign_in(context)
        for path in running.pages.public + running.pages.inner:
            page.goto(running.address + path)
            _fits(page, 360)


def _look(page: Page, address: str) -> None:
    page.goto(address)
    assert page.url == address
    readable(page)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_a_visitor_registers_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{running.address}/register/{running.pages.offerings['open']}")
        follow(page.get_by_role("button", name="Register"))
        assert page.get_by_role("heading", name="Some things need correcting").is_visible()
        page.get_by_label("Your name").fill("Minna Testaaja")
        page.get_by_label("Your e-mail address").fill("minna@example.org")
        follow(page.get_by_role("button", name="Register"))
        assert page.get_by_role("heading", name="You have a place").is_visible()
        assert page.get_by_role("link", name="Calendar file").first.is_visible()


def test_what_happened_stands_in_nobodys_way(browser: Browser, running: Running) -> None:
    with visitor(browser, viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        for number, title in ((1, "Olet jonossa"), (2, "Katso sähköpostisi")):
            page.goto(f"{running.address}/register/{running.pages.offerings['waitlist']}")
            page.get_by_label("Nimesi").fill("Elsa Odottaja")
            page.get_by_label("Sähköpostiosoitteesi").fill("elsa@example.org")
            follow(page.get_by_role("button", name="Liity jonoon"))
            assert page.locator("h1").inner_text().startswith(title), number
            assert axe(page) == []
        page.goto(f"{running.address}/register/{running.pages.offerings['open']}")
        follow(page.get_by_role("button", name="Ilmoittaudu"))
        assert axe(page) == []


def test_a_place_is_given_up_by_keyboard(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = context.new_page()
        page.goto(running.address + running.pages.own[3])
        follow(page.get_by_role("link", name="Leave the waiting list"), "Enter")
        follow(page.get_by_role("button", name="Leave the waiting list"), "Enter")
        assert page.get_by_text("You have left the waiting list. A mail says so too.").is_visible()
        assert page.get_by_text("This registration is cancelled.").is_visible()


def test_the_file_of_ones_own_data_is_readable_by_everybody(browser: Browser, running: Running) -> None:
    with visitor(browser, viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto(running.address + running.pages.own[0])
        with page.expect_download() as saved:
            page.get_by_role("link", name="Kaikki sinusta säilytettävä").click()
        page.set_content(saved.value.path().read_text("utf-8"))
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_people_are_registered_row_by_row_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/register/{running.pages.offerings['empty']}/people")
        page.get_by_label("Name").first.fill("Aino Rivi")
        page.get_by_label("E-mail address").first.fill("aino@example.org")
        follow(page.get_by_role("button", name="More rows"))
        assert page.get_by_label("Name").count() == 10
        follow(page.get_by_role("button", name="Register them"))
        assert page.get_by_role("heading", name="How it went").is_visible()
        assert page.get_by_text("Aino Rivi").is_visible()


def test_a_place_goes_to_a_colleague_on_a_phone_without_scripts(browser: Browser, running: Running) -> None:
    screen = {"width": 360, "height": 800}
    with visitor(browser, java_script_enabled=False, locale="en-GB", viewport=screen) as context:
        page = running.sign_in(context)
        page.goto(running.address + running.pages.staff)
        follow(page.get_by_role("row", name="Fanni Rivi").get_by_role("link", name="Give to a colleague"))
        page.get_by_label("Colleague's name").fill("Gunnar Rivi")
        follow(page.get_by_role("button", name="Give the place"))
        assert page.get_by_role("heading", name="Some things need correcting").is_visible()
        page.get_by_label("Colleague's e-mail address").fill("gunnar@example.org")
        follow(page.get_by_role("button", name="Give the place"))
        assert page.get_by_text("Gunnar Rivi has the place now. Both get a mail.").is_visible()
        assert page.get_by_role("row", name="Gunnar Rivi").is_visible()


def test_page_counts_down_to_the_deadline_on_the_servers_clock(browser: Browser, running: Running) -> None:
    with visitor(browser) as context:
        page = context.new_page()
        # the visitor's own clock is years behind
        page.clock.install(time=0)
        page.goto(f"{running.address}/register/{running.pages.offerings['open']}")
        assert page.locator(".countdown-left").inner_text() == "1 päivä 23 tuntia"
        assert axe(page) == []


def test_people_are_moved_to_another_choice_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/register/{running.pages.offerings['empty']}/people")
        page.get_by_label("Name").first.fill("Maija Muuttaja")
        page.get_by_label("E-mail address").first.fill("maija@example.org")
        follow(page.get_by_role("button", name="Register them"))
        page.goto(f"{running.address}/participants/{running.pages.offerings['empty']}")
        page.get_by_label("Name or e-mail address").fill("MUUTTAJA")
        follow(page.get_by_role("button", name="Find"))
        page.get_by_label("Maija Muuttaja").check()
        follow(page.get_by_role("button", name="Move to another way to register"))
        page.locator(f'[id="to-{running.pages.offerings["open"]}"]').check()
        follow(page.get_by_role("button", name="See what happens"))
        follow(page.get_by_role("button", name="Move one person"))
        assert page.get_by_text("One person moved to").is_visible()
        page.goto(f"{running.address}/participants/{running.pages.offerings['open']}?q=maija")
        assert page.get_by_role("rowheader", name="Maija Muuttaja").is_visible()


def test_the_bar_of_what_can_be_done_hides_nothing_that_has_the_focus(browser: Browser, running: Running) -> None:
    many = Acts(running.app.extensions[EXTENSION].database, running.pages.offerings["many"])
    many.register(*(f"p{n}" for n in range(40)))
    with visitor(browser, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/participants/{running.pages.offerings['many']}")
        page.locator('input[name="id"]').first.focus()
        page.keyboard.press("Space")
        for _step in range(30):
            page.keyboard.press("Tab")
            focused, bar = page.locator(":focus").bounding_box(), page.locator(".bulk").bounding_box()
            assert focused is not None
            assert bar is not None
            assert focused["y"] + focused["height"] <= bar["y"]
        page.locator('input[name="id"]').nth(1).click()
        assert page.locator(".bulk").evaluate("bar => getComputedStyle(bar).position") == "sticky"


def test_people_of_a_series_are_written_to_on_a_phone_without_scripts(browser: Browser, running: Running) -> None:
    screen = {"width": 360, "height": 800}
    with visitor(browser, java_script_enabled=False, locale="en-GB", viewport=screen) as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/series/kierros/message")
        page.get_by_label("Participants who wait for a place").check()
        page.get_by_label("Subject").fill("Sali vaihtui")
        follow(page.get_by_role("button", name="Look at it before it goes"))
        assert page.get_by_label("Subject").input_value() == "Sali vaihtui"
        page.get_by_label("Message").fill("Tulkaa saliin 2.")
        follow(page.get_by_role("button", name="Look at it before it goes"))
        _fits(page, 360)
        assert page.get_by_text("Participants who wait for a place").is_visible()
        follow(page.get_by_role("button", name=re.compile("^Send to [0-9]+ people")))
        assert page.get_by_text("The message is on its way to").is_visible()
        assert page.get_by_role("listitem").filter(has_text="Sali vaihtui").filter(has_text="Sent").count() == 1
