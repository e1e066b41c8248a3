"""A project is written down, with funder, budget, work packages and indicators, and a series joins it."""

import pytest

from tests.support.looks import Look
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_project_is_begun_and_a_series_joins_it(walk: Walk, look: Look) -> None:
    title = f"Osaamisen silta {look.width} {look.scheme}"
    organiser = walk()
    organiser.go("/workspace/projects")
    organiser.follow("main a[href$='/projects/new']")
    organiser.type("[name=title]", title)
    organiser.type("[name=reference]", "S22345")
    organiser.day("[name=starts_on]", "2089-01-01")
    organiser.day("[name=ends_on]", "2091-12-31")
    organiser.type("[name=budget]", "120000")
    organiser.type("[name=work_packages]", "Koulutukset")
    organiser.type("[name=indicators]", "Osallistujia: 300")
    organiser.follow("main form .btn-primary")
    assert title in organiser.page.title()
    assert "S22345" in organiser.text
    assert "300" in organiser.text
    organiser.reach("[name=series]")
    organiser.page.keyboard.press("ArrowDown")
    organiser.follow("form:has([name=series]) button[type=submit]")
    assert organiser.page.locator("main a[href*='/workspace/series/']").count() == 1
