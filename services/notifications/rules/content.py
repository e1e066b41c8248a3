"""What a message says, as it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, as stored: with marks where secret links belong."""

    subject: str
    text: str
    html: str
    method: str | None
    calendar: bytes | None
