"""Has everyone been told? The answer in one word, from how many people are where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SENT = "sent"
WAITING = "waiting"
RETRYING = "retrying"
FAILED = "failed"
BOUNCED = "bounced"
#: they follow their feed alone, and nothing has changed since their confirmation
FEED = "feed"
#: their confirmation told them, and the entry comes when the session is near
LATER = "later"
#: the session was over before there was anything to tell
UNNEEDED = "unneeded"
STATUSES = (SENT, WAITING, RETRYING, FAILED, BOUNCED, FEED, LATER, UNNEEDED)
REPLIES = ("accepted", "tentative", "declined", "needs-action")

Answer = Literal["draft", "nobody", "everybody", "on-their-way", "some-do-not-know"]


@dataclass
class Group:
    """The presenters or the participants: how many are where, and what their calendars answered."""

    by_status: dict[str, int] = field(default_factory=dict)
    by_reply: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    def add(self, status: str, reply: str, count: int) -> None:
        """So many more; an answer that is none of REPLIES counts as none yet."""
        self.by_status[status] = self.by_status.get(status, 0) + count
        said = reply if reply in REPLIES else "needs-action"
        self.by_reply[said] = self.by_reply.get(said, 0) + count


@dataclass(frozen=True)
class Told:
    """How it stands with one session."""

    presenters: Group
    participants: Group
    is_draft: bool = False

    def count(self, *statuses: str) -> int:
        """How many people are in any of these."""
        return sum(group.by_status.get(one, 0) for group in (self.presenters, self.participants) for one in statuses)

    @property
    def lost(self) -> int:
        """People whose mail failed or came back."""
        return self.count(FAILED, BOUNCED)

    @property
    def under_way(self) -> int:
        """Mails that are still to be sent, for the first time or again."""
        return self.count(WAITING, RETRYING)

    @property
    def answer(self) -> Answer:
        """What stands above all: who doesn't know, before what only takes its time."""
        if self.is_draft:
            return "draft"
        if not self.presenters.people + self.participants.people:
            return "nobody"
        if self.lost:
            return "some-do-not-know"
        return "on-their-way" if self.under_way else "everybody"


def told(counts: Mapping[tuple[bool, str, str], int], *, is_draft: bool) -> Told:
    """From how many (presenters?, status, reply) there are."""
    groups = {True: Group(), False: Group()}
    for (presents, status, reply), count in counts.items():
        groups[presents].add(status, reply, count)
    return Told(groups[True], groups[False], is_draft)
