"""Work that nobody waits for gives way to people: it rests while others write, and only then."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shared.database import Database, connection
from tests.support.kept_database import KeptDatabase


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each rest was to be; nobody really rests."""
    asked: list[float] = []
    monkeypatch.setattr(connection, "RESTS", 16.0)
    monkeypatch.setattr("shared.database.connection.time.sleep", asked.append)
    return asked


@pytest.fixture
def ours(database_url: str, rests: list[float]) -> Iterator[Database]:
    with closing(Database(database_url, "notifications")) as database:
        yield database


@pytest.fixture
def in_turns(sqlite_template: Path, tmp_path: Path, rests: list[float]) -> Iterator[Callable[[str], Database]]:
    """Opens a database whose writers have turns."""
    shutil.copy(sqlite_template, tmp_path / "turns.db")
    with ExitStack() as open_ones:
        url = f"sqlite:///{tmp_path / 'turns.db'}"
        yield lambda writer: open_ones.enter_context(closing(Database(url, writer)))


def _write_beside(other: Database, patient: Database) -> None:
    """The patient comes while the other has the turn."""
    has_turn, is_waited_for = threading.Event(), threading.Event()

    def hold() -> None:
        with other.writing():
            has_turn.set()
            is_waited_for.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    has_turn.wait()
    timer = threading.Timer(0.1, is_waited_for.set)
    timer.start()
    with patient.writing():
        pass
    holder.join()


def test_patient_goes_on_at_once_when_it_is_alone(ours: Database, rests: list[float]) -> None:
    patient = ours.patient()
    for _time in range(3):
        with patient.writing():
            pass
    assert rests == []


@pytest.mark.postgres
def test_patient_without_turns_rests_while_another_is_in_the_middle_of_writing(
    kept_database: KeptDatabase, rests: list[float]
) -> None:
    with (
        closing(Database(kept_database.url, "notifications")) as ours,
        closing(Database(kept_database.url, "catalogue")) as theirs,
    ):
        patient = ours.patient()
        with theirs.reading() as db, patient.writing():
            db.scalar(select(1))
        assert rests == [], "whoever reads is nobody to give way to"
        with theirs.writing() as db:
            db.execute(select(func.pg_current_xact_id()))
            with patient.writing():
                pass
        assert len(rests) == 1
        with patient.writing():
            pass
        assert len(rests) == 2, "it is not yet calm"


def test_patient_rests_after_it_had_to_wait_and_for_a_while_after_that(
    in_turns: Callable[[str], Database], rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = in_turns("notifications").patient()
    _write_beside(in_turns("catalogue"), patient)
    assert len(rests) == 1
    with patient.writing():
        pass
    assert len(rests) == 2
    later = time.monotonic() + connection.CALM_SECONDS
    monkeypatch.setattr("shared.database.connection.time.monotonic", lambda: later)
    with patient.writing():
        pass
    assert len(rests) == 2


def test_patient_ones_take_each_other_for_nobody(in_turns: Callable[[str], Database], rests: list[float]) -> None:
    _write_beside(in_turns("notifications").patient(), in_turns("notifications").patient())
    assert rests == []


def test_nobody_else_ever_rests(ours: Database, rests: list[float], database_url: str) -> None:
    with closing(Database(database_url, "catalogue")) as other:
        _write_beside(other, ours)
    assert rests == []
