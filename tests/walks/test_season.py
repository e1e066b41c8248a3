"""Next season from the last one: eight sessions, twelve new presenters in 24 places, one link, two offerings, from the
copy to the publishing.

What it takes is counted, and told beside the pictures: keys, fields and pages, which `docs/benchmarks.md` turns into a
person's minutes.
"""

from contextlib import closing
from datetime import timedelta

import pytest

from shared.database import Database
from shared.database.guard import MIGRATION
from shared.web.current import EXTENSION
from tests.support.catalogue_installation import Running, noon
from tests.support.factories import Given
from tests.support.looks import PICTURES, Look
from tests.walks.conftest import Walk
from tests.walks.walker import Walker

pytestmark = pytest.mark.browser

NAMES = ("Aino", "Bo", "Cecilia", "Daniel", "Eeva", "Fanni", "Göran", "Helmi", "Ilmari", "Jaana", "Kaisa", "Lauri")
INTRODUCED = {name: f"{name} Luoto <{name.lower().replace('ö', 'o')}@example.org>" for name in NAMES}
SESSIONS, EACH = 8, 3
LINK = "https://meet.example.org/kevat-2090"
WHOLE, END = "Koko kausi", "Loppukausi"


def test_season_is_planned_from_the_last_one(walk: Walk, running: Running, look: Look) -> None:
    _last_season(running)
    organiser = walk()
    organiser.go("/workspace/series/viime-kausi")
    organiser.follow("main a[href$='/copy']")
    organiser.day("[name=first_day]", "2090-01-12")
    # the dates follow the day by themselves
    organiser.page.locator("#dates-said", has_text="2090").wait_for()
    organiser.type("[name=title]", "Kevätkausi 2090")
    organiser.untick("[name=presenters]")
    organiser.follow("main form .btn-primary")

    # nobody of last season presents again; each new one twice: with the address once, by first name the second time
    organiser.open(".for-all-fields > summary")
    organiser.type("[name=all-join_url]", LINK)
    organiser.follow("[name=fill]")
    met: set[str] = set()
    for number in range(SESSIONS):
        row = f".grid-of-sessions > li:nth-child({number + 1})"
        organiser.type(f"{row} [name$=-title]", f"Kevään tapaaminen {number + 1}")
        organiser.open(f"{row} summary")
        people = [NAMES[(number * EACH + place) % len(NAMES)] for place in range(EACH)]
        organiser.type(
            f"{row} [name$=-presenters]", "\n".join(one if one in met else INTRODUCED[one] for one in people)
        )
        met |= set(people)
    organiser.follow("[name=onward]")
    for offering, closes, places in ((WHOLE, "2090-01-05", "40"), (END, "2090-02-05", "25")):
        organiser.follow(f"main form tr:has-text('{offering}') a")
        organiser.day("[name=closes_on]", closes)
        organiser.type("[name=capacity]", places)
        organiser.follow("main form .btn-primary")
    assert str(len(NAMES)) in organiser.text, "it says how many are invited"
    assert str(SESSIONS * EACH) in organiser.text, "and to how much"
    organiser.follow("main form .btn-primary")
    assert organiser.page.url.endswith("/workspace/series/kevatkausi-2090")
    assert organiser.page.locator(".notice-success").is_visible()
    _tell(organiser, look)


def _last_season(running: Running) -> None:
    url = running.app.extensions[EXTENSION].settings.database_url
    with closing(Database(url, MIGRATION)) as database:
        given = Given(database)
        series = given.series(running.pages.organisation, slug="viime-kausi", title="Viime kausi")
        sessions = []
        for number in range(SESSIONS):
            starts_at = noon() - timedelta(days=7 * (SESSIONS - number))
            sessions.append(given.session(series, starts_at, title=f"Tapaaminen {number + 1}"))
            given.presenter(sessions[-1], f"vanha{number}@example.org", name=f"Entinen {number}")
        for name, covered in ((WHOLE, sessions), (END, sessions[4:])):
            given.offering(series, covered, name=name, capacity=30, closes_at=noon() - timedelta(days=60))


def _tell(organiser: Walker, look: Look) -> None:
    if PICTURES:
        (PICTURES / f"season-{look.locale}-{look.width}.txt").write_text(f"{organiser.effort}\n")
    print(organiser.effort)  # noqa: T201 - pytest shows it where it is asked to
