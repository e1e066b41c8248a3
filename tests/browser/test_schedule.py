"""The schedule in a real browser: a session dragged with the mouse and moved by keyboard, seen before it is done, and
undone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from services.catalogue.rules.finnish_holidays import holiday
from tests.browser.test_catalogue_pages import check, running
from tests.support.browser import follow, visitor
from tests.support.catalogue_installation import TITLES, Running, noon

__all__ = ["running"]
pytestmark = pytest.mark.browser


def drag(page: Page, title: str, by_columns: int) -> None:
    """Take a session at its time and carry it some days on, in steps as a hand does."""
    event = page.locator(".fc-event", has_text=title).first
    # near an edge the page would scroll away under the hand
    event.evaluate("event => event.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box, column = event.bounding_box(), page.locator(".fc-day").first.bounding_box()
    assert box
    assert column
    x, y = box["x"] + 20, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by_columns * column["width"] / 2, y, steps=8)
    page.mouse.move(x + by_columns * column["width"], y, steps=8)


def test_session_is_dragged_looked_at_moved_and_undone(browser: Browser, running: Running) -> None:
    held = noon() + timedelta(days=4)
    by = 1 if held.weekday() < 6 else -1
    there = (held + timedelta(days=by)).date()
    wanted = there.isoformat()
    with visitor(browser, viewport={"width": 1440, "height": 1000}) as context:
        page = running.sign_in(context)
        address = f"/workspace/schedule?view=month&day={held.date()}"
        page.goto(running.address + address)
        expect(page.locator(".calendar")).to_be_visible()
        check(page, address)
        drag(page, TITLES[1], by)
        # what stands against the day is said before anything is let go
        expect(page.locator(".calendar-conflicts")).to_contain_text(f"{there.day}.{there.month}.{there.year}")
        with page.expect_navigation():
            page.mouse.up()
        check(page, f"/workspace/sessions/{running.pages.sessions[1]}/move")
        main = page.get_by_role("main")
        assert page.locator("[name=day]").input_value() == wanted
        feast = holiday(there, "fi")
        assert feast is None or feast in main.inner_text()
        page.locator("[name=note]").fill("Sali on varattu.")
        follow(page.locator("main form .btn-primary"))
        check(page, "/workspace/schedule")
        undo = page.locator("form.undoable button")
        expect(undo).to_be_visible()
        assert page.locator(f".fc-day[data-date='{wanted}'] .fc-event", has_text=TITLES[1]).count() == 1
        follow(undo)
        check(page, "/workspace/schedule")
        assert page.locator("form.undoable").count() == 0
        assert page.locator(f".fc-day[data-date='{held.date()}'] .fc-event", has_text=TITLES[1]).count() == 1


@pytest.mark.parametrize(("width", "scheme", "scripts"), [(360, "dark", False), (1440, "dark", True)])
def test_session_is_moved_by_keyboard_with_and_without_scripts(
    browser: Browser, running: Running, width: int, scheme: str, scripts: bool
) -> None:
    held = noon() + timedelta(days=18)
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "java_script_enabled": scripts}
    with visitor(browser, locale="sv-FI", **looks) as context:
        page = running.sign_in(context)
        for view in ("timeline", "week"):
            address = f"/workspace/schedule?view={view}&day={held.date()}"
            page.goto(running.address + address)
            if scripts:
                check(page, address)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        follow(page.locator(f"a[href*='{running.pages.sessions[3]}/move']:visible"), "Enter")
        page.locator("[name=starts]").fill("09:00")
        page.locator("[name=ends]").fill("10:15")
        with page.expect_navigation():
            page.locator("[name=ends]").press("Enter")
        if scripts:
            check(page, f"/workspace/sessions/{running.pages.sessions[3]}/move")
        assert page.locator("main table").inner_text().count("09.00–10.15") or "9.00–10.15" in page.content()
        follow(page.locator("main form .btn-primary"), "Enter")
        follow(page.locator("form.undoable button"), "Enter")
        assert page.locator("form.undoable").count() == 0
