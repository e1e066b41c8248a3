"""Nothing that people write becomes an element, an attribute or a script of a page, wherever it is shown."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from time_machine import travel

from shared.database import Database
from shared.database.guard import MIGRATION
from shared.settings import SERVICES, Settings
from shared.web.current import EXTENSION
from tests.architecture.hostile import ATTACK, World, fill, written_columns
from tests.architecture.services import SECRET_KEY
from tests.support.factories import NOON, Given

#: what these pages don't show: what is for programs, and what people are recognised by
ON_NO_PAGE = {
    "batches.contact_email", "batches.contact_name",
    "calendar_copies.email", "feeds.email", "journal_problems.problem",
    "registrations.told_reason", "suppressions.email", "presenter_profiles.email",
    "attempts.server", "calendar_choices.email", "digest_items.recipient_name",
    "reminder_rules.link",
    "unsubscriptions.email",
}  # fmt: skip


@pytest.fixture(scope="module")
def apps(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The services on one database."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(sqlite_template, folder / "kierros.db")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'kierros.db'}", mail_url=f"maildir:{folder / 'mail'}", secret_key=SECRET_KEY
    )
    made = {service: import_module(f"services.{service}.app").create_app(settings) for service in SERVICES}
    with ExitStack() as open_ones:
        for app in made.values():
            app.config["WTF_CSRF_ENABLED"] = False
            open_ones.callback(app.extensions[EXTENSION].database.close)
        open_ones.enter_context(travel(NOON, tick=False))
        yield made


@pytest.fixture(scope="module")
def world(apps: dict[str, Flask]) -> Iterator[World]:
    """See World."""
    own = apps["registration"].extensions[EXTENSION]
    with closing(Database(own.settings.database_url, MIGRATION)) as database:
        yield fill(Given(database), own.database, apps)


@pytest.fixture(scope="module")
def signed_in(apps: dict[str, Flask], world: World) -> dict[str, FlaskClient]:
    """The browser of an organiser who is an administrator too."""
    browsers = {name: app.test_client() for name, app in apps.items()}
    for browser in browsers.values():
        browser.set_cookie("kierros_language", "en")
        with browser.session_transaction() as session:
            session["account"], session["epoch"] = str(world.administrator), 0
    return browsers


def test_words_of_people_stay_words_on_every_page(signed_in: dict[str, FlaskClient], world: World) -> None:
    pages = {
        "catalogue": world.catalogue.public + world.catalogue.inner,
        "registration": world.registration.public + world.registration.inner + world.staff,
        "notifications": world.messages.all + world.mails,
    }
    shown: set[str] = set()
    for service, paths in pages.items():
        for path in paths:
            response = signed_in[service].get(path)
            assert response.status_code == 200, (path, response.status_code)
            assert intruders(response.text) == [], path
            shown |= set(re.findall(r"\[(\w+\.\w+)\]", response.text))
    wanted = {*written_columns(), "questions.options", "staff_lists.roster"}
    assert wanted - shown == ON_NO_PAGE


@pytest.mark.parametrize(
    ("service", "path", "name"),
    [
        ("catalogue", "/series", "q"),
        ("catalogue", "/workspace", "show"),
        ("notifications", "/messages", "recipient"),
        ("notifications", "/messages", "series"),
    ],
)
def test_words_in_an_address_stay_words(signed_in: dict[str, FlaskClient], service: str, path: str, name: str) -> None:
    response = signed_in[service].get(f"{path}?{name}={quote(ATTACK)}")
    assert intruders(response.text) == []


def test_words_of_a_refused_form_stay_words(signed_in: dict[str, FlaskClient], world: World) -> None:
    offering = world.catalogue.offering
    forms = {
        "catalogue": ["/workspace/series/new", "/workspace/series/kierros/sessions/new"],
        "registration": [f"/register/{offering}", f"/participants/{offering}/holds", "/staff/kierros"],
    }
    for service, paths in forms.items():
        for path in paths:
            page = BeautifulSoup(signed_in[service].get(path).text, "html.parser")
            names = [str(box["name"]) for box in page.select("main [name]")]
            assert names, path
            response = signed_in[service].post(path, data=dict.fromkeys(names, ATTACK))
            assert "hostile-x" in response.text, path
            assert intruders(response.text) == [], path


def intruders(page: str) -> list[str]:
    """What of an attack has become more than words."""
    return [str(tag)[:200] for tag in BeautifulSoup(page, "html.parser").find_all(_intrudes)]


def _intrudes(tag: object) -> bool:
    name, attributes = tag.name, tag.attrs  # type: ignore[attr-defined]
    is_data = attributes.get("type") in ("application/json", "application/ld+json")
    runs = name == "script" and "hostile()" in (tag.string or "") and not is_data  # type: ignore[attr-defined]
    return (
        runs
        or name == "hostile-x"
        or any(one == "hostile" or one.startswith("on") for one in attributes)
        or str(attributes.get("href", "")).startswith("javascript:")
    )


@pytest.mark.parametrize(
    "page", [ATTACK, f'<a title="{ATTACK}">', "<a title=x hostile=1>", "<a href='javascript:hostile()'>"]
)
def test_intruders_are_found(page: str) -> None:
    assert intruders(page)
