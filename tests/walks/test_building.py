"""Next season from the last one, by keyboard: copied, changed in the table, repeated by a rule, published at a time."""

import pytest

from tests.support.looks import Look
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_season_is_copied_repeated_changed_and_published_at_a_time(walk: Walk, look: Look) -> None:
    organiser = walk()
    organiser.go("/workspace/series/kierros")
    organiser.follow("a[href$='/kierros/copy']")
    organiser.day("[name=first_day]", "2090-01-10")
    organiser.type("[name=title]", f"Kevät {look.width} {look.scheme}")
    organiser.follow("main form button[name=look]")
    assert "1.2090" in organiser.text or "January 2090" in organiser.text
    organiser.follow("main form .btn-primary")
    assert organiser.page.url.endswith(f"kevat-{look.width}-{look.scheme}/sessions/edit")
    organiser.type("[name$='-title']", "Alku")
    organiser.follow("main form .btn-primary")
    assert "Alku" in organiser.text

    organiser.open("details:has(a[href$='/repeat']) > summary")
    organiser.follow("a[href$='/repeat']")
    organiser.day("[name=first_day]", "2090-06-01")
    organiser.type("[name=count]", "3")
    organiser.send()
    organiser.follow("main form .btn-primary:not([name=look])")

    organiser.follow("a[href$='/publish-later']")
    organiser.day("[name=day]", "2089-12-01")
    organiser.follow("main form .btn-primary")
    assert "1.12.2089" in organiser.text or "1 December 2089" in organiser.text
