from pathlib import Path

import pytest
from babel.support import Translations
from flask_babel import gettext

from shared.command.serve import server_of
from shared.settings import Settings


def test_catalogues_are_read_before_processes_are_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.web.service.begin", lambda app: app)
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'kierros.db'}", secret_key="only for this test " * 3)
    app = server_of("catalogue", settings).load()

    def read(*_which: object) -> None:
        raise AssertionError("a catalogue was read by a worker")

    monkeypatch.setattr(Translations, "load", read)
    said = []
    for language in ("fi", "sv", "en"):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            said.append(gettext("Sign in"))
    assert said == ["Kirjaudu", "Logga in", "Sign in"]
