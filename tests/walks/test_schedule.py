"""A session is moved without a mouse: seen before it is done, told of, and taken back."""

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_session_is_moved_to_a_holiday_seen_and_taken_back(walk: Walk, running: Running) -> None:
    session = running.pages.sessions[3]
    organiser = walk()
    organiser.go("/workspace/schedule?view=list")
    organiser.follow(f"main a[href*='{session}/move']")
    organiser.day("[name=day]", "2090-12-06")
    organiser.clock("[name=starts]", "09:00")
    organiser.clock("[name=ends]", "10:15")
    organiser.send()
    assert "6.12.2090" in organiser.text or "6 December 2090" in organiser.text
    assert organiser.page.locator(".notice-warning").count() >= 1, "it is a holiday"
    organiser.follow("main form .btn-primary")
    organiser.follow("form.undoable button")
    assert organiser.page.locator("form.undoable").count() == 0
