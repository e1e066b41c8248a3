"""Who came, who completed what, and who may register without: the registration service's."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH
from shared.schema.registration import RegistrationTable


class Attendance(RegistrationTable):
    """That a registered person was there."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint("minutes >= 0", name="minutes_not_negative"),)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    minutes: Mapped[int]
    recorded_at: Mapped[datetime]


class Award(RegistrationTable):
    """That a person completed the series of their registration, with the credits they earned."""

    __tablename__ = "awards"
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    #: ECTS credits (op); 0 where the series gives none
    credits: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    awarded_at: Mapped[datetime]


class RequirementWaiver(RegistrationTable):
    """That somebody may register for an offering without having completed what it requires."""

    __tablename__ = "requirement_waivers"
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    #: normalised address, of somebody who need not be known yet
    email_key: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True, index=True)
    #: who waived it: ``account:<id>`` or ``key:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    #: why, for other organisers; may be empty
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
