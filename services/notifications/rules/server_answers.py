"""What a mail server means by its answer, for somebody who reads no SMTP."""

import re
from enum import StrEnum

from services.notifications.rules.came_back import NOT_THE_READERS, status_in

_REPLY_CODE = re.compile(r"^\s*([245]\d\d)\b")
_TOO_LARGE = {("2", "3"), ("3", "4")}
#: replies to whoever has not signed in or speaks without TLS (RFC 4954 section 6)
_NOT_SIGNED_IN = {"530", "534", "535", "538"}


class Meaning(StrEnum):
    """What is the matter with an address, or with the way to it."""

    NO_SUCH_ADDRESS = "no_such_address"
    MAILBOX_FULL = "mailbox_full"
    MAILBOX_CLOSED = "mailbox_closed"
    TOO_LARGE = "too_large"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    LATER = "later"
    OURS = "ours"
    REFUSED = "refused"


#: what can be the matter for a while
_PASSES = (Meaning.MAILBOX_FULL, Meaning.NOT_REACHED)


def means(answer: str) -> Meaning | None:
    """By its enhanced status code (RFC 3463 section 3), else by its reply code (RFC 5321 section 4.2.3); None: it has
    neither, so it is no answer of a server."""
    replied = _REPLY_CODE.match(answer)
    reply = replied[1] if replied else ""
    if reply in _NOT_SIGNED_IN:
        return Meaning.OURS
    code = status_in(answer, "")
    if code:
        class_, subject, detail = code.split(".")
        meaning = _by_subject(subject, detail)
        return Meaning.LATER if class_ == "4" and meaning not in _PASSES else meaning
    if not reply:
        return None
    by_code = {"552": Meaning.MAILBOX_FULL, "452": Meaning.MAILBOX_FULL, "551": Meaning.NO_SUCH_ADDRESS}
    return by_code.get(reply, Meaning.LATER if reply.startswith("4") else Meaning.REFUSED)


def _by_subject(subject: str, detail: str) -> Meaning:
    if (subject, detail) in _TOO_LARGE:
        return Meaning.TOO_LARGE
    if (subject, detail) == ("7", "8"):
        return Meaning.OURS
    if subject == "1":
        return Meaning.REFUSED if detail in NOT_THE_READERS else Meaning.NO_SUCH_ADDRESS
    if subject == "2":
        return {"1": Meaning.MAILBOX_CLOSED, "2": Meaning.MAILBOX_FULL}.get(detail, Meaning.REFUSED)
    # of the system, the protocol and the mail itself (RFC 3463 sections 3.4, 3.6 and 3.7)
    ours = dict.fromkeys(("3", "5", "6"), Meaning.OURS)
    return {**ours, "4": Meaning.NOT_REACHED, "7": Meaning.NOT_WANTED}.get(subject, Meaning.REFUSED)
