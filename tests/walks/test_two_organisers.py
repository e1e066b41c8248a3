"""Two organisers edit the same session: what both wrote is shown, and nothing is lost."""

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_second_to_save_sees_what_the_first_one_wrote(walk: Walk, running: Running) -> None:
    edit = f"/workspace/sessions/{running.pages.draft_session}/edit"
    quick, slow = walk(), walk()
    quick.go(edit)
    slow.go(edit)
    quick.type("[name=venue]", "Sali 2")
    quick.follow("main form .btn-primary")
    slow.type("[name=title]", "Toisen otsikko")
    slow.type("[name=venue]", "Sali 3")
    slow.follow("main form .btn-primary")
    assert "Sali 2" in slow.text, "what the other one wrote is shown"
    assert slow.page.locator("[name=venue]").input_value() == "Sali 3", "and what one typed stays"
    slow.follow("main form .btn-primary")
    slow.go(edit)
    assert slow.page.locator("[name=title]").input_value() == "Toisen otsikko"
    assert slow.page.locator("[name=venue]").input_value() == "Sali 3"
