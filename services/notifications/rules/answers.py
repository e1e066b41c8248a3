"""Which answers to invitations count (RFC 5546 section 2.1.5), and in what words it is said why one does not."""

from dataclasses import dataclass
from datetime import UTC, datetime

APPLIED = "applied"
STALE = "stale"
FOREIGN = "foreign"
NOTED = "noted"
NOT_A_REPLY = "not_a_reply"
FORWARDED = "forwarded"
DUPLICATE = "duplicate"
OUTCOMES = (APPLIED, FORWARDED, STALE, FOREIGN, NOTED, NOT_A_REPLY, DUPLICATE)

EARLIER_TIME = "earlier_time"
NEWER_ANSWER = "newer_answer"
UNKNOWN_SESSION = "unknown_session"
NOT_INVITED = "not_invited"
NO_LONGER_INVITED = "no_longer_invited"
PARTICIPANT = "participant"
NO_ANSWER = "no_answer"
PROPOSAL = "proposal"
PROPOSAL_ANSWERED = "proposal_answered"
ON_OWN_PAGE = "on_own_page"
REASONS = (
    EARLIER_TIME, NEWER_ANSWER, UNKNOWN_SESSION, NOT_INVITED, NO_LONGER_INVITED, PARTICIPANT, NO_ANSWER, PROPOSAL,
    PROPOSAL_ANSWERED, ON_OWN_PAGE,
)  # fmt: skip

#: what the catalogue keeps of a presenter
KEPT_ANSWERS = ("accepted", "tentative", "declined")


#: clocks that were never set say 1970 or 1980
_EARLIEST_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """What we know of an invitation: the SEQUENCE last sent, and the answer that counts now."""

    sequence: int
    #: how far this person's SEQUENCE runs ahead of the session's revision
    ahead: int
    #: SEQUENCE and DTSTAMP of the answer before, None when there is none
    answered_sequence: int | None = None
    answered_at: datetime | None = None


def why_stale(known: Known, sequence: int, stamp: datetime) -> str | None:
    """Why an answer comes too late to count, or None when it counts. An equal SEQUENCE is good; none said is 0.

    DTSTAMP counts whole seconds, so of two answers within one second the one that arrives later counts.
    """
    if sequence < known.sequence:
        return EARLIER_TIME
    if known.answered_at is None or known.answered_sequence is None:
        return None
    before = (known.answered_sequence + known.ahead, known.answered_at)
    return NEWER_ANSWER if (min(sequence, known.sequence), stamp) < before else None


def plausible_stamp(said: datetime | None, received_at: datetime) -> datetime:
    """The DTSTAMP to go by: none from the future, which no later answer could overtake, nor from before calendars."""
    return received_at if said is None else max(_EARLIEST_STAMP, min(said, received_at))
