"""The courier: reads the journal, writes the mails it calls for and sends what is due."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions.send_due import Sender
from services.notifications.actions.sweep import sweep
from services.notifications.transports.chosen import chosen_transport
from shared.ring import Bell
from shared.web.current import EXTENSION, Service

NICENESS = 15
#: how soon after one reading of the journal the next may come
SWEEP_PAUSE_SECONDS = 0.2
SEND_PAUSE_SECONDS = 0.0
#: connections to the mail server are kept for so long after the last mail
LINGER_SECONDS = 20.0
_COURIER = "kierros_courier"

log = structlog.get_logger(__name__)


class Courier:
    """One per process. ``run`` may be called by the clock; ``wake`` has background threads do it, soon and once."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._service: Service = app.extensions[EXTENSION]
        database, settings = self._service.database, self._service.settings
        self._patient = database.patient()
        # mails' outcomes are small, and each connection waits for its own: only where writers queue do they give way
        self._sender = Sender(self._patient if database.is_sqlite else database, settings, chosen_transport(settings))
        self._sweeping = Bell(self._sweep_quietly, SWEEP_PAUSE_SECONDS)
        self._sending = Bell(self._send_quietly, SEND_PAUSE_SECONDS)
        self._is_sweeping = threading.Lock()
        self._is_sending = threading.Lock()

    def wake(self) -> None:
        """Have it run in the background; rings while it runs are one more run."""
        self._sweeping.pull()

    def run(self) -> None:
        """Handle the journal and send what is due. A second call meanwhile waits for the first."""
        self._sweep()
        self._send()

    def _sweep(self) -> None:
        with self._is_sweeping, self._within():
            handled = sweep(self._patient, self._service.settings)
        if handled:
            log.info("journal_handled", journal_lines=handled)

    def _send(self, linger_seconds: float = 0.0) -> None:
        with self._is_sending, self._within():
            sent = self._sender.run(linger_seconds)
        if sent:
            log.info("delivered", messages=sent)

    def _sweep_quietly(self) -> None:
        """In a thread of its own, with a lower priority; trouble with the database is left to the next run."""
        with _quietly("sweep_interrupted"):
            self._sweep()
        # also when nothing was new: something may have come of age
        self._sender.ring()
        self._sending.pull()

    def _send_quietly(self) -> None:
        """The same for sending, which goes on while the journal is read."""
        with _quietly("delivery_interrupted"):
            self._send(LINGER_SECONDS)

    @contextmanager
    def _within(self) -> Iterator[None]:
        with self._app.app_context():
            structlog.contextvars.bind_contextvars(service=self._service.name)
            yield


@contextmanager
def _quietly(event: str) -> Iterator[None]:
    step_back()
    try:
        yield
    except SQLAlchemyError:
        log.exception(event)


def step_back() -> None:
    """Give this thread a lower priority, so that pages stay quick while many mails go out."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def set_up(app: Flask) -> Courier:
    """Give a process its courier; nothing runs before it is woken."""
    courier = Courier(app)
    app.extensions[_COURIER] = courier
    return courier


def courier_of(app: Flask) -> Courier:
    """The process's courier."""
    courier: Courier = app.extensions[_COURIER]
    return courier
