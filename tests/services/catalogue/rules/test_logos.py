import io
import struct
import zlib

import pytest
from PIL import Image

from services.catalogue.rules.logos import HEIGHT, MOST_BYTES, WIDTH, BadLogo, LogoProblem, drawn_anew
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
