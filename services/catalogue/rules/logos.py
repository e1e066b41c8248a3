"""An organisation's logo, drawn anew of a picture that somebody gives: small, and nothing in it but the picture."""

import io
from enum import StrEnum

from PIL import Image, ImageOps

#: what is taken; a drawing in SVG can hold programs and ask other hosts for things
TYPES = ("PNG", "JPEG", "WEBP")
#: pictures come as phones take them and as designers send them
MOST_BYTES = 15 * 1024 * 1024
#: pixels of what is given: a small file can unfold into a picture that fills the memory
_MOST_PIXELS = 4000 * 4000
#: of what is unfolded at a fraction of its size
_MOST_PIXELS_OF_PHOTOS = 8200 * 6200
#: of what is kept: twice what pages show, for screens with small pixels
WIDTH, HEIGHT = 512, 160
#: of a photo of somebody, cut to a square
PHOTO_SIDE = 240
_LEAST_SIDE = 16
#: what can be unfolded at an eighth of its size; MPO is the JPEG of phones that keep a second picture behind the first
_UNFOLDED_SMALL = ("JPEG", "MPO")


class LogoProblem(StrEnum):
    """Why a picture isn't taken."""

    TYPE = "picture_type_not_taken"
    LARGE = "picture_too_large"
    SMALL = "picture_too_small"


class BadLogo(ValueError):
    """A picture that isn't taken."""

    def __init__(self, problem: LogoProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def drawn_anew(content: bytes) -> bytes:
    """The picture as WebP within 512 x 160 pixels; its shape stays. Raises BadLogo."""
    kept = _read(content, WIDTH)
    kept.thumbnail((WIDTH, HEIGHT))
    return _written(kept)


def photo_drawn_anew(content: bytes) -> bytes:
    """The middle of a photo as a square WebP, the way up that the camera noted. Raises BadLogo."""
    return _written(ImageOps.fit(_read(content, PHOTO_SIDE), (PHOTO_SIDE, PHOTO_SIDE)))


def _read(content: bytes, side: int) -> Image.Image:
    """The picture, the right way up; of a photo only so much of its detail as ``side`` pixels need."""
    if len(content) > MOST_BYTES:
        raise BadLogo(LogoProblem.LARGE)
    try:
        with Image.open(io.BytesIO(content), formats=TYPES) as given:
            _require_size(*given.size, _MOST_PIXELS_OF_PHOTOS if _is_unfolded_small(given) else _MOST_PIXELS)
            given.draft("RGB", (2 * side, 2 * side))
            upright = ImageOps.exif_transpose(given)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except BadLogo:
        raise
    except Image.DecompressionBombError as problem:
        raise BadLogo(LogoProblem.LARGE) from problem
    except Exception as problem:
        # the library raises whatever its readers of each format stumble over
        raise BadLogo(LogoProblem.TYPE) from problem


def _written(kept: Image.Image) -> bytes:
    drawn = io.BytesIO()
    kept.save(drawn, "WEBP", quality=90, method=6)
    return drawn.getvalue()


def _is_unfolded_small(given: Image.Image) -> bool:
    # the layers of a progressive one are kept at full size until the last has been read: 320 megabytes of a photo
    return given.format in _UNFOLDED_SMALL and not given.info.get("progressive")


def _require_size(width: int, height: int, most_pixels: int) -> None:
    """It is known before the picture is unfolded."""
    if width * height > most_pixels:
        raise BadLogo(LogoProblem.LARGE)
    if min(width, height) < _LEAST_SIDE:
        raise BadLogo(LogoProblem.SMALL)
