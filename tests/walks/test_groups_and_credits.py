"""People of a programme are divided into small groups and get their credits, and each sees their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.registration_installation import Running, installed
from tests.walks.conftest import Walk

pytestmark = pytest.mark.browser


@pytest.fixture
def running(sqlite_template: Path, tmp_path: Path) -> Iterator[Running]:
    """The registration service instead of the catalogue."""
    with installed(sqlite_template, tmp_path) as installation:
        yield installation


def test_group_and_credits_are_seen_by_whose_they_are(walk: Walk, running: Running) -> None:
    participants = f"/participants/{running.pages.offerings['open']}"
    organiser, person = walk(), walk(signed_in=False)
    organiser.go(participants)
    organiser.follow("main a[href$='/groups']")
    organiser.type("[name=count]", "1")
    organiser.send()
    organiser.type("[name^=place-]", "Sali 4")
    organiser.send()

    organiser.go(participants)
    organiser.tick(f"main tr:has(a[href*='{running.pages.place}']) [type=checkbox]")
    organiser.follow("button[formaction$='/completion']")
    organiser.type("[name=credits]", "5")
    organiser.send()

    person.go(running.pages.own[0])
    assert "Sali 4" in person.text
    assert any(words in person.text for words in ("5 op", "5 sp", "5 ECTS credits"))
