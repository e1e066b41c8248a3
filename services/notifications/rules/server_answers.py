"""What a mail server means by its answer, for somebody who reads no SMTP."""

import re
from enum import StrEnum

from services.notifications.rules.came_back import status_in

_REPLY_CODE = re.compile(r"^\s*([245]\d\d)\b")
_TOO_LARGE = {("2", "3"), ("3", "4")}


class Meaning(StrEnum):
    """What is the matter with an address, or with the way to it."""

    NO_SUCH_ADDRESS = "no_such_address"
    MAILBOX_FULL = "mailbox_full"
    MAILBOX_CLOSED = "mailbox_closed"
    TOO_LARGE = "too_large"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    LATER = "later"
    REFUSED = "refused"


#: what can be the matter for a while
_PASSES = (Meaning.MAILBOX_FULL, Meaning.NOT_REACHED)


def means(answer: str) -> Meaning | None:
    """By its enhanced status code (RFC 3463 section 3), else by its reply code (RFC 5321 section 4.2.3); None: it has
    neither, so it is no answer of a server."""
    code = status_in(answer, "")
    if code:
        class_, subject, detail = code.split(".")
        meaning = _by_subject(subject, detail) or Meaning.REFUSED
        return Meaning.LATER if class_ == "4" and meaning not in _PASSES else meaning
    replied = _REPLY_CODE.match(answer)
    if replied is None:
        return None
    by_code = {"552": Meaning.MAILBOX_FULL, "452": Meaning.MAILBOX_FULL, "551": Meaning.NO_SUCH_ADDRESS}
    return by_code.get(replied[1], Meaning.LATER if replied[1].startswith("4") else Meaning.REFUSED)


def _by_subject(subject: str, detail: str) -> Meaning | None:
    if (subject, detail) in _TOO_LARGE:
        return Meaning.TOO_LARGE
    if subject == "2":
        return {"1": Meaning.MAILBOX_CLOSED, "2": Meaning.MAILBOX_FULL}.get(detail)
    # of 5.1 some are about who sends (RFC 3463 section 3.2)
    if subject == "1" and detail in ("7", "8"):
        return Meaning.NOT_WANTED
    return {"1": Meaning.NO_SUCH_ADDRESS, "4": Meaning.NOT_REACHED, "7": Meaning.NOT_WANTED}.get(subject)
