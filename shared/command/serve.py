"""``kierros serve``: one service under gunicorn."""

import gc
import os
import tempfile
from importlib import import_module
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from shared.command.configuration import load_settings
from shared.settings import SERVICES, Settings
from shared.web.service import warm_up

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
REQUEST_SECONDS = 30
STOP_SECONDS = 10


class Server(BaseApplication):
    """Gunicorn, told what it needs without a configuration file."""

    def __init__(self, service: str, settings: Settings) -> None:
        self._service = service
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """What differs from gunicorn's own defaults."""
        wanted = {
            "bind": self._settings.bind_of(self._service),
            "workers": self._settings.workers,
            "preload_app": True,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "loglevel": "warning",
            "proc_name": f"kierros {self._service}",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 - gunicorn's own advice
            "control_socket_disable": True,
            "forwarded_allow_ips": "*",
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, made in the master so that the workers share its memory."""
        app = import_module(f"services.{self._service}.app").create_app(self._settings)
        warm_up(app)
        # a collector that looks the shared memory over would copy it into every worker
        gc.collect()
        gc.freeze()
        return app


@click.command()
@click.argument("service", type=click.Choice(SERVICES))
def serve(service: str) -> None:
    """Run one service in the foreground."""
    os.environ.setdefault(METRICS_FOLDER, tempfile.mkdtemp(prefix="kierros-metrics-"))
    Server(service, load_settings()).run()
