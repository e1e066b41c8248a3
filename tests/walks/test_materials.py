"""A link and a file are given to a session; a file that could do harm is refused in words."""

from pathlib import Path

import pytest

from tests.support.catalogue_installation import Running
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


def test_link_and_file_are_given_and_a_program_is_refused(walk: Walk, running: Running, tmp_path: Path) -> None:
    materials = f"/workspace/sessions/{running.pages.sessions[1]}/materials"
    organiser = walk()
    organiser.go(materials)
    organiser.follow("main a[href$='/add-link']")
    organiser.type("[name=url]", "https://example.org/kalvot")
    organiser.type("[name=title]", "Kalvot verkossa")
    organiser.follow("main form .btn-primary")
    assert "Kalvot verkossa" in organiser.text

    organiser.follow("main a[href$='/add-file']")
    program, text = tmp_path / "ohjelma.exe", tmp_path / "ohje.txt"
    program.write_bytes(b"MZ\x90\x00" + bytes(64))
    text.write_text("Tule ajoissa.")
    # the system's own window is where a keyboard ends that a page can follow
    organiser.reach("[name=file]").set_input_files(program)
    organiser.follow("main form .btn-primary")
    assert organiser.page.locator(".error-summary").is_visible()
    organiser.reach("[name=file]").set_input_files(text)
    organiser.follow("main form .btn-primary")
    assert "ohje.txt" in organiser.text
