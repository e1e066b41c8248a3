"""The series where Kierros is not: on another site, in a feed reader, on paper."""

import pytest
from flask import Flask

from tests.shared.web.address import served
from tests.support.catalogue_installation import TITLES, Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "code",
    [
        '<iframe src="{list}" title="Kierros" width="100%" height="600"></iframe>',
        '<script src="{list}.js" data-title="Kierros" async></script>',
    ],
    ids=["frame", "script"],
)
def test_list_stands_on_another_site(walk: Walk, running: Running, code: str) -> None:
    shown = code.format(list=f"{running.address}/embed/{running.pages.organisation}")
    school = Flask("school")
    school.add_url_rule(
        "/", view_func=lambda: f"<!doctype html><html lang=fi><title>Koulu</title><h1>Koulu</h1>{shown}"
    )
    with served(school) as address:
        visitor = walk(signed_in=False)
        visitor.page.goto(address)
        link = visitor.page.frame_locator("iframe").locator("a", has_text=TITLES[1])
        link.wait_for()
        for _tab in range(5):
            visitor.page.keyboard.press("Tab")
            if link.evaluate("one => one === document.activeElement"):
                break
        with visitor.page.context.expect_page() as beside:
            visitor.page.keyboard.press("Enter")
        assert beside.value.url.startswith(running.address), "the site that shows the list stays open"


def test_feed_tells_of_series_and_paper_has_no_menus(walk: Walk, running: Running) -> None:
    visitor = walk(signed_in=False)
    visitor.go("/series")
    feed = visitor.reach("main a[href*='.atom']").get_attribute("href")
    told = visitor.page.request.get(f"{running.address}{feed}")
    assert told.headers["content-type"].startswith("application/atom+xml")
    assert "<entry" in told.text()
    for path in ("/series/kierros", "/month", "/series"):
        visitor.go(path)
        visitor.page.emulate_media(media="print")
        for menu in visitor.page.locator(
            "body > header nav, body > footer nav, main form[role=search], .not-printed"
        ).all():
            assert not menu.is_visible(), path
        assert visitor.page.locator("main h1").is_visible(), path
        visitor.page.emulate_media(media="screen")
