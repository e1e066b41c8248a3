"""The palette keeps its contrasts, light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from shared.web import static_files

SHEET = Path(static_files.FOLDER, "kierros.css").read_text("utf-8")
PALETTE: dict[str, str] = dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\);", SHEET))
GROUNDS = ("page", "card", "quiet-area")
SCHEMES = ("light", "dark")
PAIRS = [
    *(
        (text, ground, 5.4)
        for text in ("text", "text-quiet", "primary", "attention", "wrong", "done")
        for ground in GROUNDS
    ),
    *((line, ground, 3.0) for line in ("border",) for ground in GROUNDS),
    ("on-primary", "primary", 5.4),
    ("on-primary", "primary-strong", 5.4),
    ("text", "primary-tint", 5.4),
    ("primary", "primary-tint", 4.5),
    ("attention", "attention-tint", 4.5),
    ("wrong", "wrong-tint", 4.5),
    ("done", "done-tint", 4.5),
]


def colour(name: str, scheme: str) -> str:
    return PALETTE[name].split(", ")[SCHEMES.index(scheme)]


def luminance(written: str) -> float:
    channels = [int(written[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast_is_enough(front: str, ground: str, least: float, scheme: str) -> None:
    assert contrast(colour(front, scheme), colour(ground, scheme)) >= least


def test_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_sheet_asks_for_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(\"?(?:https?:)?//", SHEET) == []
    for address in re.findall(r"url\(\"([^\"]+)\"\)", SHEET):
        assert (static_files.FOLDER / address).is_file(), address
