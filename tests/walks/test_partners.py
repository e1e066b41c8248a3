"""An organisation becomes a partner of a series, and gets another role."""

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_partner_is_added_and_gets_another_role(walk: Walk, running: Running) -> None:
    organiser = walk()
    organiser.go("/workspace/organisations/new")
    organiser.type("[name=name]", f"Kuopion koulutus {organiser.page.viewport_size}")
    organiser.follow("main form .btn-primary")
    organiser.go("/workspace/series/luonnos/partners")
    before = organiser.page.locator("main select[id^=role-]").count()
    organiser.reach("select[name=organisation]")
    organiser.page.keyboard.press("End")
    organiser.tick("[name=role]")
    organiser.follow("section[aria-labelledby=add] .btn-primary")
    assert organiser.page.locator("main select[id^=role-]").count() == before + 1
    organiser.choose("select[id^=role-]", "funder")
    organiser.page.keyboard.press("Tab")
    organiser.send()
    assert organiser.page.locator("select[id^=role-]").first.input_value() == "funder"
    organiser.go("/series/luonnos")
    organiser.go("/workspace/series/kierros/handover")
    organiser.reach("main form .btn-primary")
