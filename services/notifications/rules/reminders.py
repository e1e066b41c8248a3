"""When people are reminded of what: pure decisions over one session's or one deadline's times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from services.notifications.rules.quiet_hours import QuietHours, held_until

Says = Literal["coming", "material", "feedback", "closing"]
COMING: Says = "coming"
MATERIAL: Says = "material"
FEEDBACK: Says = "feedback"
CLOSING: Says = "closing"
SESSION_START, SESSION_END, OFFERING_CLOSE = "session-start", "session-end", "offering-close"

#: what each may be counted from, the usual one first
ANCHORS = {
    COMING: (SESSION_START, SESSION_END),
    MATERIAL: (SESSION_END, SESSION_START),
    FEEDBACK: (SESSION_END, SESSION_START),
    CLOSING: (OFFERING_CLOSE,),
}
#: those that come before their anchor; the others come after it
BEFOREHAND = (COMING, CLOSING)
#: how long after a session its mail may still go out; later nobody expects it
LATE = {MATERIAL: timedelta(days=14), FEEDBACK: timedelta(days=7)}
DAY_MINUTES = 24 * 60
#: the longest offset: a mail that waits for the morning must not be too late by that
MOST_MINUTES = {
    COMING: 60 * DAY_MINUTES,
    CLOSING: 60 * DAY_MINUTES,
    MATERIAL: 12 * DAY_MINUTES,
    FEEDBACK: 5 * DAY_MINUTES,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it holds; ``told_as`` is the same for a series' copy as for the installation's rule it began as."""

    id: UUID
    told_as: UUID
    says: Says
    anchor: str
    offset_minutes: int
    #: null: for every offering of the series
    offering_id: UUID | None = None
    #: null: one of the installation's
    series_id: UUID | None = None
    text: str = ""
    link: str | None = None
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as far as reminders go by it; ``zone`` is an IANA name."""

    id: UUID
    series_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str


def moment(rule: Rule, meeting: Meeting) -> datetime:
    """When a session's rule is meant to speak."""
    anchored = meeting.starts_at if rule.anchor == SESSION_START else meeting.ends_at
    return anchored + timedelta(minutes=rule.offset_minutes)


def planned(rule: Rule, meeting: Meeting, quiet: QuietHours | None) -> datetime:
    """When it will: the moment, or the end of the quiet hours that it falls into."""
    return held_until(quiet, moment(rule, meeting), meeting.zone, meeting.starts_at if rule.says == COMING else None)


def is_due(rule: Rule, meeting: Meeting, now: datetime, quiet: QuietHours | None) -> bool:
    """Whether it speaks now, or is late and still of use: of what comes until it begins, of what was for some days."""
    if moment(rule, meeting) > now:
        return False
    if rule.says == COMING:
        return now < meeting.starts_at and held_until(quiet, now, meeting.zone, meeting.starts_at) <= now
    return now < meeting.ends_at + LATE[rule.says] and held_until(quiet, now, meeting.zone) <= now


def latest(due: Iterable[tuple[datetime, Rule]]) -> list[tuple[Rule, frozenset[UUID]]]:
    """Of rules that say the same and are all due, those that speak, and the offerings that a later one speaks to.

    After a day without a clock nobody hears "tomorrow" and "in an hour" at once: only what was meant to come last.
    """
    speaking: list[tuple[Rule, frozenset[UUID]]] = []
    spoken_to: set[UUID] = set()
    for _moment, rule in sorted(due, key=lambda one: (one[0], str(one[1].id)), reverse=True):
        if rule.offering_id in spoken_to:
            continue
        speaking.append((rule, frozenset(spoken_to)))
        if rule.offering_id is None:
            break
        spoken_to.add(rule.offering_id)
    return speaking


Flaw = Literal["anchor", "offset", "link"]


def flaw(says: Says, anchor: str, offset_minutes: int, link: str | None) -> Flaw | None:
    """What keeps such a rule from ever making sense."""
    if anchor not in ANCHORS[says]:
        return "anchor"
    ahead = -offset_minutes if says in BEFOREHAND else offset_minutes
    least = 1 if says in BEFOREHAND else 0
    if not least <= ahead <= MOST_MINUTES[says]:
        return "offset"
    return "link" if says == FEEDBACK and not link else None
