"""Tables written by the registration service: who comes, and the places they take."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, TOKEN_LENGTH, Base, choice, new_id, one_of

REGISTRATION_STATES = ("confirmed", "waitlisted", "cancelled", "rejected")
IF_FULL = ("waitlist", "reject", "all-or-nothing")
#: what stands for the address of who was erased, before the id: no address looks so
ERASED_KEY = "erased:"
STANDING = "state IN ('confirmed', 'waitlisted')"


def _where_known(column: str) -> Index:
    known = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=known, postgresql_where=known)


class RegistrationTable(Base):
    """A table that only the registration service writes."""

    __abstract__ = True
    owner = "registration"


class Person(RegistrationTable):
    """Somebody who was registered, once per address whatever its spelling."""

    __tablename__ = "people"
    __table_args__ = (_where_known("erasure_asked_at"), _where_known("erased_at"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: normalised address: what makes two spellings one person
    email_key: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    #: the address as the person gave it
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: fi, sv or en: mails are written in it
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    #: the person wants to be erased, which is done as soon as their cancellations are on their way
    erasure_asked_at: Mapped[datetime | None]
    #: name and addresses are empty since then, and the key names nobody
    erased_at: Mapped[datetime | None]


class Batch(RegistrationTable):
    """One act of registering, by a person for themselves or by a contact for an organisation's staff."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint(one_of("if_full", *IF_FULL), name="if_full"),
        _where_known("contact_email"),
        # those that still name somebody
        Index(
            "ix_batches_named",
            "offering_id",
            sqlite_where=text("contact_email IS NOT NULL"),
            postgresql_where=text("contact_email IS NOT NULL"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    contact_email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    contact_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    contact_language: Mapped[str | None] = mapped_column(String(2))
    if_full: Mapped[str] = mapped_column(choice(*IF_FULL))
    #: who did it: ``person``, ``account:<id>`` or ``key:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class Registration(RegistrationTable):
    """One person in one offering."""

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint(one_of("state", *REGISTRATION_STATES), name="state"),
        Index(
            "uq_registrations_one_standing_per_person",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=text(STANDING),
            postgresql_where=text(STANDING),
        ),
        Index("ix_registrations_offering_id_state_queued_at", "offering_id", "state", "queued_at", "id"),
        Index("ix_registrations_offering_id_id", "offering_id", "id"),
        Index(
            "ix_registrations_organisation_id",
            "organisation_id",
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
        Index(
            "ix_registrations_awaiting_approval",
            "offering_id",
            sqlite_where=text("awaits_approval"),
            postgresql_where=text("awaits_approval"),
        ),
        _where_known("hold_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    unit: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    state: Mapped[str] = mapped_column(choice(*REGISTRATION_STATES))
    #: why it was rejected, or waits: a word that the page and the API explain
    reason: Mapped[str | None] = mapped_column(String(40))
    #: waits for the organiser's yes, and until then for nothing else
    awaits_approval: Mapped[bool] = mapped_column(server_default=false())
    #: what the organiser wrote with their no
    told_reason: Mapped[str | None] = mapped_column(String(500))
    #: where its place came from; null: it is nobody's but the person's
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("holds.id"))
    #: the colleague whose place this person took over
    substitutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"))
    #: order on the waiting list, together with the id
    queued_at: Mapped[datetime]
    #: rises when the personal link is renewed; older links then end
    link_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Seats(RegistrationTable):
    """How many places of an offering are taken: changed only by conditional statements, so it is never too many."""

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint("waiting >= 0", name="waiting_not_negative"),
        CheckConstraint("held >= 0", name="held_not_negative"),
    )
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    #: places of its holds that nobody has taken yet: neither taken nor free
    held: Mapped[int] = mapped_column(default=0, server_default="0")
    #: its time is over, and nobody registered up to this one is left to erase on its account; null: look again
    erased_up_to: Mapped[UUID | None]
    #: the offering as it was when it was over and its sensitive answers were erased; null: look again
    answers_erased_at_version: Mapped[int | None]


class Hold(RegistrationTable):
    """Places of an offering that are kept back for an organisation's people, or for a group that only has a name."""

    __tablename__ = "holds"
    __table_args__ = (CheckConstraint("places > 0", name="some_places"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), index=True)
    #: null: for a named group, whose people the organiser lets in one by one
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    #: the group's name; empty for an organisation
    label: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    #: those taken included
    places: Mapped[int]
    #: who holds them: ``account:<id>`` or ``key:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class Answer(RegistrationTable):
    """What a person answered to a question of the offering: the question's key, and the answer as a text."""

    __tablename__ = "answers"
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(String(2000))
    #: when it was given, which proves a consent (GDPR article 7(1)); null: before that was kept
    answered_at: Mapped[datetime | None]


class SessionWithdrawal(RegistrationTable):
    """That somebody registered for several sessions doesn't come to one of them, and keeps the place in the others."""

    __tablename__ = "session_withdrawals"
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class StaffList(RegistrationTable):
    """A list of staff being looked over before anybody on it is registered; purged a day after it was given."""

    __tablename__ = "staff_lists"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    #: null: people who belong to no organisation, registered by the series' organiser
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    #: who gave it, and alone may see it: ``account:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    #: ids of the offerings the people are to be registered for, as texts
    offering_ids: Mapped[list[str]] = mapped_column(JSON)
    #: people as given and mended, by column: ``{"numbers": […], "names": […], "emails": […], "units": […],
    #: "kept": [numbers]}``; who is registered leaves it
    roster: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: what became of it, once they are registered: offering id -> ``{"batches": [ids], "already": how many}``
    batches: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(index=True)


class FormUse(RegistrationTable):
    """How often one client sent the public form in one window of time: what registering is throttled by."""

    __tablename__ = "form_uses"
    __table_args__ = (UniqueConstraint("client_hash", "window_starts_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: keyed hash of the client's address, only compared
    client_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH))
    window_starts_at: Mapped[datetime] = mapped_column(index=True)
    uses: Mapped[int]
