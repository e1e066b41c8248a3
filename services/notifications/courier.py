"""The courier: reads the journal, writes the mails it calls for and sends what is due."""

import os
import sys
import threading

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions.send_due import send_due
from services.notifications.actions.sweep import sweep
from services.notifications.transports.chosen import chosen_transport
from shared.ring import Bell
from shared.web.current import EXTENSION, Service

NICENESS = 15
_COURIER = "kierros_courier"

log = structlog.get_logger(__name__)


class Courier:
    """One per process. ``run`` may be called by the clock; ``wake`` has a background thread do it, soon and once."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._service: Service = app.extensions[EXTENSION]
        self._database = self._service.database.patient()
        self._transport = chosen_transport(self._service.settings.mail_url)
        self._bell = Bell(self._run_quietly)
        self._is_running = threading.Lock()

    def wake(self) -> None:
        """Have it run in the background; rings while it runs are one more run."""
        self._bell.pull()

    def run(self) -> None:
        """Handle the journal and send what is due. A second call meanwhile waits for the first."""
        service = self._service
        with self._is_running, self._app.app_context():
            structlog.contextvars.bind_contextvars(service=service.name)
            handled = sweep(self._database, service.settings)
            sent = send_due(self._database, service.settings, self._transport)
        if handled or sent:
            log.info("delivered", journal_lines=handled, messages=sent)

    def _run_quietly(self) -> None:
        """In a thread of its own, with a lower priority; trouble with the database is left to the next run."""
        step_back()
        try:
            self.run()
        except SQLAlchemyError:
            log.exception("delivery_interrupted")


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
