"""Reads calendars with libical, the parser of Evolution, KDE and Cyrus: another reader than the one that wrote them.

The machine's own is taken, or what set-up fetched; `why_not()` says why there is none.
"""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

FETCHED = Path(__file__).parents[2] / "var" / "tools" / "libical"
_POINTERS = (
    *("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_next_component"),
    *("icalcomponent_get_first_property", "icaltime_get_timezone"),
)
_TEXTS = ("icalcomponent_as_ical_string", "icalproperty_get_value_as_string")


class _Time(ctypes.Structure):
    """`struct icaltimetype`."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    )


def why_not() -> str:
    """Why calendars cannot be read with libical here; empty when they can."""
    try:
        _library()
    except OSError as problem:
        note = FETCHED / "why-not.txt"
        told = note.read_text("utf-8") if note.exists() else f"{problem}; `make test` fetches it"
        return f"no libical: {told}"
    return ""


def read(calendar: bytes) -> dict[str, Any]:
    """Its `method` and `events`; an event's `starts` and `ends` are instants."""
    with _parsed(calendar) as root:
        events = [
            {
                "uid": _text(event, "UID"),
                "sequence": int(_text(event, "SEQUENCE") or -1),
                "status": _text(event, "STATUS"),
                "starts": _instant(event, "icalcomponent_get_dtstart"),
                "ends": _instant(event, "icalcomponent_get_dtend"),
            }
            for event in _children(root, b"VEVENT")
        ]
        return {"method": _text(root, "METHOD"), "events": events}


def syntax_errors(calendar: bytes) -> list[str]:
    """What libical could not read."""
    with _parsed(calendar) as root:
        return _errors(root)


def broken_restrictions(calendar: bytes) -> list[str]:
    """Where the calendar is not what its METHOD demands, by libical's tables of iTIP."""
    with _parsed(calendar) as root:
        holds = _library().icalrestriction_check(root)
        found = _errors(root)
        assert bool(holds) == (not found)
        return found


@cache
def _library() -> Any:
    own = ctypes.util.find_library("ical")
    if own is None:
        for name in ("libicudata", "libicuuc", "libicui18n"):
            for found in sorted(FETCHED.glob(f"usr/lib/*/{name}.so.??")):
                ctypes.CDLL(str(found), mode=ctypes.RTLD_GLOBAL)
        own = next(map(str, FETCHED.glob("usr/lib/*/libical.so.3")), None)
    if own is None:
        raise OSError("it is neither installed nor fetched")
    library = ctypes.CDLL(own)
    for name in _POINTERS:
        getattr(library, name).restype = ctypes.c_void_p
    for name in _TEXTS:
        getattr(library, name).restype = ctypes.c_char_p
    library.icalcomponent_get_dtstart.restype = _Time
    library.icalcomponent_get_dtend.restype = _Time
    library.icaltime_as_timet_with_zone.restype = ctypes.c_long
    library.icalerror_set_errors_are_fatal(0)
    return library


@contextmanager
def _parsed(calendar: bytes) -> Iterator[ctypes.c_void_p]:
    root = ctypes.c_void_p(_library().icalparser_parse_string(calendar))
    assert root.value, "libical found no calendar"
    try:
        yield root
    finally:
        _library().icalcomponent_free(root)


def _children(root: ctypes.c_void_p, name: bytes) -> Iterator[ctypes.c_void_p]:
    kind = _library().icalcomponent_string_to_kind(name)
    child = _library().icalcomponent_get_first_component(root, kind)
    while child:
        yield ctypes.c_void_p(child)
        child = _library().icalcomponent_get_next_component(root, kind)


def _text(component: ctypes.c_void_p, name: str) -> str | None:
    kind = _library().icalproperty_string_to_kind(name.encode())
    found = _library().icalcomponent_get_first_property(component, kind)
    return _library().icalproperty_get_value_as_string(ctypes.c_void_p(found)).decode() if found else None


def _instant(event: ctypes.c_void_p, which: str) -> datetime:
    told = getattr(_library(), which)(event)
    zone = ctypes.c_void_p(_library().icaltime_get_timezone(told))
    assert zone.value, "a time without a zone"
    return datetime.fromtimestamp(_library().icaltime_as_timet_with_zone(told, zone), UTC)


def _errors(root: ctypes.c_void_p) -> list[str]:
    written = _library().icalcomponent_as_ical_string(root).decode().replace("\r\n ", "")
    return [line.partition(":")[2] for line in written.split("\r\n") if line.startswith("X-LIC-ERROR")]
