"""``kierros serve``: one service under gunicorn."""

import gc
import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

# gunicorn imports these late: after the fork, once for each master
import gunicorn.glogging
import gunicorn.workers.sync  # noqa: F401
from gunicorn.app.base import BaseApplication

from shared.command.configuration import load_settings
from shared.command.process import end_with_parent
from shared.settings import SERVICES, Settings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
REQUEST_SECONDS = 30
STOP_SECONDS = 10
NEW_OBJECTS_BETWEEN_COLLECTIONS = 20_000


class Server(BaseApplication):
    """Gunicorn, told what it needs without a configuration file."""

    def __init__(self, service: str, settings: Settings, begin: Callable[[], Any]) -> None:
        """``begin`` is called in each worker, and gives the app."""
        self._service = service
        self._settings = settings
        self._begin = begin
        super().__init__()

    def load_config(self) -> None:
        """What differs from gunicorn's own defaults."""
        wanted = {
            "bind": self._settings.bind_of(self._service),
            "workers": self._settings.workers_of(self._service),
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "loglevel": "warning",
            "proc_name": f"kierros {self._service}",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 - gunicorn's own advice
            "control_socket_disable": True,
            # a worker whose master was killed would keep the port from the next one
            "post_fork": lambda _server, _worker: end_with_parent(),
            # what proxies say is believed by ProxyFix alone, and only from as many as the settings name
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The worker's WSGI application."""
        return self._begin()


def server_of(service: str, settings: Settings) -> Server:
    """A service's server, with its app: made before anything is forked, so that all processes share the memory of it.

    Nothing in an app is connected or running before a worker begins with it.
    """
    from shared.web.i18n import load_catalogues
    from shared.web.service import begin

    app = import_module(f"services.{service}.app").create_app(settings)
    load_catalogues(app)
    return Server(service, settings, lambda: begin(app))


def settle_collector() -> None:
    """To be called before children are forked: the garbage collector then leaves alone what they all share.

    It would copy it into each of them by looking it over.
    """
    gc.collect()
    gc.freeze()
    # a list of 5,000 people is 100,000 new objects and no rings among them: looked for after every 700 of them,
    # as Python does by itself, they take up to a third of the time; rings that lived through one look, as SQLAlchemy's
    # statements are, wait for the fifth
    gc.set_threshold(NEW_OBJECTS_BETWEEN_COLLECTIONS, 5, 5)


@click.command()
@click.argument("service", type=click.Choice(SERVICES))
def serve(service: str) -> None:
    """Run one service in the foreground."""
    os.environ.setdefault(METRICS_FOLDER, tempfile.mkdtemp(prefix="kierros-metrics-"))
    server = server_of(service, load_settings())
    settle_collector()
    server.run()
