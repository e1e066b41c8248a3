"""A presenter with nothing but the link from a mail: answers, proposes another time, writes a profile."""

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_presenter_answers_proposes_and_writes_a_profile(walk: Walk, running: Running) -> None:
    presenter = walk(signed_in=False)
    presenter.go(running.pages.presenting)
    presenter.follow("button[name=reply][value=accepted]")
    assert presenter.page.locator(".notice-success").is_visible()
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
