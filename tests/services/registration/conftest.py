"""What the registration service's tests work with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller, travel

from services.registration.app import create_app
from shared.database import Database
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


@pytest.fixture
def registration(database: OpenDatabase) -> Database:
    """The registration service's way to the test's database."""
    return database("registration")


@pytest.fixture
def noon() -> Iterator[Traveller]:
    """The clock, standing still at NOON until it is moved."""
    with travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The service."""
    made = create_app(settings)
    made.config["WTF_CSRF_ENABLED"] = False
    yield made
    made.extensions[EXTENSION].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


Call = Callable[..., Any]


@pytest.fixture
def call(client: FlaskClient, given: Given) -> Call:
    """Calls the API: `call("POST", path, {...}, key)`; without a key as an administrator, with "" as nobody."""
    administrator = given.api_key("administrator")

    def ask(method: str, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        if key != "":
            headers["Authorization"] = f"Bearer {key or administrator}"
        return client.open(f"/api/v1{path}", method=method, json=body, headers=headers)

    return ask
