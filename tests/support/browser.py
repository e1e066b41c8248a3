"""A real browser for tests: `browser` for the whole run, `context` and `page` fresh for each test.

`visitor(...)` gives another kind of visitor (a phone, another language), `axe(page)` what stands in someone's way,
`follow(link)` leads to another page.

A page that asks for something outside this machine, or whose script fails, fails its test.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, sync_playwright

from tests.support import chromium

AXE = Path(__file__).parents[2] / "var" / "tools" / "axe" / "axe.min.js"
# WCAG 2.2 AA and what axe's makers found to be good practice.
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

HOME = ["localhost", "127.0.0.1", "::1"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # what is asked of other machines never leaves this one
    f"--host-resolver-rules=MAP * ~NOTFOUND, {', '.join(f'EXCLUDE {host}' for host in HOME)}",
]


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser of this machine's own."""
    found = chromium.find()
    environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found.program, env=environment, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run; starting it takes longer than most tests."""
    with launched() as running:
        yield running


@contextmanager
def visitor(browser: Browser, **differing: Any) -> Iterator[BrowserContext]:
    """A visitor of their own: no cookies, in Finnish, in Helsinki, on a laptop's screen, unless said otherwise."""
    usual = {"locale": "fi-FI", "timezone_id": "Europe/Helsinki", "viewport": {"width": 1280, "height": 800}}
    context = browser.new_context(**{**usual, **differing})
    context.set_default_timeout(10_000)
    abroad: list[str] = []
    errors: list[str] = []

    def note_abroad(request: Request) -> None:
        if urlsplit(request.url).hostname not in HOME:
            abroad.append(request.url)

    # not by way of `route`, which would have each page fetch its styles anew
    context.on("request", note_abroad)
    context.on("weberror", lambda raised: errors.append(str(raised.error)))
    yield context
    context.close()
    assert not abroad, f"the page asked for what is not ours to serve: {abroad}"
    assert not errors, f"the page's script failed: {errors}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A usual visitor."""
    with visitor(browser) as usual:
        yield usual


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that visitor."""
    return context.new_page()


def follow(way: Locator, key: str = "") -> None:
    """Go where a link, a button or, by key, a focused field leads; what is read next is read from the new page.

    A click alone is over before the next page has come.
    """
    with way.page.expect_navigation():
        way.press(key) if key else way.click()


def axe(page: Page) -> list[str]:
    """What stands in the way of someone on this page, one sentence per place; empty when nothing does."""
    # a page whose styles are still under way looks crowded
    page.wait_for_load_state()
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        # none of these rules reads style sheets, which axe would load once more
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})",
        AXE_RULES,
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']} -- {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
