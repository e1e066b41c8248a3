"""How much a first visit to a public page brings: every byte of every answer, as a real browser gets it."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Response

from benchmarks.installation import install
from benchmarks.report import Figure
from tests.support.browser import launched

MOST_KB, MOST_SCRIPT_KB = 150, 50
_KB = 1000


def measure(folder: Path) -> list[Figure]:
    """Each page by a visitor who has never been there: all of it, and the scripts of the one that has most of them."""
    installation = install(folder)
    installation.command("demo")
    figures, scripts = [], 0.0
    with installation.up(), launched() as browser:
        bases = [f"http://127.0.0.1:{installation.ports[name]}" for name in ("catalogue", "registration")]
        for name, address in _pages(browser, *bases).items():
            everything, of_scripts = first_visit(browser, address)
            figures.append(Figure(f"first visit, {name}", everything, "kB", at_most=MOST_KB))
            scripts = max(scripts, of_scripts)
    return [*figures, Figure("scripts of the page with most", scripts, "kB", at_most=MOST_SCRIPT_KB)]


def first_visit(browser: Browser, address: str) -> tuple[float, float]:
    """Kilobytes (1000 bytes) of all bodies as they came over the wire, and of scripts among them."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fi-FI")
    answers: list[Response] = []
    page = context.new_page()

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    sizes = [(one.request.resource_type, one.request.sizes()["responseBodySize"]) for one in answers]
    if failed := [one.url for one in answers if one.status != 200]:
        raise RuntimeError(f"not all came: {failed}")
    context.close()
    return sum(size for _kind, size in sizes) / _KB, sum(size for kind, size in sizes if kind == "script") / _KB


def _pages(browser: Browser, catalogue: str, registration: str) -> dict[str, str]:
    """The public pages by name, of the demo: a session and a form are found by way of their series."""
    page = browser.new_page()
    page.goto(f"{catalogue}/series/lastensuojelun-kehittamisohjelma")
    session = re.findall(r'href="(/sessions/[^"#]+)"', page.content())[0]
    offering = re.findall(r"/register/([0-9a-f-]+)", page.content())[0]
    page.close()
    return {
        "home": catalogue,
        "list of series": f"{catalogue}/series",
        "series": f"{catalogue}/series/tutustumiskierros",
        "programme": f"{catalogue}/series/lastensuojelun-kehittamisohjelma",
        "session": catalogue + session,
        "month": f"{catalogue}/month",
        "form to register": f"{registration}/register/{offering}",
    }
