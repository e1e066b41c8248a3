from datetime import timedelta

from services.catalogue.queries.schedule import entries
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


def test_long_session_meets_each_that_begins_before_its_end_and_no_draft_of_others(
    given: Given, database: OpenDatabase
) -> None:
    organisation = given.organisation()
    ours, draft = given.series(organisation), given.series(given.organisation("Others"), state="draft")
    day = NOON + timedelta(days=7)
    for series, title, begins, hours in (
        (ours, "All day", 0, 8),
        (ours, "Early", 1, 1),
        (ours, "Late", 5, 1),
        (ours, "Afterwards", 8, 2),
        (draft, "Theirs", 9, 2),
    ):
        at = day + timedelta(hours=begins)
        given.presenter(given.session(series, at, title=title, ends_at=at + timedelta(hours=hours)))
    with database("catalogue").reading() as db:
        found = entries(db, {organisation}, day - timedelta(days=1), day + timedelta(days=2), None)
    assert [(one.title, [clash.title for clash in one.clashes]) for one in found] == [
        ("All day", ["Early", "Late"]),
        ("Early", ["All day"]),
        ("Late", ["All day"]),
        ("Afterwards", []),
    ]
