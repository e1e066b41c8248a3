"""Configuration: read once, at start, from ``KIERROS_*`` environment variables; all that is wrong is said at once."""

import contextlib
import os
import re
import secrets
import tempfile
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.local_time import zones

SERVICES = ("catalogue", "registration", "notifications")
STATE_FOLDER = Path("var")
MINIMUM_SECRET_LENGTH = 32
_CANT_START = "Kierros can't start with these settings:\n"


class SettingsError(Exception):
    """The environment holds values that Kierros can't start with; the message lists every one of them."""


class Settings(BaseSettings):
    """One installation's configuration. Defaults suit one machine: SQLite and a Maildir under ``var/``."""

    model_config = SettingsConfigDict(env_prefix="KIERROS_", frozen=True, extra="ignore")

    database_url: str = Field(default=f"sqlite:///{STATE_FOLDER / 'kierros.db'}")
    mail_url: str = Field(default=f"maildir:{STATE_FOLDER / 'mail'}")
    mail_connections: int = Field(default=4, ge=1, le=32)
    mail_connections_per_domain: int = Field(default=0, ge=0, le=32)
    mail_per_minute_and_domain: int = Field(default=0, ge=0)
    mail_from: str = Field(default="Kierros <kierros@localhost.example>")
    dkim_key_file: Path | None = None
    dkim_selector: str = Field(default="kierros", pattern="^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$", max_length=63)
    inbound_url: str | None = None
    secret_key: str = ""
    catalogue_url: str = "http://localhost:8000"
    registration_url: str = "http://localhost:8001"
    notifications_url: str = "http://localhost:8002"
    catalogue_internal_url: str | None = None
    registration_internal_url: str | None = None
    notifications_internal_url: str | None = None
    bind: str | None = None
    workers: int = Field(default=2, ge=1, le=64)
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    default_timezone: str = "Europe/Helsinki"
    default_language: str = Field(default="fi", pattern="^(fi|sv|en)$")
    quiet_hours: str = "21-7"
    log_format: str = Field(default="text", pattern="^(text|json)$")

    @field_validator("catalogue_url", "registration_url", "notifications_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address such as https://kierros.example.org/registration")
        return value.rstrip("/")

    @field_validator("catalogue_internal_url", "registration_internal_url", "notifications_internal_url")
    @classmethod
    def _is_inner_address(cls, value: str | None) -> str | None:
        return cls._is_web_address(value) if value else None

    @field_validator("database_url")
    @classmethod
    def _is_database_address(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: str) -> str:
        if value and len(value) < MINIMUM_SECRET_LENGTH:
            raise ValueError(f"needs {MINIMUM_SECRET_LENGTH} characters or more")
        return value

    @field_validator("default_timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        if value not in zones():
            raise ValueError("must be an IANA name such as Europe/Helsinki")
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _is_part_of_day(cls, value: str) -> str:
        said = value.strip()
        hours = [int(part) for part in said.split("-")] if re.fullmatch("[0-9]{1,2}-[0-9]{1,2}", said) else []
        if said and (len(set(hours)) != 2 or max(hours) > 23):
            raise ValueError("must be two different hours of 0 to 23 such as 21-7, or empty for no quiet hours")
        return said

    @field_validator("inbound_url")
    @classmethod
    def _is_mailbox_address(cls, value: str | None) -> str | None:
        if value and not value.startswith(("imap://", "imaps://")):
            raise ValueError("must start with imaps:// or imap://")
        if value and not (urlsplit(value).hostname and urlsplit(value).username):
            raise ValueError("must name a user and a host, as in imaps://user:password@mail.example.org")
        return value or None

    @field_validator("mail_url")
    @classmethod
    def _is_mail_address(cls, value: str) -> str:
        if value.startswith("maildir:"):
            return value
        if not value.split() or not all(url.startswith(("smtp://", "smtps://")) for url in value.split()):
            raise ValueError("must start with maildir:, smtp:// or smtps://; several servers stand with spaces between")
        return value

    @field_validator("dkim_key_file")
    @classmethod
    def _holds_a_key(cls, value: Path | None) -> Path | None:
        try:
            if value is not None and b"PRIVATE KEY-----" not in value.read_bytes():
                raise ValueError(f"{value} holds no private key: it must begin with -----BEGIN … PRIVATE KEY-----")
        except OSError as wrong:
            raise ValueError(f"{value} can't be read: {wrong.strerror}") from wrong
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        address = value.rpartition("<")[2].rstrip("> ")
        try:
            validate_email(address, check_deliverability=False, test_environment=True)
        except EmailNotValidError as wrong:
            raise ValueError(f"must be an e-mail address, or Name <address>: {wrong}") from wrong
        return value

    def public_url(self, service: str) -> str:
        """The address people use for a service, without a trailing slash."""
        return str(getattr(self, f"{service}_url"))

    def internal_url(self, service: str) -> str:
        """The address the services use among themselves; the public one unless told otherwise."""
        return str(getattr(self, f"{service}_internal_url") or self.public_url(service))

    def bind_of(self, service: str) -> str:
        """``host:port`` that a service listens on: ``KIERROS_BIND``, or the port its public address names."""
        if self.bind:
            return self.bind
        parts = urlsplit(self.public_url(service))
        return f"127.0.0.1:{parts.port or (443 if parts.scheme == 'https' else 80)}"

    def workers_of(self, service: str) -> int:
        """How many processes answer for a service. Few ask notifications anything; half as many do there."""
        return (self.workers + 1) // 2 if service == "notifications" else self.workers

    def path_of(self, service: str) -> str:
        """The path prefix that a service stands under, such as ``/registration``; empty at the root of a host."""
        return urlsplit(self.public_url(service)).path.rstrip("/")

    @cached_property
    def dkim_key(self) -> bytes | None:
        """The private key (PEM, RSA) that mails are signed with."""
        return self.dkim_key_file.read_bytes() if self.dkim_key_file else None

    @cached_property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded SQLite file."""
        return self.database_url.startswith("sqlite")

    @cached_property
    def is_https(self) -> bool:
        """Whether people reach the pages over TLS; cookies are then marked Secure."""
        return self.catalogue_url.startswith("https:")


def load() -> Settings:
    """Read the environment. Raises SettingsError with every wrong value in one message."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        lines = [
            f"  KIERROS_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in wrong.errors()
        ]
        raise SettingsError(_CANT_START + "\n".join(lines)) from None
    return settings if settings.secret_key else settings.model_copy(update={"secret_key": _own_secret_key(settings)})


def _own_secret_key(settings: Settings) -> str:
    """The embedded installation makes its own key once, readable by its user alone; any other must be given one."""
    if not settings.is_embedded:
        raise SettingsError(
            f"{_CANT_START}  KIERROS_SECRET_KEY: must be set; "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'` makes one"
        )
    path = embedded_database_path(settings).parent / "secret-key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < MINIMUM_SECRET_LENGTH:
        raise SettingsError(f"{_CANT_START}  KIERROS_SECRET_KEY: {path} holds no whole key; delete it to have one made")
    return key


def _write_once(path: Path, key: str) -> None:
    """Put a whole file in place or none; when two do so at once, the first one's stays."""
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        Path(written).unlink()


def embedded_database_path(settings: Settings) -> Path:
    """Where the SQLite file lies (``sqlite:///relative`` or ``sqlite:////absolute``)."""
    return Path(settings.database_url.split("///", 1)[1].split("?", 1)[0])
