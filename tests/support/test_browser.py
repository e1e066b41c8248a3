from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import axe, follow, visitor

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Kierros</title></head>
<body><main><h1>Tervetuloa</h1>%s</main></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Give a page in two halves, as a network does."""
        page = source.read()
        outputfile.write(page[: len(page) // 2])
        sleep(0.3)
        outputfile.write(page[len(page) // 2 :])

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class names it so
        """Says nothing: a test's output is for failures."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda request, client, owner: _Quiet(request, client, owner, directory=str(tmp_path))
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _width(page: Page, text: str) -> float:
    page.set_content(f"<span id='text' style='font: 40px sans-serif'>{text}</span>")
    return float(page.evaluate("document.getElementById('text').getBoundingClientRect().width"))


def test_browser_has_glyphs_for_nordic_letters(page: Page) -> None:
    assert _width(page, "åäöÅÄÖ") > 100
    first = page.locator("#text").screenshot()
    assert _width(page, "aaoAAO") > 100
    assert page.locator("#text").screenshot() != first


def test_browser_reads_a_served_page(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    (folder / "index.html").write_text(PAGE % "<p>åäö</p>", "utf-8")
    page.goto(address)
    assert page.inner_text("p") == "åäö"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Helsinki"


def test_what_is_read_after_following_a_link_is_on_the_new_page(page: Page, served: tuple[Path, str]) -> None:
    folder, address = served
    (folder / "index.html").write_text(PAGE % "<a href='next.html'>On</a>", "utf-8")
    (folder / "next.html").write_text(PAGE % "<p>There</p>", "utf-8")
    page.goto(address)
    follow(page.get_by_role("link"))
    assert page.get_by_text("There").count() == 1


def test_visitor_whose_page_reaches_for_another_machine_is_told(browser: Browser) -> None:
    with pytest.raises(AssertionError, match=r"example\.org/font"), visitor(browser) as context:
        context.new_page().set_content(PAGE % "<img alt='' src='http://example.org/font'>")


def test_visitor_whose_page_has_a_failing_script_is_told(browser: Browser) -> None:
    with pytest.raises(AssertionError, match="nextStop is not defined"), visitor(browser) as context:
        context.new_page().set_content(PAGE % "<script>nextStop()</script>")


def test_axe_on_a_sound_page_finds_nothing(page: Page) -> None:
    page.set_content(PAGE % "<p>Hei</p>")
    assert axe(page) == []


def test_axe_on_a_picture_without_words_names_it(page: Page) -> None:
    page.set_content(PAGE % "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    assert [line for line in axe(page) if line.startswith("image-alt (critical)")]
