"""Reads calendars with ical.js, the parser of Thunderbird: another reader than the one that wrote them."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import playwright

_LIBRARY = Path(__file__).parents[2] / "var" / "tools" / "ical" / "ical.es5.cjs"
_BUNDLED_NODE = Path(playwright.__file__).parent / "driver" / "node"


def read(calendars: list[bytes]) -> list[dict[str, Any]]:
    """For each calendar its `method` and `events`; an event's `starts` and `ends` are instants."""
    node = str(_BUNDLED_NODE) if _BUNDLED_NODE.exists() else shutil.which("node")
    assert node, "No Node.js: install what the tests need with `make test`."
    done = subprocess.run(
        [node, str(Path(__file__).with_suffix(".cjs")), str(_LIBRARY)],
        input=json.dumps([calendar.decode() for calendar in calendars]),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    for event in (event for calendar in found for event in calendar["events"]):
        for name in ("starts", "ends"):
            event[name] = datetime.fromisoformat(event[name])
    return found
