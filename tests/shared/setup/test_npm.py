from pathlib import Path

import pytest

from shared.setup import npm


def _client(folder: Path, script: str) -> list[str]:
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return [str(program)]


def test_client_on_this_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = _client(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with npm.client() as found:
        assert found == command


def test_fetch_gives_the_archive(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    command = _client(tmp_path, "touch a-1.0.0.tgz")
    assert npm.fetch(command, "a", "1.0.0", into) == into / "a-1.0.0.tgz"


def test_fetch_of_an_unknown_package_says_what_npm_said(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    command = _client(tmp_path, "echo 'no such package' >&2; exit 1")
    with pytest.raises(npm.FetchFailedError, match=r"could not fetch a 1\.0\.0:\nno such package"):
        npm.fetch(command, "a", "1.0.0", into)


def test_fetch_trusts_whom_pip_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CERT", "/etc/our-company.pem")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    into = tmp_path / "into"
    into.mkdir()
    command = _client(tmp_path, 'echo "$NODE_EXTRA_CA_CERTS" > a-1.0.0.tgz')
    assert npm.fetch(command, "a", "1.0.0", into).read_text() == "/etc/our-company.pem\n"
