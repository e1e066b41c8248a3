"""The service that the current request belongs to."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app, g
from sqlalchemy import Connection

from shared import clock
from shared.database import Database
from shared.http_clients.service_client import ServiceClient
from shared.secrets import Secrets
from shared.settings import SERVICES, Settings

EXTENSION = "kierros"


@dataclass(frozen=True)
class Service:
    """One running service: its name and what it works with."""

    name: str
    settings: Settings
    database: Database
    secrets: Secrets
    clients: dict[str, ServiceClient] = field(default_factory=dict)
    #: hash of an API key -> who holds it, and until when (monotonic seconds) that is trusted; see viewer.py
    key_holders: dict[str, tuple[Any, float]] = field(default_factory=dict)

    def ask(self, receiver: str) -> ServiceClient:
        """The client of another service."""
        return self.clients[receiver]


def make(name: str, settings: Settings) -> Service:
    """A service's parts; nothing is connected yet."""
    secrets = Secrets(settings.secret_key)
    clients = {other: ServiceClient(secrets, name, other, settings.internal_url(other)) for other in SERVICES}
    return Service(name, settings, Database(settings.database_url, name), secrets, clients)


def service() -> Service:
    """The service of the running request."""
    found: Service = current_app.extensions[EXTENSION]
    return found


def reading() -> AbstractContextManager[Connection]:
    """A read transaction of the running service."""
    return service().database.reading()


def writing() -> AbstractContextManager[Connection]:
    """A write transaction of the running service: commits once, when the block ends."""
    return service().database.writing()


def has_arrived() -> None:
    """All of the running request is here now, its body too: a program may send that long after its head."""
    g.arrived_at = clock.now()


def arrived_at() -> datetime:
    """When all of the running request had reached the service, before it waited for anything."""
    found: datetime = g.arrived_at
    return found


def service_url(name: str, path: str = "/") -> str:
    """The public address of a path on a service."""
    return service().settings.public_url(name) + path
