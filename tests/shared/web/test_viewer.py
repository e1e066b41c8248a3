"""Who asks: keys that are ended stop working, at once where they are ended and within a moment elsewhere."""

import time
from contextlib import closing

import pytest
from sqlalchemy import update

from services.registration.app import create_app
from shared import clock
from shared.database import Database
from shared.schema.accounts import ApiKey
from shared.settings import Settings
from shared.web import viewer
from shared.web.current import EXTENSION
from tests.support.factories import Given

PATH = "/api/v1/registrations/0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f"


def _end_all_keys(settings: Settings) -> None:
    with closing(Database(settings.database_url, "catalogue")) as database, database.writing() as db:
        db.execute(update(ApiKey).values(revoked_at=clock.now()))


def test_ended_key_opens_registration_no_longer_than_it_is_remembered(
    settings: Settings, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Authorization": f"Bearer {given.api_key()}"}
    app = create_app(settings)
    with closing(app.extensions[EXTENSION].database):
        client = app.test_client()
        assert client.get(PATH, headers=headers).status_code == 404
        _end_all_keys(settings)
        assert client.get(PATH, headers=headers).status_code == 404
        moment = time.monotonic() + viewer.REMEMBERED_SECONDS
        monkeypatch.setattr(time, "monotonic", lambda: moment)
        assert client.get(PATH, headers=headers).status_code == 401
