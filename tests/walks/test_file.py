"""Sessions come from a file: seen first, what is doubtful unticked, and what is wrong mended where it stands."""

from pathlib import Path

import pytest

from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser

ROWS = """Day;Starts at;Ends at;Title
2090-02-01;14:00;16:00;Tuleva tapaaminen
2020-02-01;14:00;16:00;Mennyt tapaaminen
2090-02-31;14:00;16:00;Päivä jota ei ole
"""


def test_file_is_seen_before_it_is_taken(walk: Walk, tmp_path: Path) -> None:
    (file := tmp_path / "syksy.csv").write_text(ROWS)
    organiser = walk()
    organiser.go("/workspace/series/luonnos")
    organiser.follow("main a[href$='/sessions/import']")
    # the system's own window is where a keyboard ends that a page can follow
    organiser.reach("[name=file]").set_input_files(file)
    organiser.follow("main form .btn-primary")
    ticks = organiser.page.locator("[name=take]")
    assert [one.is_checked() for one in ticks.all()] == [True, False], "what is over is not meant"
    organiser.type("[aria-invalid=true]", "2090-02-28")
    organiser.follow("button[name=look]")
    assert organiser.page.locator("[aria-invalid=true]").count() == 0
    organiser.follow("main form .btn-primary")
    for title, came in (("Tuleva tapaaminen", True), ("Mennyt tapaaminen", False), ("Päivä jota ei ole", True)):
        assert (title in organiser.text) is came, title
