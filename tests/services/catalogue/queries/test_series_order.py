"""The same order, whether all that fit are put in order or the nearest sessions lead to the first of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, true

from services.catalogue.actions.removal import remove_session
from services.catalogue.actions.sessions import NewSession, SessionChanges, add_session, cancel_session, edit_session
from services.catalogue.queries import series_order
from services.catalogue.queries.series_order import Cut, Fitting, coming, fitting, past
from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Series
from tests.support.factories import NOON, Given

DAY = timedelta(days=1)
NEVER = NOON + 9_000 * DAY


@pytest.fixture(autouse=True, params=[0, 150], ids=["many", "few"])
def _threshold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series_order, "MANY", request.param)


def fill(given: Given) -> None:
    later = given.series(title="Later")
    given.session(later, NOON + 3 * DAY)
    under_way = given.series(title="Under way")
    given.session(under_way, NOON - timedelta(hours=1))
    given.session(under_way, NOON - 20 * DAY)
    soon = given.series(title="Soon, first one cancelled")
    given.session(soon, NOON + timedelta(hours=1), state="cancelled")
    given.session(soon, NOON + 2 * DAY)
    given.session(soon, NOON + 4 * DAY)
    given.series(title="Undated")
    given.session(given.series(title="Long over"), NOON - 90 * DAY)
    given.session(given.series(title="Just over"), NOON - 2 * DAY)
    given.session(given.series(title="Called off"), NOON + DAY, state="cancelled")
    given.session(given.series(title="Draft", state="draft", published_at=None), NOON + DAY)


def titles(catalogue: Database, cut: Cut, *, over: bool = False) -> list[str]:
    with catalogue.reading() as db:
        fit: Fitting = fitting(db, true())
        ids = (past if over else coming)(db, fit, NOON, cut)
        named = {row.id: row.title for row in db.execute(Series.__table__.select())}
    return [named[one] for one in ids]


def test_nearest_comes_first_and_what_has_no_date_last(catalogue: Database, given: Given) -> None:
    fill(given)
    inorder = ["Under way", "Soon, first one cancelled", "Later", "Undated"]
    assert titles(catalogue, Cut(9)) == inorder
    assert titles(catalogue, Cut(2, 1)) == inorder[1:3]
    assert titles(catalogue, Cut(2, 3)) == inorder[3:]
    assert titles(catalogue, Cut(9, first=Series.title == "Later")) == ["Later", *inorder[:2], "Undated"]


def test_what_ended_last_comes_first_of_what_is_over(catalogue: Database, given: Given) -> None:
    fill(given)
    assert titles(catalogue, Cut(9), over=True) == ["Called off", "Just over", "Long over"]
    assert titles(catalogue, Cut(1, 1), over=True) == ["Just over"]


def test_series_knows_when_it_is_over_whatever_changes(catalogue: Database, given: Given) -> None:
    series = given.series(state="draft", published_at=None)
    new = NewSession(title="One", starts_at=NOON + DAY, ends_at=NOON + DAY + timedelta(hours=1), mode="online")
    told: list[object] = []
    with catalogue.writing() as db:
        over_at = select(Series.over_at).where(Series.id == series)
        first = add_session(db, "system", series, new)
        told.append(db.scalar(over_at))
        later: SessionChanges = {"starts_at": NOON + 2 * DAY, "ends_at": NOON + 2 * DAY + timedelta(hours=1)}
        edit_session(db, "system", first, later)
        told.append(db.scalar(over_at))
        second = add_session(db, "system", series, replace(new, id=new_id()))
        cancel_session(db, "system", first)
        told.append(db.scalar(over_at))
        cancel_session(db, "system", second)
        told.append((db.scalar(over_at) or NEVER) <= clock.now())
        remove_session(db, "system", first)
        remove_session(db, "system", second)
        told.append(db.scalar(over_at))
    assert told == [new.ends_at, later["ends_at"], new.ends_at, True, None]
