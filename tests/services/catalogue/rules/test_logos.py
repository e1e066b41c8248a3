import io
import struct
import zlib

import pytest
from PIL import Image

from services.catalogue.rules.logos import HEIGHT, MOST_BYTES, WIDTH, BadLogo, LogoProblem, drawn_anew, photo_drawn_anew
from tests.support.pictures import picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_small(kind: str) -> None:
    with Image.open(io.BytesIO(drawn_anew(picture(kind, (3000, 1000))))) as drawn:
        assert (drawn.format, drawn.height) == ("WEBP", HEIGHT)
        assert drawn.width <= WIDTH
        assert drawn.width / drawn.height == pytest.approx(3, rel=0.02)


def test_nothing_that_was_hidden_in_the_file_gets_through() -> None:
    assert b"<script>" not in drawn_anew(picture() + b"<script>hostile()</script>")


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 points each way."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    written = (
        struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said)) for name, said in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", LogoProblem.TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", LogoProblem.TYPE),
        (picture("GIF"), LogoProblem.TYPE),
        (picture()[:60], LogoProblem.TYPE),
        (picture(size=(400, 8)), LogoProblem.SMALL),
        (bomb(), LogoProblem.LARGE),
        (b"\x89PNG" + bytes(MOST_BYTES), LogoProblem.LARGE),
    ],
    ids=["nothing", "drawing", "other type", "cut off", "thin", "unfolds", "heavy"],
)
def test_other_files_are_refused(content: bytes, problem: LogoProblem) -> None:
    with pytest.raises(BadLogo) as refused:
        drawn_anew(content)
    assert refused.value.problem is problem


@pytest.mark.parametrize(
    ("kind", "side", "is_progressive", "problem"),
    [("JPEG", 9000, False, True), ("PNG", 5000, False, True), ("JPEG", 5000, False, False), ("JPEG", 5000, True, True)],
)
def test_photo_may_have_the_points_of_a_phones_but_none_that_fill_the_memory(
    kind: str, side: int, is_progressive: bool, problem: bool
) -> None:
    content = io.BytesIO()
    Image.new("L", (side, side)).save(content, kind, progressive=is_progressive)
    if problem:
        with pytest.raises(BadLogo) as refused:
            photo_drawn_anew(content.getvalue())
        assert refused.value.problem is LogoProblem.LARGE
    else:
        assert Image.open(io.BytesIO(photo_drawn_anew(content.getvalue()))).size == (240, 240)


def test_photo_stands_upright_also_when_it_was_unfolded_small() -> None:
    noted = Image.Exif()
    noted[0x0112] = 6
    content, sideways = io.BytesIO(), Image.new("RGB", (3000, 3000), "red")
    sideways.paste("blue", (0, 0, 1500, 3000))
    sideways.save(content, "JPEG", exif=noted)
    upright = Image.open(io.BytesIO(photo_drawn_anew(content.getvalue()))).convert("RGB")
    above, below = upright.getpixel((120, 20)), upright.getpixel((120, 220))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[2] > 200 > above[0]
    assert below[0] > 200 > below[2]
    assert not upright.getexif()
