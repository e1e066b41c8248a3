"""Installs one locked list of Python packages, showing how far it is.

Runs before anything else is installed, so it uses nothing but the standard library. pip's own settings (PIP_*) hold.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]


def locked(lock: Path) -> list[str]:
    """The names in a lock file; continuation lines and comments are not names."""
    return re.findall(r"^([A-Za-z0-9][\w.\-]*)(?:\[[^\]]*\])?==", lock.read_text("utf-8"), re.MULTILINE)


def begun(output: Iterator[str], log: list[str]) -> Iterator[str]:
    """Each package that pip begins to look at; every line it says is kept in `log`."""
    for line in output:
        log.append(line)
        found = re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9][\w.\-]*)", line)
        if found:
            yield found[1]


def show(text: str) -> None:
    """Overwrites the last line on a terminal; in a log file says nothing until the end."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)


def pip(arguments: list[str], title: str, total: int) -> None:
    """Runs pip; raises SystemExit with everything it said when it fails."""
    log: list[str] = []
    print(f"{title} ...", flush=True)
    with subprocess.Popen(
        [*PIP, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        if process.stdout is None:
            raise SystemExit("pip gave no output to read.")
        seen: set[str] = set()
        for name in begun(process.stdout, log):
            seen.add(name)
            show(f"  {min(len(seen), total)}/{total} {name}")
    show("")
    if process.returncode:
        sys.stdout.flush()
        raise SystemExit("".join(log) + f"\n{title}: pip failed; its last words are above.")


def main(lock_name: str) -> None:
    """Installs what the lock names, then, once, Kierros itself as an editable package."""
    lock = ROOT / lock_name
    names = locked(lock)
    pip(
        ["--require-hashes", "--requirement", str(lock)], f"Installing {len(names)} packages of {lock_name}", len(names)
    )
    if lock.name == "run.txt":
        pip(["--no-build-isolation", "--no-deps", "--editable", str(ROOT)], "Installing the kierros command", 1)


if __name__ == "__main__":
    main(sys.argv[1])
