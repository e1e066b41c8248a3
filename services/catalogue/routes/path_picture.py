"""A programme as a picture: each cohort's sessions and assignments in time, and what they share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.catalogue.queries.assignments import Task
from services.catalogue.queries.public_offerings import Choice
from services.catalogue.rules.cohorts import cohorts_of
from services.catalogue.rules.path_picture import Event, Picture, picture
from shared.web import dates
from shared.web.date_filters import language


@dataclass(frozen=True)
class Drawn:
    """The picture, and whose lines they are, in the order of their letters; nobody's in particular: one for all."""

    picture: Picture
    cohorts: Sequence[Choice]
    #: what is drawn of each kind, for the words about the picture and its key
    study_days: int
    sessions: int
    tasks: int


def drawn(sessions: Sequence[Any], offers: Sequence[Choice], tasks: Sequence[Task]) -> Drawn | None:
    """Nothing where a line of sessions says it all: no cohorts, no assignments, no study days."""
    cohorts = cohorts_of(offers)
    due = [task for task in tasks if not task.is_off]
    if not sessions or not (cohorts or due or any(one.kind == "study-day" for one in sessions)):
        return None
    covered = [{one.id for one in offer.covers} for offer in cohorts]
    events = [_session(one, _lines(covered, one.id)) for one in sessions]
    # what concerns none of the cohorts, such as those of a single session, stands on nobody's line
    events += [
        _task(one, [n for n, offer in enumerate(cohorts) if one.concerns(offer)] if cohorts else [0]) for one in due
    ]
    events = [event for event in events if event.lines]
    found = picture(events, max(1, len(cohorts)))
    of_kind = Counter(event.kind for event in events)
    return Drawn(found, cohorts, *(of_kind[kind] for kind in ("study-day", "session", "assignment"))) if found else None


def _lines(covered: Sequence[set[Any]], session_id: Any) -> list[int]:
    return [number for number, ids in enumerate(covered) if session_id in ids] if covered else [0]


def _session(session: Any, lines: list[int]) -> Event:
    kind = "study-day" if session.kind == "study-day" else "session"
    day = dates.short_day(session.starts_at, session.timezone, language())
    return Event(session.starts_at, day, session.title, kind, lines, session.state == "cancelled")


def _task(task: Task, lines: list[int]) -> Event:
    return Event(task.due, dates.short_day(task.due, task.zone, language()), task.title, "assignment", lines)
