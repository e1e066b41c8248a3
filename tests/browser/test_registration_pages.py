"""The registration service's pages in a real browser: readable by everybody, at every width, in light and dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts
from tests.support.browser import axe, follow, visitor
from tests.support.looks import LOOKS, readable
from tests.support.registration_installation import Running, installed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with installed(sqlite_template, tmp_path_factory.mktemp("registration")) as installation:
        yield installation


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


def test_back_from_a_mended_form_leads_to_the_form(browser: Browser, running: Running) -> None:
    with visitor(browser, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{running.address}/register/{running.pages.offerings['open']}")
        follow(page.get_by_role("button", name="Register"))
        page.get_by_label("Your name").fill("Taina Testaaja")
        page.get_by_label("Your e-mail address").fill("taina@example.org")
        follow(page.get_by_role("button", name="Register"))
        assert page.get_by_role("heading", name="You have a place").is_visible()
        page.go_back()
        assert page.get_by_label("Your name").is_visible()


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
