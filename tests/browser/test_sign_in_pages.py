"""Signing in, in a real browser: in three languages, at every width, in light and dark, by keyboard alone."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from services.catalogue.app import create_app
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.schema.accounts import SignInRequest
from shared.secrets import SIGN_IN
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.shared.web.address import served
from tests.support.browser import follow, visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.looks import LOOKS, readable
from tests.support.pages import SIGNING_IN, rules_of

pytestmark = pytest.mark.browser

AINO = "aino@example.org"


@dataclass(frozen=True)
class Running:
    """The catalogue, and the links that it would have had mailed."""

    app: Flask
    address: str

    def newest_link(self) -> str:
        """The link that was asked for last."""
        service = self.app.extensions[EXTENSION]
        with service.database.reading() as db:
            newest = select(SignInRequest.id).order_by(SignInRequest.requested_at.desc()).limit(1)
            request_id = db.scalars(newest).one()
        return f"{self.address}/sign-in/{service.secrets.token(SIGN_IN, request_id)}"


@pytest.fixture
def running(sqlite_template: Path, tmp_path: Path) -> Iterator[Running]:
    """The catalogue with one account."""
    url = f"sqlite:///{tmp_path / 'kierros.db'}"
    shutil.copy(sqlite_template, tmp_path / "kierros.db")
    app = create_app(Settings(database_url=url, secret_key=SECRET_KEY))
    with closing(app.extensions[EXTENSION].database), closing(Database(url, MIGRATION)) as database:
        Given(database).account(AINO)
        with served(app) as address:
            yield Running(app, address)


def ask(page: Page, running: Running, email: str) -> None:
    """Ask for a link by keyboard."""
    page.goto(f"{running.address}/sign-in")
    page.get_by_role("textbox").focus()
    page.keyboard.type(email)
    follow(page.get_by_role("textbox"), "Enter")


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_of_sign_in_stand_in_nobodys_way(
    browser: Browser, running: Running, locale: str, width: int, scheme: str
) -> None:
    with visitor(browser, locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{running.address}/sign-in")
        seen = [check(page)]
        ask(page, running, "nobody")
        assert page.get_by_role("alert").is_visible()
        assert page.get_by_role("textbox").input_value() == "nobody"
        seen.append(check(page))
        ask(page, running, AINO)
        assert AINO in page.get_by_role("main").inner_text()
        seen.append(check(page))
        context.clear_cookies()
        page.goto(running.newest_link())
        seen.append(check(page))
        page.goto(f"{running.address}/sign-in/broken")
        seen.append(check(page))
        assert rules_of(running.app, seen) == SIGNING_IN


def check(page: Page) -> str:
    """Readable by everybody; gives its address."""
    readable(page)
    return page.url
