"""The catalogue's pages in a real browser: readable by everybody, at every width, in light and dark; the organiser's
whole way without scripts."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser import follow, visitor
from tests.support.catalogue_installation import Running, installed
from tests.support.looks import LOOKS, readable

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with installed(sqlite_template, tmp_path_factory.mktemp("catalogue") / "kierros.db") as installation:
        yield installation


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
        page.locator(".narrowing > summary").click()
        page.locator(".narrowing-more > summary").click()
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
