"""The workspace's first page: what needs somebody today, each line a way to where it is mended."""

import pytest

from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_each_thing_of_today_leads_to_where_it_is_mended(walk: Walk) -> None:
    organiser = walk()
    organiser.go("/workspace")
    ways = organiser.page.locator("[aria-labelledby=today] a").evaluate_all("all => all.map(one => one.href)")
    assert ways, "the series has sessions without links and presenters who have not answered"
    organiser.follow("[aria-labelledby=today] a")
    assert organiser.page.url == ways[0]
    for way in dict.fromkeys(ways):
        if way.startswith(organiser.address):
            organiser.page.goto(way)
            assert organiser.page.locator("main h1").is_visible(), way
