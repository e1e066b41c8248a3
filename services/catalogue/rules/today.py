"""What needs a person today, among the series somebody organises."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.rules.materials import captions_due, comes_at

#: a session nearer than this should have its presenters and its place
SOON = timedelta(days=14)
#: a presenter who has been asked for so long without an answer may have missed the mail
PATIENCE = timedelta(days=7)
#: the same where the session is near: who was asked only now isn't late
LITTLE_PATIENCE = timedelta(days=1)
#: what people read beforehand should be there by then
PREPARES = timedelta(days=7)


class Need(StrEnum):
    """What is to be done."""

    REQUESTS = "requests"
    PROPOSED = "proposed"
    LOST = "lost"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    NO_PRESENTERS = "no-presenters"
    NO_LINK = "no-link"
    NO_VENUE = "no-venue"
    NO_MATERIALS = "no-materials"
    CAPTIONS = "captions"
    WAITING = "waiting"
    CLOSING = "closing"
    INCOMPLETE = "incomplete"
    DRAFT = "draft"


#: somebody waits for an answer, or does not know what they should: these come before all that has a day
AT_ONCE = (Need.REQUESTS, Need.PROPOSED, Need.LOST)


@dataclass(frozen=True)
class Task:
    """What needs a person. `series` and `session` are rows, `at` is by when, `about` presenters, an offering, a
    proposal or how many sessions lack what, `count` how many people or mails."""

    need: Need
    series: Any
    session: Any = None
    about: Any = None
    at: datetime | None = None
    count: int = 0


@dataclass(frozen=True)
class Asked:
    """A presenter who has not said yes: when their calendar was asked last, None while it was not; why, if no."""

    name: str
    reply: str
    asked_at: datetime | None
    note: str = ""


@dataclass(frozen=True)
class Known:
    """What there is to judge by beside the series: by session the presenters who have not said yes, and the other times
    that are proposed; by series how many mails were lost, of each state; by offering how many wait for a yes."""

    presenters: Mapping[UUID, Sequence[Asked]] = field(default_factory=dict)
    proposals: Mapping[UUID, Sequence[Any]] = field(default_factory=dict)
    lost: Mapping[UUID, Mapping[str, int]] = field(default_factory=dict)
    requests: Mapping[UUID, int] = field(default_factory=dict)
    #: recordings that others than organisers see and that lack captions, each with its session
    recordings: Sequence[Any] = ()
    #: series that have any materials, and sessions that have some for before
    gives: frozenset[UUID] = frozenset()
    prepared: frozenset[UUID] = frozenset()


def tasks(series: Sequence[Any], known: Known, now: datetime) -> list[Task]:
    """The list, the most pressing first: who waits for an answer, then by the time of the session or deadline, drafts
    at the end."""
    found = [task for one in series for task in _of_series(one, known, now)]
    found += [_of_recording(one) for one in known.recordings]
    last = len(AT_ONCE)

    def order(task: Task) -> tuple[int, bool, datetime]:
        at_once = AT_ONCE.index(task.need) if task.need in AT_ONCE else last
        return at_once, task.at is None, task.at or now

    return sorted(found, key=order)


def _of_series(series: Any, known: Known, now: datetime) -> list[Task]:
    found = [Task(Need.DRAFT, series)] if series.state == "draft" else []
    found += [Task(Need.LOST, series, None, state, None, lost) for state, lost in known.lost.get(series.id, {}).items()]
    coming = [one for one in series.sessions if one.state == "scheduled" and one.ends_at > now]
    for session in coming:
        found += _of_presenters(series, session, known, now)
        if session.starts_at - now <= SOON:
            found += [Task(need, series, session, None, session.starts_at) for need in _lacks(session)]
        found += _of_materials(series, session, known, now)
    found += _of_later_sessions(series, [one for one in coming if one.starts_at - now > SOON])
    for offer in series.offers:
        found += _of_offer(series, offer, known.requests.get(offer.id, 0), now)
    return found


def _of_presenters(series: Any, session: Any, known: Known, now: datetime) -> list[Task]:
    asked = known.presenters.get(session.id, ())
    by_need = {
        Need.DECLINED: [one for one in asked if one.reply == "declined"],
        Need.UNANSWERED: [one for one in asked if is_late(one, session.starts_at, now)],
    }
    found = [
        Task(Need.PROPOSED, series, session, proposal, session.starts_at)
        for proposal in known.proposals.get(session.id, ())
    ]
    return found + [
        Task(need, series, session, who, session.starts_at, len(who)) for need, who in by_need.items() if who
    ]


def is_late(presenter: Asked, starts_at: datetime, now: datetime) -> bool:
    """Whether an answer should have come by now."""
    if presenter.reply != "needs-action" or presenter.asked_at is None:
        return False
    patience = LITTLE_PATIENCE if starts_at - now <= SOON else PATIENCE
    return now - presenter.asked_at >= patience


def _of_later_sessions(series: Any, sessions: Sequence[Any]) -> list[Task]:
    """One line for a whole season that is published and not complete: there is time, and a table where it is mended."""
    lacking = Counter(need for session in sessions for need in _lacks(session))
    return [Task(Need.INCOMPLETE, series, about=lacking)] if lacking and series.state == "published" else []


def _lacks(session: Any) -> list[Need]:
    needs = []
    if not session.presenters:
        needs.append(Need.NO_PRESENTERS)
    if session.mode != "onsite" and not session.join_url:
        needs.append(Need.NO_LINK)
    if session.mode != "online" and not session.venue:
        needs.append(Need.NO_VENUE)
    return needs


def _of_materials(series: Any, session: Any, known: Known, now: datetime) -> list[Task]:
    """A series that gives out nothing at all isn't asked for it."""
    is_near = now < session.starts_at <= now + PREPARES
    if not is_near or series.id not in known.gives or session.id in known.prepared:
        return []
    return [Task(Need.NO_MATERIALS, series, session, None, session.starts_at)]


def _of_recording(recording: Any) -> Task:
    """The row is its session's too, and says in which language its series is."""
    comes = comes_at(recording.since, recording.visible_from, recording.starts_at, recording.ends_at)
    due = captions_due(recording.shared_at, comes)
    return Task(Need.CAPTIONS, recording, recording, recording.material_title, due)


def _of_offer(series: Any, offer: Any, asks: int, now: datetime) -> list[Task]:
    found = [Task(Need.REQUESTS, series, None, offer, None, asks)] if asks and not offer.is_over else []
    wait = offer.waiting - asks
    if wait > 0 and is_full(offer) and not offer.is_over and (offer.closes_at is None or offer.closes_at > now):
        found.append(Task(Need.WAITING, series, None, offer, offer.closes_at or _first_start(offer), wait))
    if offer.state == "closing" and has_few(offer):
        found.append(Task(Need.CLOSING, series, None, offer, offer.closes_at, offer.taken))
    return found


def is_full(offer: Any) -> bool:
    """Whether only more places would let those who wait in."""
    return offer.left is not None and offer.left <= 0


def has_few(offer: Any) -> bool:
    """Whether more people would be welcome: less than half of the places are taken, or there is no limit to say."""
    return offer.capacity is None or 2 * (offer.taken + offer.held) < offer.capacity


def _first_start(offer: Any) -> datetime | None:
    return min((one.starts_at for one in offer.standing), default=None)
