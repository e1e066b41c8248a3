"""The catalogue's pages in a real browser: readable by everybody, at every width, in light and dark; the organiser's
whole way without scripts."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import insert

from services.catalogue.actions.search_documents import keep_what_is_behind
from services.catalogue.app import create_app
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.catalogue import SeriesPartner
from shared.schema.mail_choices import Feed
from shared.schema.materials import Material
from shared.schema.organisations import OrganisationName
from shared.schema.paths import Path as PathRow
from shared.schema.paths import PathStage, PathStageSeries
from shared.schema.profiles import PresenterProfile
from shared.schema.registration import Seats
from shared.secrets import DRAFT, PRESENTER_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.shared.web.address import served
from tests.support.browser import follow, visitor
from tests.support.changes import change_of
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.looks import LOOKS, readable
from tests.support.pages import CataloguePages

pytestmark = pytest.mark.browser

TITLES = ["Lastensuojelun yhteiset opinnot", "Nepsy arjessa", "Kehitysvammaisten palvelut", "Työnantajan akatemia"]
MARKDOWN = "# Mitä saat\n\n- yksi\n- kaksi\n\n## Näin\n\n| a | b |\n|---|---|\n| 1 | 2 |"


@dataclass(frozen=True)
class Running:
    """The service with a series on its way, a draft and their organiser, who is an administrator too."""

    app: Flask
    address: str
    account: UUID
    pages: CataloguePages

    def sign_in(self, context: BrowserContext) -> Page:
        """A page of the organiser."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        cookie = signer.dumps({"account": str(self.account), "epoch": 0})
        context.add_cookies([{"name": "kierros_session", "value": cookie, "url": self.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with installed(sqlite_template, tmp_path_factory.mktemp("catalogue") / "kierros.db") as installation:
        yield installation


@contextmanager
def installed(template: Path, path: Path) -> Iterator[Running]:
    """An installation whose database is there, for as long as it is asked for."""
    shutil.copy(template, path)
    app = create_app(Settings(database_url=f"sqlite:///{path}", secret_key=SECRET_KEY))
    with closing(app.extensions[EXTENSION].database), closing(Database(f"sqlite:///{path}", MIGRATION)) as database:
        given = Given(database)
        organisation = given.organisation("Tampereen ammattikorkeakoulu", website="https://example.org")
        account = given.account("olli@example.org", name="Olli Organisoija", is_administrator=True)
        given.member(account, organisation)
        pages = fill(given, organisation)
        given.row(OrganisationName, organisation_id=organisation, name="Vanha nimi", until=clock.now())
        with database.writing() as db:
            keep_what_is_behind(db)
        with served(app) as address:
            yield Running(app, address, account, pages)


def noon() -> datetime:
    """Of today: a session that ends after midnight is no usual one, and pages say so."""
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def fill(given: Given, organisation: UUID) -> CataloguePages:
    now = clock.now()
    series = given.series(organisation, slug="kierros", summary="Lyhyesti", audience="Kaikille", description=MARKDOWN)
    sessions, presenters = [], []
    for number, title in enumerate(TITLES):
        starts_at = noon() + timedelta(days=7 * number - 3)
        state = "cancelled" if number == 2 else "scheduled"
        zone = "Europe/Stockholm" if number == 3 else "Europe/Helsinki"
        session = given.session(series, starts_at, title=title, state=state, timezone=zone, description=MARKDOWN)
        presenters.append(given.presenter(session, reply="declined" if number == 1 else "accepted"))
        sessions.append(session)
    offering = given.offering(series, sessions, capacity=25, closes_at=now + timedelta(days=2))
    full = given.offering(series, sessions[1:2], name="Yksi pysäkki", capacity=2, region="Oulu", description="Lyhyt")
    given.offering(series, sessions, name="Myöhemmin", opens_at=now + timedelta(days=1))
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=full, taken=2, waiting=3))
    draft = given.series(organisation, slug="luonnos", state="draft", published_at=None, is_shared=True)
    drafts = (draft_session := given.session(draft)), given.offering(draft, [draft_session])
    given.quota(offering, organisation, 5)
    given.project(organisation, series)
    given.requirement(full, given.series(organisation, title="Yhteiset opinnot"))
    path = given.row(
        PathRow, slug="polku", title="Polku", language="fi", state="published", organiser_id=organisation,
        created_at=now, changed_at=now,
    )  # fmt: skip
    stage = given.row(PathStage, path_id=path, position=1, name="Yhteinen", rule="all", credits_from=5, credits_to=10)
    given.row_without_id(PathStageSeries, stage_id=stage, series_id=series, position=1)
    given.api_key()
    unit = given.unit(organisation, "Koivulan hoivakoti", profile="Lastenpsykiatria")
    question = given.question(offering, "diet", kind="many", options=["vegan", "no milk"], is_sensitive=True)
    given.question(offering, "years", kind="number", required=True, help="In whole years")
    link = {"title": "Tallenne", "url": "https://video.example.org/1", "kind": "recording", "audience": "everybody"}
    material = given.row(Material, session_id=sessions[0], created_at=now, shared_at=now, **link)
    own = {"title": "Oma", "url": "https://example.org/2", "added_by": f"presenter:{presenters[0]}"}
    own_material = given.row(Material, session_id=sessions[0], created_at=now, **own)
    file = {"title": "Kalvot", "file_name": "kalvot.pdf", "file_type": "pdf", "size_bytes": 2_000_000}
    given.row(Material, session_id=sessions[0], created_at=now, since="end", audience="everybody", **file)
    feed = given.row(Feed, email="esittelija@example.org", created_at=now)
    presenting = f"/presenting/{Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed)}"
    assignment = _assignment(given, series, sessions[3], full)
    return CataloguePages(
        organisation, unit, sessions, offering, question, *drafts, presenting, material, own_material,
        handover=given.handover(draft, organisation), draft=f"/drafts/{Secrets(SECRET_KEY).token(DRAFT, draft)}",
        assignment=assignment,
        change=change_of(given, series),
        term=given.term("Teema", series),
        partner=_partner(given, series),
        presenter=_introduced(given, presenters[0]),
    )  # fmt: skip


def _introduced(given: Given, presenter: UUID) -> UUID:
    """With a profile of the organiser's making."""
    said = {"title": "Laatupäällikkö", "organisation": "Sospro Oy", "intro_fi": "Kaksikymmentä vuotta lastensuojelua."}
    at = {"email": "esittelija@example.org", "link": "https://example.org/aino", "changed_at": clock.now()}
    given.row(PresenterProfile, **said, **at)
    return presenter


def _partner(given: Given, series: UUID) -> UUID:
    partner = given.organisation("Oulun ammattikorkeakoulu", website="https://oamk.example.org")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="customer")
    return partner


def _assignment(given: Given, series: UUID, session: UUID, offering: UUID) -> UUID:
    given.assignment(series, session, instructions=MARKDOWN)
    return given.assignment(series, due_at=clock.now() + timedelta(days=1), offering_id=offering)


def check(page: Page, path: str) -> None:
    """Where it was meant to lead, and readable by everybody."""
    assert urlsplit(page.url).path == urlsplit(path).path
    readable(page)


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_public_pages_stand_in_nobodys_way(
    browser: Browser, running: Running, locale: str, width: int, scheme: str
) -> None:
    with visitor(browser, locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        for path in running.pages.public:
            page.goto(running.address + path)
            check(page, path)


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_workspace_stands_in_nobodys_way(
    browser: Browser, running: Running, locale: str, width: int, scheme: str
) -> None:
    with visitor(browser, locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = running.sign_in(context)
        for path in running.pages.inner:
            page.goto(running.address + path)
            check(page, path)


def test_pages_fit_a_phone_in_english(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB", viewport={"width": 360, "height": 800}) as context:
        page = running.sign_in(context)
        for path in running.pages.public + running.pages.inner:
            page.goto(running.address + path)
            assert page.locator("html").get_attribute("lang") == "en", path
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize("form", ["/workspace/series/new", "/workspace/series/kierros/sessions/new"])
def test_wrong_form_begins_at_what_is_to_be_mended(browser: Browser, running: Running, form: str) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(running.address + form)
        follow(page.locator("main form .btn-primary"))
        check(page, form)
        assert page.evaluate("document.activeElement.className") == "error-summary"
        page.locator(".error-summary a").first.click()
        expect(page.locator("[name=title]")).to_be_focused()


def test_series_are_found_while_one_types(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/htmx.min.js*", hold)
        page.goto(f"{running.address}/series")
        with page.expect_request("**/htmx.min.js*"):
            page.locator("#search").press_sequentially("kierroks")
        # what searches comes with the first focus, and here after all has been typed
        held[0].continue_()
        expect(page.locator("#how-many")).to_have_text("One series found")
        page.locator(".narrowing summary").click()
        page.locator("#narrow-kind").select_option("course")
        expect(page.locator("#how-many")).to_have_text("No series found")
        assert {"q=kierroks", "kind=course"} <= set(urlsplit(page.url).query.split("&"))
        page.locator(".ways-out a").click()
        expect(page.locator("#how-many")).to_have_text("One series found")
        assert troubles == []


def test_session_tells_the_time_on_the_visitors_own_clock(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB", timezone_id="Asia/Tokyo") as context:
        page = context.new_page()
        page.goto(f"{running.address}/sessions/{running.pages.sessions[1]}")
        assert "Asia/Tokyo" in page.get_by_role("main").inner_text()
    with visitor(browser, locale="en-GB", timezone_id="Europe/Helsinki") as context:
        page = context.new_page()
        page.goto(f"{running.address}/sessions/{running.pages.sessions[1]}")
        assert "In your own time" not in page.get_by_role("main").inner_text()


def test_organiser_makes_and_publishes_a_series_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB", java_script_enabled=False) as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/workspace")
        follow(page.get_by_role("link", name="New series"))
        page.get_by_label("Title").fill("Uusi kierros")
        page.get_by_label("Organiser").select_option(label="Tampereen ammattikorkeakoulu")
        page.get_by_label("In one or two sentences").fill("Kaksi lausetta.")
        follow(page.get_by_role("button", name="Make the draft"))
        follow(page.get_by_role("link", name="Add the first session"))
        add_stop(page)
        follow(page.get_by_role("link", name="Add a way to register"))
        page.get_by_label("Name").fill("Koko kierros")
        page.get_by_label("Registration closes on").fill("2090-01-10")
        page.get_by_label("Places").fill("25")
        follow(page.get_by_role("button", name="Save"))
        follow(page.get_by_role("link", name="Publish", exact=True))
        assert "2 presenters get an invitation by mail." in page.get_by_role("main").inner_text()
        follow(page.get_by_role("button", name="Publish and invite 2 presenters"))
        assert "It is published" in page.get_by_role("status").inner_text()
        follow(page.get_by_role("link", name="See the page"))
        said = page.get_by_role("main").inner_text()
        for words in ("Uusi kierros", "Ensimmäinen pysäkki", "25 of 25 places left", "Register by"):
            assert words in said


def add_stop(page: Page) -> None:
    page.get_by_label("Title").fill("Ensimmäinen pysäkki")
    page.get_by_label("Day", exact=False).first.fill("2090-01-17")
    page.get_by_label("Starts at").fill("14:00")
    page.get_by_label("Ends at").fill("16:00")
    page.get_by_label("Link to join").fill("https://meet.example.org/uusi")
    page.get_by_label("Name").fill("Aino Esittelijä")
    page.get_by_label("E-mail").fill("aino@example.org")
    follow(page.get_by_role("button", name="Add another presenter"))
    page.get_by_label("Name").nth(1).fill("Bo Lärare")
    page.get_by_label("E-mail").nth(1).fill("bo@example.org")
    follow(page.locator("main form .btn-primary"))
    assert "Bo Lärare" in page.get_by_role("main").inner_text()
