"""Icons are drawn into the page, and each one that a template names is installed."""

import json
import re
from pathlib import Path

import pytest

from shared.web.icons import UnknownIconError, drawn, icon

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"\bicon\(\"([a-z0-9-]+)\"\)")


def installed() -> set[str]:
    packages = json.loads((ROOT / "shared/setup/assets.json").read_text("utf-8"))["run"]["packages"]
    icons = next(package for package in packages if package["name"] == "@tabler/icons")
    return {name.removesuffix(".svg") for take in icons["take"] for name in take["files"]}


def test_icon_is_hidden_from_screen_readers_and_takes_the_colour_of_text() -> None:
    drawing = icon("flag")
    assert 'aria-hidden="true"' in drawing
    assert 'stroke="currentColor"' in drawing
    assert "M0 0h24v24H0z" not in drawing
    assert "style=" not in drawing


@pytest.mark.parametrize("name", ["no-such-icon", "../flag", "", "flag/"])
def test_icon_unknown_is_refused(name: str) -> None:
    with pytest.raises(UnknownIconError):
        icon(name)


def test_drawn_refuses_a_file_without_drawing() -> None:
    with pytest.raises(UnknownIconError):
        drawn("<html></html>")


def test_every_icon_named_in_a_template_is_installed() -> None:
    templates = [file for folder in ("shared", "services") for file in (ROOT / folder).rglob("templates/**/*.html")]
    named = {name for file in templates for name in NAMED.findall(file.read_text("utf-8"))}
    assert named
    assert named - installed() == set()
