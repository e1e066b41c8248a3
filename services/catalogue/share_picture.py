"""The picture that a link to a series shows where it is shared: title, organiser, next date, in its look."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from shared.web.route import StopState
from shared.web.static_files import FOLDER

#: what the Open Graph protocol's readers show whole
WIDTH, HEIGHT = 1200, 630
#: one takes some 20 kB and a tenth of a second
_MOST_KEPT = 200
_EDGE, _BAND = 72, 20
_PAGE, _CARD, _TEXT, _QUIET = "#fbfaf7", "#ffffff", "#1b2430", "#566070"
_BOLD, _PLAIN = 700, 450
_TITLE_SIZES, _TITLE_LINES = (76, 66, 56, 48), 3
_LEADING = 1.18
_LATIN_ENDS = 0xFF
_LOGO = (360, 96)
_STOPS_Y, _MOST_STOPS = 452, 14


@dataclass(frozen=True, slots=True)
class Facts:
    """What it says, in the words of the series' language."""

    kind: str
    title: str
    organiser: str
    #: when it is next, or that it is over; empty: nothing is known
    when: str
    colour: str
    logo: bytes | None
    #: its route, drawn as far as it fits
    stops: tuple[StopState, ...]


@lru_cache(maxsize=_MOST_KEPT)
def drawn(facts: Facts) -> bytes:
    """A PNG of 1200 x 630; the same facts are drawn once per process."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAGE)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, _BAND, HEIGHT), fill=facts.colour)
    _write(draw, (_EDGE, 74), facts.kind, 32, _PLAIN, _QUIET)
    if facts.logo:
        _put_logo(picture, facts.logo)
    size, lines = _title(facts.title)
    for number, line in enumerate(lines):
        _write(draw, (_EDGE, 150 + round(number * size * _LEADING)), line, size, _BOLD, _TEXT)
    _draw_stops(draw, facts)
    _write(draw, (_EDGE, 498), _cut(facts.organiser, 34, _BOLD), 34, _BOLD, facts.colour)
    _write(draw, (_EDGE, 548), _cut(facts.when, 32, _PLAIN), 32, _PLAIN, _TEXT)
    made = io.BytesIO()
    # few colours are in it, so a palette halves what is sent
    picture.quantize(128, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _put_logo(picture: Image.Image, content: bytes) -> None:
    with Image.open(io.BytesIO(content)) as given:
        logo = given.convert("RGBA")
    logo.thumbnail(_LOGO)
    place = (WIDTH - _EDGE - logo.width, 48)
    plate = (place[0] - 14, place[1] - 10, place[0] + logo.width + 14, place[1] + logo.height + 10)
    ImageDraw.Draw(picture).rounded_rectangle(plate, 12, fill=_CARD)
    picture.paste(logo, place, logo)


def _draw_stops(draw: ImageDraw.ImageDraw, facts: Facts) -> None:
    """Past ones filled, the next one ringed and larger, those to come open, as everywhere."""
    stops = facts.stops[:_MOST_STOPS]
    if not stops:
        return
    step = min(120, (WIDTH - 2 * _EDGE - 40) // max(1, len(stops) - 1))
    at = [_EDGE + 20 + number * step for number in range(len(stops))]
    draw.line((at[0], _STOPS_Y, at[-1], _STOPS_Y), fill=facts.colour, width=6)
    for x, state in zip(at, stops, strict=True):
        radius, line = (19, 9) if state in ("next", "now") else (13, 6)
        fill = facts.colour if state == "past" else _PAGE
        draw.ellipse((x - radius, _STOPS_Y - radius, x + radius, _STOPS_Y + radius), fill, facts.colour, line)
        if state == "cancelled":
            draw.line((x - 5, _STOPS_Y - 5, x + 5, _STOPS_Y + 5), fill=facts.colour, width=4)
            draw.line((x - 5, _STOPS_Y + 5, x + 5, _STOPS_Y - 5), fill=facts.colour, width=4)


def _title(text: str) -> tuple[int, list[str]]:
    """The largest size in which it fits, and its lines; one that fits in none is cut."""
    fitting = ((size, list(_lines(text, size))) for size in _TITLE_SIZES)
    found = next(((size, lines) for size, lines in fitting if len(lines) <= _TITLE_LINES), None)
    if found:
        return found
    smallest = _TITLE_SIZES[-1]
    lines = list(_lines(text, smallest))
    kept = lines[: _TITLE_LINES - 1]
    return smallest, [*kept, _cut(" ".join(lines[len(kept) :]), smallest, _BOLD)]


def _lines(text: str, size: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, size, _BOLD) > WIDTH - 2 * _EDGE:
            yield _cut(line, size, _BOLD)
            longer = word
        line = longer
    yield _cut(line, size, _BOLD)


def _cut(text: str, size: int, weight: int) -> str:
    """As much of it as one line holds."""
    if _length(text, size, weight) <= WIDTH - 2 * _EDGE:
        return text
    while text and _length(text + "…", size, weight) > WIDTH - 2 * _EDGE:
        text = text[:-1]
    return text.rstrip() + "…"


def _length(text: str, size: int, weight: int) -> float:
    return sum(_face(is_latin, size, weight).getlength(run) for is_latin, run in _runs(text))


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, weight: int, colour: str) -> None:
    x: float = place[0]
    for is_latin, run in _runs(text):
        face = _face(is_latin, size, weight)
        # by the line it stands on, or letters of the two files would jump
        draw.text((x, place[1] + size), run, colour, face, anchor="ls")
        x += face.getlength(run)


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """The face comes in two files, as browsers get it: Western letters, and those of all other Latin alphabets."""
    for is_latin, letters in groupby(text, lambda letter: ord(letter) <= _LATIN_ENDS or letter in "–—‘’“”…"):
        yield is_latin, "".join(letters)


@lru_cache(maxsize=64)
def _face(is_latin: bool, size: int, weight: int) -> ImageFont.FreeTypeFont:
    name = "latin" if is_latin else "latin-ext"
    # without Raqm, so that fonts lay out alike wherever this runs
    face = ImageFont.truetype(
        str(FOLDER / f"vendor/inter/inter-{name}-wght-normal.woff2"), size, layout_engine=ImageFont.Layout.BASIC
    )
    face.set_variation_by_axes([weight])
    return face
