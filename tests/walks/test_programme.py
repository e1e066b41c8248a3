"""A programme's assignment is set, its picture and its text say the same, and a path leads through several series."""

import pytest

from tests.support.looks import Look
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_assignment_is_set_and_the_programme_drawn(walk: Walk, look: Look) -> None:
    title = f"Lue artikkeli {look.width} {look.scheme}"
    organiser = walk()
    organiser.go("/workspace/series/kierros/programme")
    organiser.follow("main a[href$='/assignments/new']")
    organiser.type("[name=title]", title)
    organiser.choose("[name=session_id]", "")
    organiser.day("[name=due_on]", "2090-01-15")
    organiser.follow("main form .btn-primary")
    assert title in organiser.text
    organiser.go("/series/kierros")
    assert title in organiser.text
    organiser.go("/paths/polku")
    assert organiser.page.locator("main svg[role=img], main figure svg").count() >= 1
