"""A series changes hands: whoever is asked sees what follows and takes it."""

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_series_is_taken_by_whom_it_is_offered_to(walk: Walk, running: Running) -> None:
    asked = walk()
    asked.go("/workspace")
    asked.follow("main a[href*='/handovers/']")
    assert asked.page.url.endswith(str(running.pages.handover))
    asked.follow("button[name=answer][value=yes]")
    asked.go("/workspace")
    assert asked.page.locator("main a[href*='/handovers/']").count() == 0, "it is answered"
    asked.go("/workspace/series/kierros/handover")
    asked.reach("select[name$=account]")
