"""Pictures that people give."""

import io

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), colour: str = "#4b3c97") -> bytes:
    """One of a single colour."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()
