"""Keeps the services and the clock running as processes of their own."""

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from sqlalchemy.orm import configure_mappers

from shared.command.process import be_called, end_with_parent
from shared.settings import SERVICES, Settings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
#: a process that lived shorter than this is given a pause before it is started again
SHORT_LIFE_SECONDS = 5.0
PAUSE_SECONDS = 2.0
STOP_SECONDS = 12.0
LOOK_EVERY_SECONDS = 0.05
CLOCK = "services.notifications.clock"


class NotReadyError(click.ClickException):
    """The services did not become ready in time."""


@dataclass
class Child:
    """One process we keep running."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    start_again_at: float = 0.0


class Supervisor:
    """Imports all code and makes each app once, then forks each service: they start quickly and share the memory."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._children: list[Child] = []
        self._ending = False
        self._metrics = tempfile.TemporaryDirectory(prefix="kierros-metrics-")

    def start(self) -> None:
        """Start every process."""
        os.environ[METRICS_FOLDER] = self._metrics.name
        # imported no sooner: a library counts over processes if the folder is named before it is imported
        serve = import_module("shared.command.serve")
        self._children = [Child(name, serve.server_of(name, self._settings).run) for name in SERVICES]
        self._children.append(Child("clock", partial(import_module(CLOCK).run, self._settings)))
        configure_mappers()
        serve.settle_collector()
        for end in (signal.SIGINT, signal.SIGTERM):
            signal.signal(end, self._end)
        for child in self._children:
            self._fork(child)

    def watch(self, until: Callable[[], bool] | None = None, within: float = float("inf")) -> None:
        """Restart what dies, until ``until`` is true or a signal ends us. Raises NotReadyError after ``within`` s."""
        deadline = time.monotonic() + within
        while not self._ending:
            self._restart_the_dead()
            if until is not None:
                if until():
                    return
                if time.monotonic() > deadline:
                    raise NotReadyError("The services did not become ready; what they printed above tells why.")
            time.sleep(LOOK_EVERY_SECONDS)
        if until is not None:
            raise SystemExit(0)

    def stop(self) -> None:
        """End every process: politely, then for good."""
        self._ending = True
        for child in self._living():
            _send(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._living() and time.monotonic() < deadline:
            self._note_the_dead()
            time.sleep(LOOK_EVERY_SECONDS)
        for child in self._living():
            _send(child.pid, signal.SIGKILL)
        self._metrics.cleanup()

    def _end(self, _number: int, _frame: object) -> None:
        self._ending = True

    def _living(self) -> list[Child]:
        return [child for child in self._children if child.pid]

    def _restart_the_dead(self) -> None:
        self._note_the_dead()
        for child in self._children:
            if not child.pid and time.monotonic() >= child.start_again_at and not self._ending:
                self._fork(child)

    def _note_the_dead(self) -> None:
        for child in self._living():
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            child.pid = 0
            short = time.monotonic() - child.started < SHORT_LIFE_SECONDS
            child.start_again_at = time.monotonic() + (PAUSE_SECONDS if short else 0)
            if not self._ending:
                click.echo(f"{child.name} ended ({os.waitstatus_to_exitcode(status)}); starting it again.", err=True)

    def _fork(self, child: Child) -> None:
        child.started = time.monotonic()
        sys.stdout.flush()
        child.pid = os.fork()
        if child.pid:
            return
        _become_child(child.name)
        folder = Path(self._metrics.name) / child.name
        folder.mkdir(exist_ok=True)
        os.environ[METRICS_FOLDER] = str(folder)
        status = 1
        try:
            child.run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - said before the process ends, whatever it was
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)


def _become_child(name: str) -> None:
    """Leave the terminal's process group, so that Ctrl-C reaches the supervisor alone; end when it does."""
    os.setpgid(0, 0)
    end_with_parent()
    be_called(f"kierros {name}")
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.SIG_DFL)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
