"""Preliminary assignments: set in the catalogue; who has done them is kept by the registration service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.rules.assignments import MOST_DAYS_BEFORE, MOST_REMIND_DAYS
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH, new_id
from shared.schema.catalogue import CatalogueTable
from shared.schema.registration import RegistrationTable


class Assignment(CatalogueTable):
    """What participants do beforehand. It is due before a session, and then moves with it, or by an instant."""

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("(session_id IS NULL) = (due_at IS NOT NULL)", name="session_or_instant"),
        CheckConstraint("(session_id IS NULL) = (days_before IS NULL)", name="days_before_session"),
        CheckConstraint(f"days_before BETWEEN 0 AND {MOST_DAYS_BEFORE}", name="days_before"),
        CheckConstraint(f"remind_days BETWEEN 1 AND {MOST_REMIND_DAYS}", name="remind_days"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), index=True)
    #: the cohort it is for; null: for all who come to the session, or to the series
    offering_id: Mapped[UUID | None] = mapped_column(ForeignKey("offerings.id"), index=True)
    #: the session before which it is due
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    #: at the end of which day before the session's own; 0: when the session starts
    days_before: Mapped[int | None]
    #: by when, where it belongs to no session
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: Markdown, for those with a place
    instructions: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    #: who hasn't done it is reminded so many days before it is due; null: nobody is
    remind_days: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: taken away then; it stays as long as somebody may have done it
    removed_at: Mapped[datetime | None]


class AssignmentDone(RegistrationTable):
    """That somebody has done an assignment, as an organiser ticked."""

    __tablename__ = "assignments_done"
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True, index=True)
    done_at: Mapped[datetime]
