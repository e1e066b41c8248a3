"""Tables written by the catalogue service: what is on offer, by whom, and who may manage it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.rules.rehearsals import MOST_BEFORE, MOST_MINUTES, USUAL_MINUTES
from shared.schema.base import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    REPLY_NOTE_LENGTH,
    TEXT_LENGTH,
    URL_LENGTH,
    Base,
    choice,
    new_id,
    one_of,
)

SERIES_KINDS = ("tour", "programme", "specialisation", "course")
SERIES_STATES = ("draft", "published", "archived")
#: a study day is what a programme counts; meeting: anything else
SESSION_KINDS = ("meeting", "webinar", "study-day", "workshop")
SESSION_MODES = ("online", "onsite", "hybrid")
SESSION_STATES = ("scheduled", "cancelled")
PRESENTER_ROLES = ("speaker", "host", "moderator")
REPLIES = ("needs-action", "accepted", "tentative", "declined")
RETENTION_MONTHS = 24
_REHEARSED = text("rehearsal_before IS NOT NULL")
LEAST_RETENTION_MONTHS, MOST_RETENTION_MONTHS = 1, 120
LEAST_ENTRIES_DAYS, MOST_ENTRIES_DAYS = 1, 90
#: "lead" stays a word that the table knows; no row has it, since the lead is the organiser
PARTNER_ROLES = ("lead", "part-implementer", "partner", "funder", "customer")


class CatalogueTable(Base):
    """A table that only the catalogue service writes."""

    __abstract__ = True
    owner = "catalogue"


class Series(CatalogueTable):
    """What is published as one whole: a webinar tour, a programme, a specialisation."""

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint(one_of("kind", *SERIES_KINDS), name="kind"),
        CheckConstraint(one_of("state", *SERIES_STATES), name="state"),
        CheckConstraint(
            f"retention_months BETWEEN {LEAST_RETENTION_MONTHS} AND {MOST_RETENTION_MONTHS}", name="retention_months"
        ),
        CheckConstraint("entries_days_before > 0", name="entries_days_before_positive"),
        Index("ix_series_state_over_at", "state", "over_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: the part of its address that names it
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: one or two sentences for cards and mails, plain text
    summary: Mapped[str] = mapped_column(String(500), default="")
    #: Markdown
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    #: for whom, plain text
    audience: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(choice(*SERIES_KINDS))
    state: Mapped[str] = mapped_column(choice(*SERIES_STATES), default="draft")
    #: the language its content is written in: fi, sv or en
    language: Mapped[str] = mapped_column(String(2))
    #: IANA name; deadlines given as a date end that day in this zone
    timezone: Mapped[str] = mapped_column(String(64))
    #: ECTS credits (op); 1 op is 26.67 h of a student's work (decree 1129/2014 section 3)
    credits: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: its people's personal data is erased so many months after the last session that they registered for
    retention_months: Mapped[int] = mapped_column(default=RETENTION_MONTHS, server_default=str(RETENTION_MONTHS))
    #: participants' calendar entries go out so many days before each session; null: all at once, with the confirmation
    entries_days_before: Mapped[int | None]
    #: whether it is commissioned: only staff of the partners that are its customers may register
    for_customers: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: whether the public catalogue lists it though it is for customers alone; who has its link sees its page
    is_listed_anyway: Mapped[bool] = mapped_column(default=False, server_default=false())
    published_at: Mapped[datetime | None]
    #: when a draft is published by itself; null: only by hand
    publish_at: Mapped[datetime | None]
    #: whether whoever has its secret link sees the draft
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: rises with each new link, so that older ones open nothing
    shared_version: Mapped[int] = mapped_column(default=0, server_default="0")
    #: a draft that others are made from, and that is never published itself
    is_template: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: when the last session that is held ends; null: there is none yet. Lists of what is coming go by it
    over_at: Mapped[datetime | None]
    #: rises with every change of the series or of anything in it; cached pages and stale edits go by it
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class SeriesPartner(CatalogueTable):
    """An organisation that takes part in a series beside the organiser."""

    __tablename__ = "series_partners"
    __table_args__ = (CheckConstraint(one_of("role", *PARTNER_ROLES), name="role"),)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    #: what it is in the series, and so what its organisers may do there (``shared/rules/partners.py``)
    role: Mapped[str] = mapped_column(choice(*PARTNER_ROLES))


class Session(CatalogueTable):
    """One meeting of a series."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(one_of("mode", *SESSION_MODES), name="mode"),
        CheckConstraint(one_of("state", *SESSION_STATES), name="state"),
        CheckConstraint(one_of("kind", *SESSION_KINDS), name="kind"),
        CheckConstraint(f"rehearsal_before BETWEEN 1 AND {MOST_BEFORE}", name="rehearsal_before"),
        CheckConstraint(f"rehearsal_minutes BETWEEN 1 AND {MOST_MINUTES}", name="rehearsal_minutes"),
        Index("ix_sessions_series_id_starts_at", "series_id", "starts_at"),
        # few do: nobody who looks for those reads all others
        Index("ix_sessions_rehearsed", "starts_at", sqlite_where=_REHEARSED, postgresql_where=_REHEARSED),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: Markdown
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    #: IANA name of the zone the session is held and shown in
    timezone: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(choice(*SESSION_MODES))
    #: what it is in the programme
    kind: Mapped[str] = mapped_column(choice(*SESSION_KINDS), default="meeting", server_default="meeting")
    join_url: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    venue: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    state: Mapped[str] = mapped_column(choice(*SESSION_STATES), default="scheduled")
    #: iCalendar SEQUENCE (RFC 5546 section 2.1.4): rises when time, place or state change
    revision: Mapped[int] = mapped_column(default=0)
    #: rises with every edit; an edit made on an older one is stale
    version: Mapped[int] = mapped_column(default=1)
    #: nobody gets mail about the session before: until then a move can be undone
    told_from: Mapped[datetime | None]
    #: its presenters rehearse so many minutes before it (``shared/rules/rehearsals.py``); null: they don't
    rehearsal_before: Mapped[int | None]
    #: how long they rehearse
    rehearsal_minutes: Mapped[int] = mapped_column(default=USUAL_MINUTES, server_default=str(USUAL_MINUTES))
    #: rises when these two change: with ``revision``, the SEQUENCE of the rehearsal's own calendar entry
    rehearsal_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Presenter(CatalogueTable):
    """A person on a session, with a role and a calendar reply."""

    __tablename__ = "presenters"
    __table_args__ = (
        UniqueConstraint("session_id", "email"),
        CheckConstraint(one_of("role", *PRESENTER_ROLES), name="role"),
        CheckConstraint(one_of("reply", *REPLIES), name="reply"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: normalised: lower case, so that one person is one row
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), index=True)
    #: what the person is, for the page: "quality director, Sospro Oy"
    title: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    role: Mapped[str] = mapped_column(choice(*PRESENTER_ROLES), default="speaker")
    reply: Mapped[str] = mapped_column(choice(*REPLIES), default="needs-action")
    #: DTSTAMP of the reply that counts; an older one loses (RFC 5546 section 2.1.5)
    reply_at: Mapped[datetime | None]
    #: SEQUENCE the reply was given to
    reply_revision: Mapped[int | None]
    #: why they can't come, in their own words, for the organiser alone; of no meaning unless ``reply`` says so
    reply_note: Mapped[str] = mapped_column(String(REPLY_NOTE_LENGTH), default="")


class Offering(CatalogueTable):
    """What one registers for: a place that covers sessions of a series. Deadline and capacity live here alone."""

    __tablename__ = "offerings"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="closes_after_opening"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    description: Mapped[str] = mapped_column(String(2000), default="")
    #: whether offering_requirements holds something for it: registering for all others then asks nothing more
    has_requirements: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: null: open from publication on
    opens_at: Mapped[datetime | None]
    #: null: open until the last session ends
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    #: places; null: no limit
    capacity: Mapped[int | None]
    #: whether people may wait when it is full
    waitlist: Mapped[bool] = mapped_column(default=True)
    region: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    #: whose staff alone may register, a customer of the series; null: everybody whom the series is for. No public list
    #: offers it to others
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    #: whether whoever registers waits for the organiser's yes
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: whether offering_quotas holds something for it
    has_quotas: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: whether those who came in one act move up from the waiting list together or not at all
    promotes_groups: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: nobody moves up by themselves from then on; null: until the last session ends
    promotes_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class OfferingQuota(CatalogueTable):
    """How many places of an offering an organisation's people may take at most."""

    __tablename__ = "offering_quotas"
    __table_args__ = (CheckConstraint("places >= 0", name="places_not_negative"),)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    places: Mapped[int]


class OfferingSession(CatalogueTable):
    """A session that an offering covers."""

    __tablename__ = "offering_sessions"
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True, index=True)
