"""A draft is shown to a colleague who has no account, and a change of it is taken back from its history."""

import pytest

from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_draft_is_shown_by_a_link_that_ends(walk: Walk) -> None:
    organiser, colleague = walk(), walk(signed_in=False)
    organiser.go("/workspace/series/luonnos")
    organiser.follow("main a[href$='/link']")
    link = organiser.page.locator("#link").input_value()
    colleague.go(link.partition("/drafts/")[1] + link.partition("/drafts/")[2])
    colleague.follow("main .route a, main .stops a")
    assert colleague.page.locator(".notice-warning").is_visible(), "it is said to be a draft"
    organiser.follow("form[action$='/link/end'] .btn")
    colleague.page.reload()
    assert colleague.page.locator(".notice-warning").count() == 0


def test_change_is_taken_back_from_the_history(walk: Walk) -> None:
    organiser = walk()
    organiser.go("/workspace/series/luonnos/edit")
    organiser.type("[name=title]", "Uusi nimi")
    organiser.follow("main form .btn-primary")
    organiser.follow("main a[href$='/history']")
    organiser.follow("main a[href*='/changes/']")
    assert "Uusi nimi" in organiser.text
    organiser.follow("main form .btn-primary")
    organiser.go("/workspace/series/luonnos")
    assert "Uusi nimi" not in organiser.page.locator("h1").inner_text()
