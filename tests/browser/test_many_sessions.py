"""Many sessions at once, in a real browser: brought from a file without scripts, changed in a table by keyboard."""

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser.test_catalogue_pages import check, running
from tests.support.browser import follow, visitor
from tests.support.catalogue_installation import Running
from tests.support.looks import LOOKS

__all__ = ["running"]
pytestmark = pytest.mark.browser

CSV = (
    "Otsikko;Päivä;Alkaa;Päättyy;Tapaamispaikka;Esittäjät;Esittäjien sähköpostit\r\n"
    "Toivon ja toimijuuden vahvistaminen lastensuojelun arjessa;"
    "ke 5.1.2090;14.00;16.00;Kauppi;Åsa Öhman;asa@example.org\r\n"
    "Toinen;12.1.2090;2.00;16.00;;Åsa Öhman;asa@\r\n"
    "Kolmas;19.1.2090;illalla;16;;;\r\n"
    "Neljäs;5.1.2090;15;17;;Åsa Öhman;asa@example.org\r\n"
)  # fmt: skip

#: from here on there is room for a table, whose lines are lower than any card
WIDE, A_CARD = 1024, 150
IN_WORDS = {"fi": "ke 11.1.2090", "sv": "ons 11 jan. 2090"}


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_file_is_looked_over_mended_and_brought_without_scripts(
    browser: Browser, running: Running, locale: str, width: int, scheme: str
) -> None:
    address = f"/workspace/series/{'kierros' if width > 1000 else 'luonnos'}/sessions/import"
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with visitor(browser, locale=locale, java_script_enabled=False, **looks) as context:
        page = running.sign_in(context)
        page.goto(running.address + address.removesuffix("/sessions/import"))
        follow(page.locator("a[href$='/sessions/import']"))
        page.locator("[name=file]").set_input_files(FilePayload(name="a.csv", mimeType="text/csv", buffer=CSV.encode()))
        follow(page.locator("main form .btn-primary"))
        assert page.locator("[name=take]").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.locator("[name=cell-3-emails]").fill("asa@example.org")
        page.locator("[name=cell-4-starts]").fill("klo 14")
        # by keyboard: the first button sends what is ticked; what was mended is shown first
        with page.expect_navigation():
            page.locator("[name=cell-4-starts]").press("Enter")
        assert page.locator("[name=take]:checked").count() == 4
        page.locator("[name=take]").last.uncheck()
        follow(page.locator("main form .btn-primary"))
        said = page.get_by_role("main").inner_text()
        assert "Toivon ja toimijuuden" in said
        assert "Neljäs" not in said
        assert page.locator("a[href$='/repeat']").count() >= 4


def _is_table_where_there_is_room(page: Page, width: int) -> None:
    """Its head is in sight however far down one is; elsewhere it is cards."""
    head, rows = page.locator(".grid-head"), page.locator("[id^=row-]")
    assert head.is_visible() == (width >= WIDE)
    if width >= WIDE:
        assert rows.nth(1).evaluate("one => one.offsetHeight") < A_CARD
        page.set_viewport_size({"width": width, "height": 300})
        rows.last.scroll_into_view_if_needed()
        assert head.evaluate("one => one.getBoundingClientRect().top") == 0
        page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_sessions_are_changed_in_a_table_by_keyboard(
    browser: Browser, running: Running, locale: str, width: int, scheme: str
) -> None:
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with visitor(browser, locale=locale, **looks) as context:
        page = running.sign_in(context)
        address = "/workspace/series/kierros/sessions/edit"
        page.goto(running.address + address)
        second = page.locator("[id^=row-]").nth(1)
        check(page, address)
        # browsers write days in an order of their own; the page says which one it is
        day = second.locator("[name$=-day]")
        was = day.input_value()
        day.fill("2090-01-11")
        assert second.locator(".cell-day .said").inner_text() == IN_WORDS[locale[:2]]
        day.fill(was)
        _is_table_where_there_is_room(page, width)
        # on a phone where and with whom is folded away
        if second.locator("summary").is_visible():
            second.locator("summary").press("Enter")
        second.locator("[name$=-venue]").fill(f"Sali {width}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check(page, address)
        assert f"Sali {width}" in page.get_by_role("main").inner_text()
        follow(page.locator("[name=again]"))
        check(page, address)
        second.locator("[name$=-starts]").fill("")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check(page, address)
        assert page.evaluate("document.activeElement.className") == "error-summary"
        assert second.locator("[name$=-venue]").input_value() == f"Sali {width}"
        second.locator("[name$=-starts]").fill("00:01")
        second.locator("[name$=-ends]").fill("23:59")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        follow(page.locator("main form .btn-primary"))
        assert f"Sali {width}" in page.get_by_role("main").inner_text()
