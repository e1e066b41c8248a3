"""People who look at the catalogue's pages."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from tests.support.factories import Given

SignIn = Callable[[UUID], FlaskClient]


@pytest.fixture
def visitor(client: FlaskClient, noon: Traveller) -> FlaskClient:
    """Somebody who reads English, at NOON."""
    client.set_cookie("kierros_language", "en")
    return client


@pytest.fixture
def sign_in(app: Flask, noon: Traveller) -> SignIn:
    """Gives a browser in which an account is signed in, in English."""

    def browser(account_id: UUID) -> FlaskClient:
        client = app.test_client()
        client.set_cookie("kierros_language", "en")
        with client.session_transaction() as session:
            session["account"] = str(account_id)
            session["epoch"] = 0
        return client

    return browser


@pytest.fixture
def organisation(given: Given) -> UUID:
    """The organisation that runs things."""
    return given.organisation("Tampereen ammattikorkeakoulu")


@pytest.fixture
def organiser(given: Given, sign_in: SignIn, organisation: UUID) -> FlaskClient:
    """The browser of one of its organisers."""
    account_id = given.account("olli@example.org", name="Olli Organisoija")
    given.member(account_id, organisation)
    return sign_in(account_id)


@pytest.fixture
def stranger(given: Given, sign_in: SignIn) -> FlaskClient:
    """The browser of another organisation's organiser."""
    account_id = given.account("vieras@example.org")
    given.member(account_id, given.organisation("Sospro Oy"))
    return sign_in(account_id)


@pytest.fixture
def administrator(given: Given, sign_in: SignIn) -> FlaskClient:
    """The browser of an administrator."""
    return sign_in(given.account("yllapito@example.org", is_administrator=True))
