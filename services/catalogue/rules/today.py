"""What needs a person today, among the series somebody organises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

#: a session nearer than this should have its presenters and its place
SOON = timedelta(days=14)


class Need(StrEnum):
    """What is to be done."""

    REQUESTS = "requests"
    DECLINED = "declined"
    NO_PRESENTERS = "no-presenters"
    NO_LINK = "no-link"
    NO_VENUE = "no-venue"
    CLOSING = "closing"
    DRAFT = "draft"


@dataclass(frozen=True)
class Task:
    """What needs a person. `series` and `session` are rows, `at` is by when, `about` a name or an offering,
    `count` how many people."""

    need: Need
    series: Any
    session: Any = None
    about: Any = None
    at: datetime | None = None
    count: int = 0


def tasks(
    series: Sequence[Any], declined: Mapping[UUID, Sequence[str]], requests: Mapping[UUID, int], now: datetime
) -> list[Task]:
    """The list, the most pressing first: who waits for a yes, then by the time of the session or deadline, drafts at
    the end.

    `declined` holds, per session, the names of presenters who will not come; `requests`, per offering, how many wait
    for the organiser's yes.
    """
    found = [task for one in series for task in _of_series(one, declined, now)]
    asked = [
        Task(Need.REQUESTS, one, about=offer, count=requests[offer.id])
        for one in series
        for offer in one.offers
        if offer.id in requests and not offer.is_over
    ]
    return asked + sorted(found, key=lambda task: (task.at is None, task.at or now))


def _of_series(series: Any, declined: Mapping[UUID, Sequence[str]], now: datetime) -> list[Task]:
    found = [Task(Need.DRAFT, series)] if series.state == "draft" else []
    for session in series.sessions:
        if session.state == "scheduled" and session.ends_at > now:
            found += [
                Task(Need.DECLINED, series, session, name, session.starts_at) for name in declined.get(session.id, ())
            ]
            found += _of_session(series, session, now)
    for offer in series.offers:
        if offer.state == "closing" and offer.left != 0:
            found.append(Task(Need.CLOSING, series, None, offer, offer.closes_at))
    return found


def _of_session(series: Any, session: Any, now: datetime) -> list[Task]:
    if session.starts_at - now > SOON:
        return []
    needs = []
    if not session.presenters:
        needs.append(Need.NO_PRESENTERS)
    if session.mode != "onsite" and not session.join_url:
        needs.append(Need.NO_LINK)
    if session.mode != "online" and not session.venue:
        needs.append(Need.NO_VENUE)
    return [Task(need, series, session, None, session.starts_at) for need in needs]
