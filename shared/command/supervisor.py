"""Keeps the services and the clock running as processes of their own."""

import gc
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
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
    """Imports all code once, then forks each service: they start quickly and share the memory of it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._children = [Child(name, _service_runner(name, settings)) for name in SERVICES]
        self._children.append(Child("clock", _clock_runner(settings)))
        self._ending = False
        self._metrics = tempfile.TemporaryDirectory(prefix="kierros-metrics-")

    def start(self) -> None:
        """Start every process."""
        os.environ[METRICS_FOLDER] = self._metrics.name
        for module in ("shared.command.serve", *(f"services.{name}.app" for name in SERVICES), CLOCK):
            import_module(module)
        configure_mappers()
        # what exists now is shared by all children; keep the collector from touching it
        gc.collect()
        gc.freeze()
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


def _service_runner(name: str, settings: Settings) -> Callable[[], None]:
    def run() -> None:
        serve = import_module("shared.command.serve")
        serve.server_of(name, settings).run()

    return run


def _clock_runner(settings: Settings) -> Callable[[], None]:
    def run() -> None:
        import_module(CLOCK).run(settings)

    return run
