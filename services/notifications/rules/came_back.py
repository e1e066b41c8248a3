"""The kinds of mail that come back, and what is believed of a mail server that returns one (RFC 3463, 3464)."""

import re

REPLY = "reply"
COUNTER = "counter"
BOUNCE = "bounce"
AUTOMATIC = "automatic"
LETTER = "letter"
OTHER = "other"

#: why a mail that is no answer to an invitation changed nothing
OWN_MAIL = "own_mail"
UNKNOWN_MAIL = "unknown_mail"
NOT_SENT_THERE = "not_sent_there"
STILL_TRYING = "still_trying"
DELIVERED = "delivered"
BY_A_MACHINE = "by_a_machine"
NOBODY_TO_TELL = "nobody_to_tell"
DEAD_ADDRESS = "dead_address"
KINDS = (REPLY, COUNTER, BOUNCE, AUTOMATIC, LETTER, OTHER)
REASONS = (
    OWN_MAIL, UNKNOWN_MAIL, NOT_SENT_THERE, STILL_TRYING, DELIVERED, BY_A_MACHINE, NOBODY_TO_TELL, DEAD_ADDRESS,
)  # fmt: skip

FAILED, DELAYED, REACHED = "failed", "delayed", "reached"

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SAYS_NOTHING = re.compile(r"[245]\.0\.0")
#: of class 5.1 these are about who sends, or say that nothing is wrong (RFC 3463 section 3.2, RFC 7505 section 4)
NOT_THE_READERS = frozenset({"4", "5", "7", "8", "9"})


def status_in(status: str, diagnostic: str) -> str:
    """The enhanced status code that says most: the report's own, unless it is as good as none; empty without any."""
    own = _STATUS.search(status)
    if own and not _SAYS_NOTHING.fullmatch(own[0]):
        return own[0]
    said = _STATUS.search(diagnostic)
    return said[0] if said else own[0] if own else ""


def is_dead(status: str, diagnostic: str = "") -> bool:
    """Whether there is no such address any more: 5.1.x about the reader, or 5.2.1, a mailbox that was closed.

    A full mailbox (5.2.2) or a server's policy (5.7.x) can be another tomorrow. ``diagnostic`` is what the mail server
    answered, such as ``550 5.1.1 No such user``.
    """
    code = _STATUS.fullmatch(status_in(status, diagnostic))
    if code is None or code[1] != "5":
        return False
    return (code[2] == "1" and code[3] not in NOT_THE_READERS and code[3] != "0") or (code[2], code[3]) == ("2", "1")


def becomes(action: str, status: str, diagnostic: str) -> str:
    """What became of the mail: FAILED, DELAYED, or REACHED (RFC 3464 section 2.3.3). Without a word it goes by code."""
    said = action.strip().lower()
    if said in ("delivered", "relayed", "expanded"):
        return REACHED
    if said in ("failed", "delayed"):
        return said
    code = status_in(status, diagnostic)
    return {"2": REACHED, "4": DELAYED}.get(code[:1], FAILED)
