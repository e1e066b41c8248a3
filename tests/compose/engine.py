"""Commands to the container engine. Project and files come from ``COMPOSE_PROJECT_NAME`` and ``COMPOSE_FILE``."""

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from typing import Any

#: restarts; a service that waits for another needs one or two
GIVE_UP_AFTER = 5


def compose(*words: str, fails: bool = False) -> str:
    """What ``docker compose`` wrote. ``fails``: it has to end with an error; what it said of that comes back too."""
    done = subprocess.run(["docker", "compose", *words], capture_output=True, text=True, timeout=120, check=False)
    said = done.stdout + (done.stderr if fails else "")
    assert (done.returncode != 0) == fails, f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return said.strip()


def inside(service: str, *words: str, environment: Mapping[str, str] | None = None, fails: bool = False) -> str:
    """What a command said inside a service's running container."""
    given = [word for name, value in (environment or {}).items() for word in ("--env", f"{name}={value}")]
    return compose("exec", "--no-TTY", *given, service, *words, fails=fails)


def containers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each container, ended ones too: its service's name, and all that the engine knows of it."""
    for container in compose("ps", "--all", "--quiet").split():
        told = subprocess.run(["docker", "inspect", container], capture_output=True, text=True, timeout=60, check=True)
        facts: dict[str, Any] = json.loads(told.stdout)[0]
        yield facts["Config"]["Labels"]["com.docker.compose.service"], facts


def wait_until_well(seconds: float = 180) -> None:
    """Every container runs, and is healthy where it has a check; one that had a single thing to do ended well."""
    end = time.monotonic() + seconds
    while unwell := {service: state for service, facts in containers() if (state := _illness(facts))}:
        assert time.monotonic() < end, f"not well after {seconds:.0f} s: {unwell}"
        time.sleep(1)


def _illness(facts: dict[str, Any]) -> str | None:
    state = facts["State"]
    assert facts["RestartCount"] <= GIVE_UP_AFTER, f"{facts['Name']} ends as often as it starts; `logs` says why"
    if state["Status"] == "exited" and state["ExitCode"] == 0:
        return None
    health = state.get("Health", {"Status": "healthy"})["Status"]
    return None if (state["Status"], health) == ("running", "healthy") else f"{state['Status']}, {health}"
