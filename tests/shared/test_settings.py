"""Configuration is read once and says everything that is wrong with it."""

import os
import re
import stat
from pathlib import Path

import pytest

from shared import settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No KIERROS_ variable of the machine, and a folder of the test's own."""
    for name in [name for name in os.environ if name.startswith("KIERROS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_suit_one_machine() -> None:
    found = settings.load()
    assert found.database_url == "sqlite:///var/kierros.db"
    assert found.mail_url == "maildir:var/mail"
    assert found.bind_of("registration") == "127.0.0.1:8001"


def test_every_mistake_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_MAIL_URL", "pigeon://loft")
    monkeypatch.setenv("KIERROS_CATALOGUE_URL", "not an address")
    monkeypatch.setenv("KIERROS_WORKERS", "none")
    monkeypatch.setenv("KIERROS_MAIL_FROM", "nobody")
    monkeypatch.setenv("KIERROS_DATABASE_URL", "mysql://localhost/kierros")
    monkeypatch.setenv("KIERROS_DEFAULT_TIMEZONE", "Europe/Atlantis")
    monkeypatch.setenv("KIERROS_INBOUND_URL", "pigeon://loft")
    monkeypatch.setenv("KIERROS_SECRET_KEY", "too short")
    monkeypatch.setenv("KIERROS_QUIET_HOURS", "at night")
    with pytest.raises(settings.SettingsError) as wrong:
        settings.load()
    named = set(re.findall(r"KIERROS_\w+", str(wrong.value)))
    assert named == {
        "KIERROS_MAIL_URL",
        "KIERROS_CATALOGUE_URL",
        "KIERROS_WORKERS",
        "KIERROS_MAIL_FROM",
        "KIERROS_DATABASE_URL",
        "KIERROS_DEFAULT_TIMEZONE",
        "KIERROS_INBOUND_URL",
        "KIERROS_SECRET_KEY",
        "KIERROS_QUIET_HOURS",
    }


@pytest.mark.parametrize("said", ["7", "21-24", "7-7", "-7", "21:00-7:00", "21-7-8"])
def test_quiet_hours_that_are_none_are_explained(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("KIERROS_QUIET_HOURS", said)
    with pytest.raises(settings.SettingsError, match="KIERROS_QUIET_HOURS: must be two different hours of 0 to 23"):
        settings.load()


@pytest.mark.parametrize("said", ["", " 22-6 ", "0-23"])
def test_quiet_hours_may_be_any_or_none(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("KIERROS_QUIET_HOURS", said)
    assert settings.load().quiet_hours == said.strip()


def test_error_does_not_show_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_SECRET_KEY", "short-secret")
    with pytest.raises(settings.SettingsError) as wrong:
        settings.load()
    assert "short-secret" not in str(wrong.value)


def test_embedded_installation_keeps_one_key_for_its_user_alone(tmp_path: Path) -> None:
    first, second = settings.load().secret_key, settings.load().secret_key
    assert first == second
    assert len(first) >= settings.MINIMUM_SECRET_LENGTH
    assert stat.S_IMODE((tmp_path / "var/secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("left", ["", "half a key"])
def test_key_file_that_is_not_whole_is_refused(tmp_path: Path, left: str) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/secret-key").write_text(left)
    with pytest.raises(settings.SettingsError, match="secret-key"):
        settings.load()


def test_postgresql_installation_must_be_given_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_DATABASE_URL", "postgresql://kierros@db/kierros")
    with pytest.raises(settings.SettingsError, match="KIERROS_SECRET_KEY"):
        settings.load()


def test_services_may_share_a_host_under_prefixes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_REGISTRATION_URL", "https://kierros.example.org/registration/")
    monkeypatch.setenv("KIERROS_REGISTRATION_INTERNAL_URL", "http://registration:8000/registration")
    found = settings.load()
    assert found.public_url("registration") == "https://kierros.example.org/registration"
    assert found.path_of("registration") == "/registration"
    assert found.internal_url("registration") == "http://registration:8000/registration"
    assert found.internal_url("catalogue") == "http://localhost:8000"
