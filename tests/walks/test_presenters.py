"""A presenter with nothing but the link from a mail: answers, proposes another time, writes a profile."""

import pytest
from playwright.sync_api import expect

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_presenter_answers_proposes_and_writes_a_profile(walk: Walk, running: Running) -> None:
    presenter = walk(signed_in=False)
    presenter.go(running.pages.presenting)
    presenter.follow("button[name=reply][value=accepted]")
    told = presenter.page.locator("li .notice-success")
    assert told.is_visible()
    presenter.open("li:has(.notice-success) .decline > summary")
    presenter.type("details.decline[open] textarea", "Olen lomalla")
    presenter.follow("details.decline[open] button")
    assert "Olen lomalla" in presenter.text
    expect(told).to_be_in_viewport()
    presenter.follow("a[href$='/propose']")
    presenter.day("[name=day]", "2090-02-01")
    presenter.clock("[name=starts]", "13:00")
    presenter.clock("[name=ends]", "14:00")
    presenter.follow("main form .btn-primary")
    presenter.go(running.pages.presenting)
    presenter.follow("a[href$='/profile']")
    presenter.type("[name=title]", "Lehtori")
    presenter.follow("main form .btn-primary")
    presenter.go(f"{running.pages.presenting}/profile")
    assert presenter.page.locator("[name=title]").input_value() == "Lehtori"


def test_rehearsal_is_seen_and_a_file_added_by_the_presenter(walk: Walk, running: Running) -> None:
    organiser, presenter = walk(), walk(signed_in=False)
    organiser.go(f"/workspace/sessions/{running.pages.sessions[1]}/edit")
    organiser.choose("[name=rehearsal_before]", "30")
    organiser.follow("main form .btn-primary")

    presenter.go(running.pages.presenting)
    assert "13.30" in presenter.text or "13:30" in presenter.text, "half an hour before two o'clock"
    presenter.follow(f"#session-{running.pages.sessions[1]} a[href$='/materials']")
    presenter.follow("main a[href$='/add-link']")
    presenter.type("[name=url]", "https://example.org/ennakko")
    presenter.type("[name=title]", "Ennakkomateriaali")
    presenter.follow("main form .btn-primary")
    assert "Ennakkomateriaali" in presenter.text
    presenter.follow("main a[href$='/remove']")
    presenter.follow("main form .btn-danger, main form .btn-primary")
    assert presenter.page.locator("main a[href$='/remove']").count() == 0
