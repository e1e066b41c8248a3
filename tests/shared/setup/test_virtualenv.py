import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "shared" / "setup" / "virtualenv.sh"


def _python(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def _run(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", SCRIPT, "target"],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_virtualenv_passes_over_a_python_that_is_too_old(tmp_path: Path) -> None:
    _python(tmp_path, "python3.13", "exit 1")
    _python(tmp_path, "python3.11", "echo 3.11 $*")
    run = _run(tmp_path)
    assert run.returncode == 0
    assert run.stdout.splitlines()[-1] == "3.11 -m venv --clear target"


def test_virtualenv_prefers_the_python_that_was_named(tmp_path: Path) -> None:
    _python(tmp_path, "python3.13", "echo 3.13 $*")
    _python(tmp_path, "mine", "echo mine $*")
    assert _run(tmp_path, PYTHON="mine").stdout.splitlines()[-1] == "mine -m venv --clear target"


def test_virtualenv_without_a_fit_python_says_what_to_do(tmp_path: Path) -> None:
    run = _run(tmp_path)
    assert run.returncode == 1
    assert "Python 3.11 or newer" in run.stderr
    assert "make run PYTHON=" in run.stderr
