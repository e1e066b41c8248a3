"""Which of both databases a test of a route meets."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import turns


class _Item:
    def __init__(self, name: str, folder: str, database: str, marked: bool = False) -> None:
        self.nodeid = f"{name}[fi-{database}]"
        self.path = Path(folder) / "test_it.py"
        self.callspec = SimpleNamespace(params={"database_url": database})
        self._marked = marked

    def get_closest_marker(self, _name: str) -> bool | None:
        return self._marked or None


def _kept(items: list[Any]) -> list[tuple[str, str]]:
    kept = list(items)
    left_out: list[Any] = []

    def note(items: list[Any]) -> None:
        left_out.extend(items)

    hook = SimpleNamespace(pytest_deselected=note)
    turns.pytest_collection_modifyitems(SimpleNamespace(hook=hook), kept)  # type: ignore[arg-type]
    assert len(kept) + len(left_out) == len(items)
    return [(item.nodeid.partition("[")[0], item.callspec.params["database_url"]) for item in kept]


def _twins(name: str, folder: str, marked: bool = False) -> list[Any]:
    return [_Item(name, folder, database, marked) for database in ("sqlite", "postgresql")]


@pytest.mark.skipif(turns.BOTH, reason="both are asked for")
def test_every_route_is_tested_once_and_each_database_meets_some() -> None:
    names = [f"test_{number}" for number in range(40)]
    kept = _kept([item for name in names for item in _twins(name, "services/catalogue/routes")])
    assert [name for name, _database in kept] == names
    assert {database for _name, database in kept} == {"sqlite", "postgresql"}


@pytest.mark.skipif(turns.BOTH, reason="both are asked for")
def test_what_asks_the_database_runs_on_both_and_a_marked_walk_on_one() -> None:
    assert len(_kept(_twins("test_a", "services/catalogue/actions"))) == 2
    assert len(_kept(_twins("test_a", "journeys", marked=True))) == 1


def test_a_test_that_is_asked_for_alone_runs() -> None:
    for only in _twins("test_a", "services/catalogue/routes"):
        assert len(_kept([only])) == 1


def test_both_run_when_both_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BOTH", True)
    assert len(_kept(_twins("test_a", "services/catalogue/routes"))) == 2
