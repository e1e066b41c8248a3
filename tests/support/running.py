"""All of Kierros, running: `kierros up` as a customer starts it, on ports and a database of the test's own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from shared.command.main import main
from tests.support.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
KIERROS = Path(sys.executable).parent / "kierros"
READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 20


@dataclass
class Running:
    """A running installation: where its services are, and a key of its administrator."""

    process: subprocess.Popen[str]
    environment: dict[str, str]
    log: Path
    urls: dict[str, str]
    key: str = ""
    said: list[str] = field(default_factory=list)

    def call(self, service: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """An API call as the administrator. Returns the parsed answer; fails with the problem's own words."""
        response = self.ask(service, method, path, body, **headers)
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def ask(self, service: str, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """The same, giving the response whatever it says."""
        return requests.request(
            method,
            f"{self.urls[service]}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.key}"} | {k.replace("_", "-"): v for k, v in headers.items()},
            timeout=20,
        )

    def command(self, *arguments: str) -> str:
        """What a `kierros` command prints; run here, since starting Python takes longer than most commands."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def pid_of(self, name: str) -> int:
        """The process that runs a service (its master) or the clock now."""
        shown = f"kierros {name}"[:15]
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        [found] = [int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text().strip() == shown]
        return found

    def is_ready(self, name: str) -> bool:
        """Whether a service answers that it is ready."""
        return _is_ready(self.urls[name])

    def sign_in_link(self, email: str) -> str:
        """A one-time link, printed by the command line."""
        return self.command("sign-in", email).split()[-1]


@contextmanager
def running(folder: Path, database_url: str, *options: str, **settings: str) -> Iterator[Running]:
    """Start everything, wait until it is ready, give it an administrator's key; end it like Ctrl-C does.

    The options are those of `kierros up`.
    """
    ports = free_ports(3)
    urls = {
        name: f"http://localhost:{port}"
        for name, port in zip(("catalogue", "registration", "notifications"), ports, strict=True)
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIERROS_")} | {
        "KIERROS_DATABASE_URL": database_url,
        "KIERROS_MAIL_URL": f"maildir:{folder / 'mail'}",
        "KIERROS_SECRET_KEY": "a key that only the tests use, long enough",
        "KIERROS_WORKERS": "2",
        **{f"KIERROS_{name.upper()}_URL": url for name, url in urls.items()},
        **settings,
    }
    log = folder / "kierros.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(KIERROS), "up", *options],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    started = Running(process, environment, log, urls)
    try:
        _wait_until_ready(started)
        created = started.command("api-key", "create", "--name", "test", "--role", "administrator")
        started.key = created.split()[-1]
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _wait_until_ready(started: Running) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if started.process.poll() is not None:
            break
        if all(_is_ready(url) for url in started.urls.values()):
            return
        time.sleep(0.1)
    raise AssertionError(f"Kierros did not start:\n{started.log.read_text()}")


def _is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).ok
    except requests.RequestException:
        return False
