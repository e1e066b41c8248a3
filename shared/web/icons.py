"""Icons of one set (Tabler), drawn into the page so that they take the colour of the words beside them."""

import re
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "static" / "vendor" / "icons"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_FRAME = re.compile(r'<path stroke="none"[^>]*/>')


class UnknownIconError(LookupError):
    """No icon of that name was installed."""


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """Return the inline `<svg>` of an icon, hidden from screen readers: the words beside it say what it means.

    `name` is the icon's name in the set, such as "calendar-event". Raises UnknownIconError when it is not installed;
    icons are listed in `shared/setup/assets.json`.
    """
    file = FOLDER / f"{name}.svg"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise UnknownIconError(
            f"The icon {name!r} is not installed: list it in shared/setup/assets.json and set up again."
        )
    return drawn(file.read_text(encoding="utf-8"))


def drawn(source: str) -> Markup:
    """Return the icon's drawing in our own frame: `source` is the SVG file's text."""
    match = _DRAWING.search(source)
    if match is None:
        raise UnknownIconError("The icon's file holds no drawing.")
    shapes = " ".join(_FRAME.sub("", match.group(1)).split())
    return Markup(  # noqa: S704  # the drawing comes from our own set-up, never from a person
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{shapes}</svg>'
    )
