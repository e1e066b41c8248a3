"""A series is kept as a template, and the next one begins with it."""

import pytest

from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_series_becomes_a_template_and_the_template_a_series(walk: Walk) -> None:
    organiser = walk()
    organiser.go("/workspace/series/kierros")
    organiser.follow("main a[href$='/template']")
    organiser.type("[name=title]", "Vuosikierros")
    organiser.tick("[name=links]")
    organiser.follow("main form .btn-primary")
    organiser.go("/workspace")
    organiser.follow("main a[href$='/templates']")
    organiser.follow("main li a.btn")
    organiser.day("[name=first_day]", "2090-01-10")
    organiser.type("[name=title]", "Kierros 2090")
    organiser.follow("main form button[name=look]")
    organiser.follow("main form .btn-primary")
    assert organiser.page.url.endswith("/kierros-2090/sessions/edit")
    assert "Nepsy arjessa" in organiser.text
