"""How pages are looked at: at which widths, in light or dark, in which language; and pictures of them where asked for.

`make pictures` looks at every page in all looks and keeps what it saw; `make test` looks at each in two, and lets axe
look in one of them, which the page's address decides: looking twice took as long as all else that a page's test does.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from playwright.sync_api import Page

from tests.support.browser import axe

#: the folder that pictures go to; without it none are taken
PICTURES = Path(folder) if (folder := os.environ.get("KIERROS_PICTURES")) else None


class Look(NamedTuple):
    """One way of looking: the browser's language, its width in px, light or dark."""

    locale: str
    width: int
    scheme: str


#: a phone, a tablet, a wide screen, each in light and dark; every language twice
ALL = (
    Look("en-GB", 360, "light"),
    Look("sv-FI", 360, "dark"),
    Look("sv-FI", 768, "light"),
    Look("fi-FI", 768, "dark"),
    Look("fi-FI", 1440, "light"),
    Look("en-GB", 1440, "dark"),
)
LOOKS = ALL if PICTURES else (Look("fi-FI", 1280, "light"), Look("sv-FI", 360, "dark"))

#: a long page is drawn slowly where others are drawn beside it
_PATIENCE_MS = 60_000

_LOOK = """({lang: document.documentElement.lang, wanted: navigator.language, room: window.innerWidth,
    width: document.documentElement.scrollWidth, dark: matchMedia("(prefers-color-scheme: dark)").matches})"""
_WIDE = """() => [...document.querySelectorAll("body *")].filter(
    one => one.getBoundingClientRect().right > window.innerWidth).map(one => one.outerHTML.slice(0, 120))"""
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{30,}")


def readable(page: Page) -> None:
    """A page stands in nobody's way: axe finds nothing, its language is the visitor's, it doesn't scroll sideways."""
    found = axe(page) if PICTURES or _is_its_turn(page) else []
    if PICTURES:
        seen = page.evaluate(_LOOK)
        _keep(page, PICTURES, f"{seen['room']}-{'dark' if seen['dark'] else 'light'}-{seen['lang']}")
    assert found == [], page.url
    fits(page)


def _is_its_turn(page: Page) -> bool:
    """Half of the pages on the narrow screen, half on the wide one; the same half each time."""
    is_narrow: bool = page.evaluate("window.innerWidth < 700")
    return bool(crc32(_named(page).encode()) % 2) == is_narrow


def fits(page: Page) -> None:
    """A page speaks the visitor's language and doesn't scroll sideways."""
    seen = page.evaluate(_LOOK)
    assert seen["lang"] == seen["wanted"][:2], page.url
    assert seen["width"] <= seen["room"], (page.url, page.evaluate(_WIDE))


def _keep(page: Page, folder: Path, look: str) -> None:
    name = re.sub(r"[^\w-]+", "-", _named(page)).strip("-") or "home"
    taken = folder / os.environ["PYTEST_CURRENT_TEST"].split("::")[0].removeprefix("tests/").removesuffix(".py")
    taken.mkdir(parents=True, exist_ok=True)
    again = len([*taken.glob(f"{name[:80]}~*~{look}.png")])
    page.screenshot(path=taken / f"{name[:80]}~{again}~{look}.png", full_page=True, timeout=_PATIENCE_MS)


def _named(page: Page) -> str:
    """The same for the same page of another run, whatever is in it."""
    parts = urlsplit(page.url)
    return "-".join(_IDS.sub("x", part) for part in (*parts.path.strip("/").split("/"), parts.query))
