"""Brings libical, which tests read calendars with, from the packages of the Debian that this runs on.

Needs no administrator: apt downloads and checks, dpkg unpacks into our tree. Where that cannot be, it says why and
the tests that need it are skipped with that sentence; every other test runs.
"""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INTO = ROOT / "var" / "tools" / "libical"
_NEEDED = ("apt-get", "apt-cache", "dpkg-deb")
_TIMEOUT_SECONDS = 300


class CannotFetchError(Exception):
    """Why there is no libical to be had here."""


def fetch(into: Path) -> None:
    """Unpack libical, and the Unicode library it was linked with, below `into`; raises CannotFetchError."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if platform.system() != "Linux" or missing:
        raise CannotFetchError(f"its packages are Debian's and this is none: no {', '.join(missing) or 'Linux'}")
    shutil.rmtree(into, ignore_errors=True)
    packages = into / "packages"
    packages.mkdir(parents=True)
    try:
        own: list[str] = []
        names = _names(own)
        if not names:
            own = _own_lists(into / "apt")
            names = _names(own)
        if not names:
            raise CannotFetchError("apt knows no package of that name")
        _run(["apt-get", "--quiet", *own, "download", *names], packages)
        for package in packages.glob("*.deb"):
            _run(["dpkg-deb", "--extract", str(package), str(into)], packages)
    finally:
        shutil.rmtree(packages, ignore_errors=True)
        shutil.rmtree(into / "apt", ignore_errors=True)


def _names(own: list[str]) -> list[str]:
    """The package, called otherwise since Debian 13, and its dependency that is no part of every machine."""
    found = _run(["apt-cache", *own, "search", "--names-only", "^libical3(t64)?$"]).split()
    if not found:
        return []
    return [found[0], *re.findall(r"Depends: (libicu\d+)", _run(["apt-cache", *own, "depends", found[0]]))]


def _own_lists(folder: Path) -> list[str]:
    """Options for apt to keep lists of packages in this folder, which may have been filled by nobody before."""
    for part in ("state/lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True)
    own = [
        *("-o", f"Dir::State={folder / 'state'}", "-o", "Dir::State::status=/var/lib/dpkg/status"),
        *("-o", f"Dir::Cache={folder / 'cache'}", "-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none"),
    ]
    _run(["apt-get", "--quiet", *own, "update"])
    return own


def _run(command: list[str], folder: Path = ROOT) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_TIMEOUT_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise CannotFetchError(f"{command[0]} did not end in {_TIMEOUT_SECONDS} s") from None
    if done.returncode:
        raise CannotFetchError(f"{command[0]} says: {' '.join(done.stderr.split())[-300:]}")
    return done.stdout


def main() -> None:
    """Fetch it, or leave a note of why not; a note is no failure, and the next time it is tried again."""
    print("Fetching libical, to read calendars in tests", flush=True)
    try:
        fetch(INTO)
    except CannotFetchError as problem:
        INTO.mkdir(parents=True, exist_ok=True)
        (INTO / "why-not.txt").write_text(str(problem), "utf-8")
        print(f"  not to be had: {problem}. Tests of calendars with it are skipped.")
        sys.exit(1)


if __name__ == "__main__":
    main()
