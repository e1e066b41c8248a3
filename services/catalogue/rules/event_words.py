"""What an event of a calendar (RFC 5545, RFC 7986) says besides its time: in the words of a row."""

import re
from typing import Any

from services.catalogue.rules.written_rows import Texts

_LINK = re.compile(r"https?://[^\s<>\"\\]+")
#: as programs call them that don't know CONFERENCE (RFC 7986 section 5.11)
_LINKS = ("CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE", "URL")
_LONGEST, _LONGEST_TEXT = 1_000, 24_000


def words_of(event: Any) -> Texts:
    """Title, description, where it is and how to join. A place that is a web address is the link to join."""
    place = _first(event.get("LOCATION"))
    link = next((there[0] for name in _LINKS for text in _all(event.get(name)) if (there := _LINK.search(text))), "")
    in_place = _LINK.search(place)
    if in_place and not link:
        link = in_place[0].rstrip(".,;)")
    venue = _LINK.sub("", place).strip(" ;,()|-") if in_place else place
    said: Texts = {
        "title": _first(event.get("SUMMARY"))[:_LONGEST],
        "description": _first(event.get("DESCRIPTION"))[:_LONGEST_TEXT],
        "join_url": link[:_LONGEST],
        "venue": venue[:_LONGEST],
    }
    return {cell: text for cell, text in said.items() if text}


def is_called_off(event: Any) -> bool:
    """Whether it isn't held (RFC 5545 section 3.8.1.11)."""
    return _first(event.get("STATUS")).upper() == "CANCELLED"


def _first(prop: Any) -> str:
    return next(iter(_all(prop)), "")


def _all(prop: Any) -> list[str]:
    ones = prop if isinstance(prop, list) else [] if prop is None else [prop]
    return [str(one).strip() for one in ones]
