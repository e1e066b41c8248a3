"""A Kierros of our own to measure: all of it, as a customer would have it, in a temporary folder on free ports."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from benchmarks import processes
from shared.settings import SERVICES

KIERROS = str(Path(sys.executable).with_name("kierros"))


@dataclass(frozen=True)
class Installation:
    """One installation: where it listens and what it is told."""

    ports: dict[str, int]
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run ``kierros`` with these words; what it printed. Raises RuntimeError with what it said when it failed."""
        done = subprocess.run(
            [KIERROS, *words],
            cwd=processes.ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"kierros {' '.join(words)}: {done.stderr}")
        return done.stdout

    @contextmanager
    def up(self) -> Iterator[processes.Process]:
        """``kierros up`` until the block ends; ready when it begins."""
        with processes.running([KIERROS, "up"], self.environment) as process:
            processes.wait_until_ready(process, list(self.ports.values()))
            yield process

    def key(self) -> str:
        """A new administrator's API key."""
        return self.command("api-key", "create", "--name", "Benchmarks", "--role", "administrator").split()[-1]

    def call(self, method: str, service: str, path: str, key: str, body: dict[str, Any] | None = None) -> Any:
        """One API call; its JSON. Raises for any other answer than a success."""
        response = requests.request(
            method,
            f"http://127.0.0.1:{self.ports[service]}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
        )
        if not response.ok:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
        return response.json()


def install(folder: Path, database_url: str | None = None, mail_url: str | None = None) -> Installation:
    """A migrated installation, empty as yet; SQLite and a Maildir in the folder unless told otherwise."""
    ports = {name: processes.free_port() for name in SERVICES}
    environment = {f"KIERROS_{name.upper()}_URL": f"http://127.0.0.1:{port}" for name, port in ports.items()}
    environment |= {
        "KIERROS_DATABASE_URL": database_url or f"sqlite:///{folder / 'kierros.db'}",
        "KIERROS_MAIL_URL": mail_url or f"maildir:{folder / 'mail'}",
        "KIERROS_SECRET_KEY": "benchmarks-only-" * 3,
    }
    installation = Installation(ports, environment)
    installation.command("migrate")
    return installation
