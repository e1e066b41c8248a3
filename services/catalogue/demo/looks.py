"""Looks of the demo's organisations: colours, and a mark that is nobody's logo."""

import io

from PIL import Image, ImageDraw

from services.catalogue.demo.programmes import METROPOLIA, OULU

COLOURS = {METROPOLIA: "#a92d1a", OULU: "#4b3c97"}
_WIDE, _HIGH = 420, 140


def mark(colour: str) -> bytes:
    """A circle and a bow in a colour, on nothing: a PNG."""
    picture = Image.new("RGBA", (_WIDE, _HIGH), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 20, 110, 120), outline=colour, width=22)
    draw.arc((130, 30, 310, 210), 180, 360, fill=colour, width=22)
    draw.ellipse((330, 50, 400, 120), fill=colour)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
