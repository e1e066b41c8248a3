"""Reads what others wrote as iCalendar: only the lines an answer is made of, without building or expanding anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_WANTED = frozenset({"ATTENDEE", "COMMENT", "DTEND", "DTSTAMP", "DTSTART", "DURATION", "SEQUENCE", "UID"})
_LINE_END = re.compile(r"\r?\n|\r")
_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPE = re.compile(r"\\([\\;,Nn])")
_LINE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its parameters by their names in capitals, and its value as written."""

    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value with TEXT escapes undone (RFC 5545 3.3.11)."""
        return _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], self.value)


@dataclass(slots=True)
class ReceivedCalendar:
    """METHOD in capitals (empty when none), and each VEVENT as its wanted properties by name."""

    method: str = ""
    events: list[dict[str, list[Line]]] = field(default_factory=list)


def read_calendar(text: str) -> ReceivedCalendar:
    """The first VCALENDAR's METHOD and VEVENTs. What cannot be read is left out: many writers have their faults."""
    found = ReceivedCalendar()
    path: list[str] = []
    for line in _LINE_END.split(_FOLD.sub("", text.removeprefix("\ufeff"))):
        match = _NAME.match(line)
        if match is None or len(line) > _LINE_LIMIT:
            continue
        name, value = match[0].upper(), line[match.end() + 1 :].strip().upper()
        if name == "BEGIN":
            path.append(value)
            if path == ["VCALENDAR", "VEVENT"]:
                found.events.append({})
        elif name == "END":
            if path and path.pop() == "VCALENDAR":
                break
        elif name == "METHOD" and path == ["VCALENDAR"]:
            found.method = value
        elif name in _WANTED and path == ["VCALENDAR", "VEVENT"]:
            _keep(found.events[-1], name, line)
    return found


def _keep(event: dict[str, list[Line]], name: str, line: str) -> None:
    parameters, value = _split(line[len(name) :])
    event.setdefault(name, []).append(Line(parameters, value))


def _split(rest: str) -> tuple[dict[str, str], str]:
    """`;NAME=value;…:value` apart; colons and semicolons in double quotes belong to a parameter."""
    parameters: dict[str, str] = {}
    pieces: list[str] = []
    start, quoted = 0, False
    for index, letter in enumerate(rest):
        if letter == '"':
            quoted = not quoted
        elif letter in ";:" and not quoted:
            pieces.append(rest[start:index])
            start = index + 1
            if letter == ":":
                break
    for piece in pieces:
        key, equals, value = piece.partition("=")
        if equals:
            parameters[key.strip().upper()] = value.strip().strip('"')
    return parameters, rest[start:].strip()
