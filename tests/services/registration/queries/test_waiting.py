import pytest
from sqlalchemy import event

from services.registration.queries import waiting
from shared.database import Database
from shared.schema.base import new_id
from tests.services.registration.acts import Acts
from tests.support.factories import Given


@pytest.fixture
def line(given: Given, registration: Database) -> Acts:
    """One has a place; four wait, of whom two came in one act."""
    acts = Acts(registration, given.offering(given.series(), capacity=1))
    for names in (["anna"], ["berta"], ["cecilia", "diana"], ["elsa"]):
        acts.register(*names)
    return acts


def test_positions_are_those_in_the_whole_line(line: Acts, registration: Database) -> None:
    ids = line.standing()
    asked = [ids[name] for name in ("elsa", "anna", "diana")]
    with registration.reading() as db:
        found = waiting.positions(db, line.offering_id, [*asked, new_id()])
    assert found == {ids["diana"]: 3, ids["elsa"]: 4}


def test_position_of_one_is_counted(line: Acts, registration: Database) -> None:
    with registration.reading() as db:
        found = {name: waiting.position(db, one) for name, one in line.standing().items()}
        assert waiting.position(db, new_id()) is None
    assert found == {"anna": None, "berta": 1, "cecilia": 2, "diana": 3, "elsa": 4}


def test_positions_move_up_with_the_line(line: Acts, registration: Database) -> None:
    line.cancel("cecilia")
    ids = line.standing()
    with registration.reading() as db:
        assert waiting.positions(db, line.offering_id, list(ids.values()))[ids["elsa"]] == 3
        assert waiting.position(db, ids["diana"]) == 2


def test_the_line_of_another_offering_does_not_count(line: Acts, registration: Database, given: Given) -> None:
    other = Acts(registration, given.offering(given.series(), capacity=0))
    other.register("frida", "berta")
    with registration.reading() as db:
        assert waiting.position(db, other.standing()["berta"]) == 2
        assert waiting.positions(db, other.offering_id, list(line.standing().values())) == {}


def test_positions_of_very_many_are_the_same(
    line: Acts, registration: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = list(line.standing().values())
    with registration.reading() as db:
        few = waiting.positions(db, line.offering_id, ids)
        monkeypatch.setattr(waiting, "_AT_ONCE", 2)
        assert waiting.positions(db, line.offering_id, ids[:4]) == {one: few[one] for one in ids[1:4]}


def test_positions_of_nobody_ask_nothing(line: Acts, registration: Database) -> None:
    asked: list[str] = []
    with registration.reading() as db:
        event.listen(db, "before_cursor_execute", lambda *said: asked.append(said[2]))
        assert waiting.positions(db, line.offering_id, []) == {}
    assert asked == []
