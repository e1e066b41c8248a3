"""Giving a staff list in a real browser: readable by everybody, at every width, in light and dark, without scripts."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from services.registration.app import create_app
from shared import clock
from shared.database import Database
from shared.database.guard import MIGRATION
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts
from tests.shared.web.address import served
from tests.support.browser import follow, visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import Given
from tests.support.looks import LOOKS, readable
from tests.support.pages import STAFF, rules_of
from tests.support.served import Served

pytestmark = pytest.mark.browser
LIST = """Nimi\tSähköposti\tYksikkö
Aino Rivi\taino@example.org\tKoivula
Berta Öhman-Ruiz\tberta(at)example.org\tLepola
Cecilia O'Brien\tcecilia@example.org\tTuntematon
Aino Rivi\tAino@Example.org\tKoivula
王小明\txiaoming@example.org\tLepola
"""


#: who is signed in registers the staff of an employer
Running = Served[None]


@pytest.fixture
def running(sqlite_template: Path, tmp_path: Path) -> Iterator[Running]:
    url = f"sqlite:///{tmp_path / 'kierros.db'}"
    shutil.copy(sqlite_template, tmp_path / "kierros.db")
    app = create_app(Settings(database_url=url, mail_url=f"maildir:{tmp_path / 'mail'}", secret_key=SECRET_KEY))
    own = app.extensions[EXTENSION].database
    with closing(own), closing(Database(url, MIGRATION)) as database:
        given = Given(database)
        employer = given.organisation("Sospro Oy")
        for unit in ("Koivula", "Lepola"):
            given.unit(employer, unit)
        account = given.account("kaisa@example.org", name="Kaisa Kontakti")
        given.member(account, employer, "contact")
        _choices(given, own)
        with served(app) as address:
            yield Running(app, address, account, None)


def _choices(given: Given, own: Database) -> None:
    now, series = clock.now(), given.series(given.organisation("Tampereen ammattikorkeakoulu"), slug="kierros")
    session = given.session(series, now + timedelta(days=7))
    whole = given.offering(series, [session], capacity=20, closes_at=now + timedelta(days=2))
    given.offering(series, [session], capacity=2, name="Työssä oppiva hoivakoti", region="Oulun seutu")
    given.offering(series, [session], closes_at=now - timedelta(days=1), name="Kevään ryhmä")
    Acts(own, whole).register("cecilia")


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_pages_stand_in_nobodys_way(browser: Browser, running: Running, locale: str, width: int, scheme: str) -> None:
    with visitor(browser, viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale) as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/staff/kierros")
        seen = [_look(page)]
        follow(page.locator("form.form-stack .btn-primary"))
        page.locator(".error-summary").wait_for()
        seen.append(_look(page))
        _give(page)
        seen.append(_look(page))
        address = page.url
        page.goto(f"{address}?edit=all")
        seen.append(_look(page))
        follow(page.locator("button[value=register]"))
        page.wait_for_url("**/result")
        seen.append(_look(page))
        page.goto(address)
        seen.append(_look(page))
        assert rules_of(running.app, seen) == STAFF


def _give(page: Page) -> None:
    for box in page.locator("input[name=offerings]").all():
        box.check()
    page.locator("textarea").fill(LIST)
    follow(page.locator("form.form-stack .btn-primary"))
    page.wait_for_url("**/staff/lists/*")


def _look(page: Page) -> str:
    readable(page)
    return page.url


def test_a_list_is_given_mended_and_confirmed_without_scripts(browser: Browser, running: Running) -> None:
    with visitor(browser, java_script_enabled=False, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/staff/kierros")
        _give(page)
        assert page.get_by_text("Mail can't reach this address.").is_visible()
        wrong = page.locator("#email-2")
        wrong.fill("berta@example.org")
        follow(wrong, "Enter")
        assert page.get_by_role("button", name="Register 4 people").is_visible()
        follow(page.get_by_role("link", name="Edit these rows"))
        follow(page.locator("button[name=remove][value='3']"))
        page.get_by_label("Those who fit get a place, the rest are left out").check()
        follow(page.get_by_role("button", name="Register 3 people"))
        assert page.get_by_role("heading", name="How it went").is_visible()
        assert page.get_by_text("王小明").is_visible()
        assert page.get_by_role("heading", name="Got no place").count() == 1


def test_a_file_is_given_by_keyboard(browser: Browser, running: Running, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    file.write_text(LIST.replace("\t", ";"), "utf-16")
    with visitor(browser, locale="en-GB") as context:
        page = running.sign_in(context)
        page.goto(f"{running.address}/staff/kierros")
        page.get_by_label("Koko kierros").focus()
        page.keyboard.press("Space")
        page.get_by_label("Or give a file").set_input_files(file)
        follow(page.get_by_role("button", name="See how it would go"), "Enter")
        assert page.get_by_role("heading", name="Check the list").is_visible()
        assert page.get_by_text("5 rows · one needs mending · one is there twice").is_visible()
