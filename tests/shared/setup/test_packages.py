from pathlib import Path

import pytest

from shared.setup import packages

LOCK = """\
# a comment==1
blinker==1.9.0 \\
    --hash=sha256:00
    # via flask
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:01
psycopg[binary]==3.3.9 \\
    --hash=sha256:02
"""


def test_locked_names_packages_and_nothing_else(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    assert packages.locked(lock) == ["blinker", "colorama", "psycopg"]


def test_begun_names_packages_and_keeps_every_line() -> None:
    said = ["Collecting blinker==1.9.0\n", "  Downloading it\n", "Requirement already satisfied: click==8 in here\n"]
    log: list[str] = []
    assert list(packages.begun(iter(said), log)) == ["blinker", "click"]
    assert log == said


def test_pip_that_fails_ends_with_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "PIP", ["sh", "-c", "echo hash mismatch; exit 1"])
    with pytest.raises(SystemExit, match=r"hash mismatch\n\nTrying: pip failed"):
        packages.pip([], "Trying", 1)
