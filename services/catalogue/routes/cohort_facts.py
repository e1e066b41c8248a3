"""What a programme is for one cohort: its sessions, its study days, its assignments, its hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.catalogue.queries.assignments import Task, of_offer
from services.catalogue.queries.public_offerings import Choice
from shared.rules.workload import Workload, workload
from shared.web import dates


@dataclass(frozen=True)
class Cohort:
    """An offering with what its people come to and do; ``sessions`` are those that are still held."""

    offer: Choice
    sessions: Sequence[Any]
    tasks: Sequence[Task]
    #: null: the series gives no credits
    work: Workload | None
    #: of meeting, in all
    minutes: int

    @property
    def together(self) -> str:
        """The time of meeting in all, such as "4 h 30 min"."""
        return dates.duration(self.offer.now, self.offer.now + timedelta(minutes=self.minutes))

    @property
    def study_days(self) -> int:
        """How many of its sessions are study days."""
        return sum(session.kind == "study-day" for session in self.sessions)


def cohort_of(offer: Choice, by_id: Mapping[UUID, Any], ects: Decimal | None, tasks: Iterable[Task]) -> Cohort:
    """The facts of one; ``by_id``: the series' sessions."""
    sessions = [by_id[one.id] for one in offer.standing]
    work = workload(ects or Decimal(0), [(one.starts_at, one.ends_at) for one in sessions])
    minutes = int(work.together.total_seconds()) // 60
    return Cohort(offer, sessions, of_offer(tasks, offer), work if ects else None, minutes)
