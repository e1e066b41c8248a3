"""The workspace's first page: what needs somebody today, each line a way to where it is mended."""

import pytest

from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_each_thing_of_today_leads_to_where_it_is_mended(walk: Walk) -> None:
    organiser = walk()
    organiser.go("/workspace")
    ways = organiser.page.locator("[aria-labelledby=today] a")
    # a deadline, a presenter who declined, materials, people who wait, captions, a draft
    assert ways.count() >= 6
    for number in range(ways.count()):
        way = f"[aria-labelledby=today] li:nth-child({number + 1}) a"
        leads = ways.nth(number).evaluate("one => one.href")
        organiser.follow(way)
        assert organiser.page.url == leads
        assert organiser.page.locator("main h1").is_visible(), leads
        organiser.page.go_back()
