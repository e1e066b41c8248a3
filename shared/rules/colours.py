"""Whether an organisation's own colour can be read where ours stands, and what else follows from it.

Contrast is that of WCAG 2.2 (relative luminance). The colour is written in, and on, in the light theme; the dark
theme's shade is the same hue made lighter until it can be read on every dark ground.
"""

import colorsys
import re
from collections.abc import Callable
from dataclasses import dataclass

#: of text on its ground; lines and icons need less
LEAST = 5.4
_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
#: page, card, quiet area: as in kierros.css
LIGHT_GROUNDS = ("#fbfaf7", "#ffffff", "#f1ede4")
DARK_GROUNDS = ("#10161d", "#18212b", "#212c38")
_BLACK, _WHITE = "#000000", "#ffffff"
#: how much of the colour is in a ground tinted with it
_TINT_LIGHT, _TINT_DARK = 0.08, 0.12
_STEPS = 400
_STRAIGHT_UNTIL = 0.04045


class BadColour(ValueError):
    """What was written is no colour."""


@dataclass(frozen=True, slots=True)
class Shades:
    """What stands in place of our own primary: in the light theme, in the dark one. ``strong`` is under a pointer."""

    light: str
    dark: str
    strong_light: str
    strong_dark: str
    tint_light: str
    tint_dark: str


#: those of kierros.css, where an organisation has none of its own
OURS = Shades("#1c5d59", "#7cc7be", "#134744", "#a3dbd4", "#e6efec", "#1c3236")


def normalise(written: str) -> str:
    """``#rrggbb`` in lower case, of #RGB or RRGGBB too. Raises BadColour."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        raise BadColour(written)
    digits = match.group(1).lower()
    return "#" + (digits if len(digits) == len("rrggbb") else "".join(one * 2 for one in digits))


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 for the same to 21 for black and white (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def can_be_read(colour: str) -> bool:
    """Whether it does on every ground of the light theme; then white can be read on it too."""
    return _fits(colour, LIGHT_GROUNDS, _TINT_LIGHT)


def nearest_that_does(colour: str) -> str:
    """The same hue, made only so much darker that it can be read."""
    return _first(colour, _BLACK, can_be_read)


def shades(colour: str) -> Shades:
    """All that follows from a colour that can be read."""
    dark = _first(colour, _WHITE, lambda shade: _fits(shade, DARK_GROUNDS, _TINT_DARK))
    return Shades(
        light=colour,
        dark=dark,
        strong_light=_mixed(colour, _BLACK, 0.25),
        strong_dark=_mixed(dark, _WHITE, 0.3),
        tint_light=_mixed(LIGHT_GROUNDS[1], colour, _TINT_LIGHT),
        tint_dark=_mixed(DARK_GROUNDS[1], dark, _TINT_DARK),
    )


def _linear(channel: float) -> float:
    """Of sRGB's gamma curve, as WCAG 2.2 writes it."""
    return channel / 12.92 if channel <= _STRAIGHT_UNTIL else ((channel + 0.055) / 1.055) ** 2.4


def _fits(colour: str, grounds: tuple[str, ...], share: float) -> bool:
    """Whether it can be read on these and on the card tinted with itself."""
    every = (*grounds, _mixed(grounds[1], colour, share))
    return min(contrast(colour, ground) for ground in every) >= LEAST


def _first(colour: str, goal: str, does: Callable[[str], bool]) -> str:
    """The first shade on the way to black or white that does; hue and saturation stay."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    way = (1.0 if goal == _WHITE else 0.0) - lightness
    steps = (lightness + way * step / _STEPS for step in range(_STEPS + 1))
    shaded = (_written(*colorsys.hls_to_rgb(hue, there, saturation)) for there in steps)
    return next((shade for shade in shaded if does(shade)), goal)


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    red, green, blue = (mine + (theirs - mine) * share for mine, theirs in pairs)
    return _written(red, green, blue)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in (red, green, blue))
