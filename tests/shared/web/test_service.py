"""A service's app: made once, served by many processes."""

import contextlib
import threading
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import QueuePool

from shared import journal, ring
from shared.database import postgresql
from shared.database.postgresql import make_engine
from shared.settings import SERVICES, Settings
from shared.web.current import EXTENSION, Service
from shared.web.service import begin


class Pulls:
    """A bell that counts instead of ringing."""

    def __init__(self) -> None:
        self.count = 0

    def pull(self) -> None:
        self.count += 1

    def stop(self) -> None:
        """Nothing runs."""


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Pulls:
    pulls = Pulls()
    monkeypatch.setattr(ring, "_bell", None)
    monkeypatch.setattr(ring, "Bell", lambda _sound: pulls)
    return pulls


def make(name: str, settings: Settings) -> tuple[Flask, Service]:
    app: Any = import_module(f"services.{name}.app").create_app(settings)
    return app, app.extensions[EXTENSION]


@pytest.mark.parametrize("name", SERVICES)
def test_app_that_is_made_is_neither_connected_nor_running(
    name: str, settings: Settings, bell: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    # other tests' connections wait to be used again
    monkeypatch.setattr(postgresql, "make_engine", make_engine)
    threads = threading.active_count()
    _app, own = make(name, settings)
    pool = own.database.engine.pool
    assert isinstance(pool, QueuePool)
    assert (pool.checkedin(), pool.checkedout(), threading.active_count()) == (0, 0, threads)
    with own.database.writing() as db:
        journal.append(db, "series.added", "test", journal.Subject())
    assert bell.count == 0, "a process that serves nobody rings nobody"
    own.database.close()


@pytest.mark.parametrize("name", ["catalogue", "registration"])
def test_commit_of_a_serving_process_rings_and_a_rollback_does_not(name: str, settings: Settings, bell: Pulls) -> None:
    app, own = make(name, settings)
    begin(app)
    with own.database.writing() as db:
        for _line in range(3):
            journal.append(db, "series.added", "test", journal.Subject())
        assert bell.count == 0, "not before the commit"
    assert bell.count == 1
    with contextlib.suppress(ZeroDivisionError), own.database.writing() as db:
        journal.append(db, "series.added", "test", journal.Subject())
        raise ZeroDivisionError
    assert bell.count == 1
    own.database.close()


def test_notifications_rings_nobody(settings: Settings, bell: Pulls) -> None:
    app, own = make("notifications", settings)
    assert begin(app) is app
    assert ring._bell is None
    own.database.close()
