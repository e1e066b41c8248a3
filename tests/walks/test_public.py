"""A visitor finds a series by a word form, narrows down, and reads on which day it begins."""

import pytest

from tests.support.catalogue_installation import TITLES
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_series_is_found_by_a_form_of_its_word_and_narrowed_down(walk: Walk) -> None:
    visitor = walk(signed_in=False)
    visitor.go("/")
    visitor.type("main [name=q]", "opinnoista")
    visitor.send()
    assert TITLES[0] in visitor.text
    visitor.follow("main .series-card a, main .line-title a")
    assert visitor.page.locator("main h1").is_visible()
    visitor.go("/month?day=2027-01-31")
    visitor.go("/series?kind=course")
    for statement in ("/accessibility", "/privacy", "/api"):
        visitor.go(statement)
    assert "/api/v1" in visitor.text
