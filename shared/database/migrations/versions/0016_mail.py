"""Mail that is fair and can wait for its time; reminders by rule, digests, organisers' own words, people's choices."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant, new_id

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_HOUR_MINUTES = 60
_THREE_DAYS_MINUTES = 3 * 24 * 60


def upgrade() -> None:
    """Make room; nothing that is there changes its meaning."""
    _messages()
    _reminders()
    _choices()
    _templates()
    _inbound()
    _announcements()
    op.execute(
        "ALTER TABLE series ADD COLUMN entries_days_before INTEGER"
        " CONSTRAINT ck_series_entries_days_before_positive CHECK (entries_days_before > 0)"
    )


def _messages() -> None:
    op.add_column("messages", sa.Column("is_due", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("messages", sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("messages", sa.Column("held_by", sa.Uuid(), nullable=True))
    op.add_column("attempts", sa.Column("server", sa.String(length=100), server_default="", nullable=False))
    op.drop_index("ix_messages_due", "messages")
    _index_where("ix_messages_ready", ["priority", "turn", "due_at"], "state = 'queued' AND is_due")
    _index_where("ix_messages_later", ["due_at"], "state = 'queued' AND NOT is_due")
    _index_where("ix_messages_held", ["leased_until"], "state = 'sending'")
    _index_where("ix_messages_lost", ["id"], "state IN ('failed', 'bounced')")
    op.add_column("calendar_copies", sa.Column("reply", sa.String(length=20), nullable=True))
    op.add_column("calendar_copies", sa.Column("reply_sequence", sa.Integer(), nullable=True))
    op.add_column("calendar_copies", sa.Column("reply_at", Instant(), nullable=True))


def _index_where(name: str, columns: list[str], condition: str) -> None:
    holds = sa.text(condition)
    op.create_index(name, "messages", columns, sqlite_where=holds, postgresql_where=holds)


def _reminders() -> None:
    # written out: SQLite takes a check only within the column that is added, and both databases read this
    op.execute(
        "ALTER TABLE reminder_rules ADD COLUMN says VARCHAR(8) DEFAULT 'coming' NOT NULL"
        " CONSTRAINT ck_reminder_rules_says CHECK (says IN ('coming', 'material', 'feedback', 'closing'))"
    )
    op.add_column(
        "reminder_rules",
        sa.Column(
            "offering_id",
            sa.Uuid(),
            sa.ForeignKey("offerings.id", name=op.f("fk_reminder_rules_offering_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index("ix_reminder_rules_offering_id", "reminder_rules", ["offering_id"])
    op.add_column("reminder_rules", sa.Column("text", sa.String(length=2000), server_default="", nullable=False))
    op.add_column("reminder_rules", sa.Column("link", sa.String(length=1000), nullable=True))
    op.add_column("reminder_rules", sa.Column("is_on", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("reminder_rules", sa.Column("copied_from_id", sa.Uuid(), nullable=True))
    op.create_index(
        "uq_reminder_rules_series_id_copied_from_id", "reminder_rules", ["series_id", "copied_from_id"], unique=True
    )
    _first_rules()
    op.create_table(
        "digest_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient_email", sa.String(length=254), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("offering_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_items")),
        sa.UniqueConstraint("once", name=op.f("uq_digest_items_once")),
    )
    op.create_index("ix_digest_items_message_id", "digest_items", ["message_id"])
    op.create_index("ix_digest_items_offering_id_kind", "digest_items", ["offering_id", "kind"])
    # what falls due is looked for by these
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])
    op.create_index("ix_offerings_closes_at", "offerings", ["closes_at"])
    waiting = sa.text("message_id IS NULL")
    op.create_index(
        "ix_digest_items_waiting",
        "digest_items",
        ["recipient_email"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _first_rules() -> None:
    """Beside the day before, which is there already: the hour before, and what closes in three days."""
    names = ("id", "says", "anchor", "offset_minutes")
    rules = sa.table("reminder_rules", sa.column("id", sa.Uuid()), *(sa.column(name) for name in names[1:]))
    rows = (("coming", "session-start", -_HOUR_MINUTES), ("closing", "offering-close", -_THREE_DAYS_MINUTES))
    op.bulk_insert(rules, [dict(zip(names, (new_id(), *row), strict=True)) for row in rows])


def _choices() -> None:
    op.create_table(
        "organisation_feeds",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_feeds_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_feeds")),
        sa.UniqueConstraint("id", name=op.f("uq_organisation_feeds_id")),
    )
    op.create_table(
        "calendar_choices",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("delivery", sa.String(length=4), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("delivery IN ('mail', 'feed')", name=op.f("ck_calendar_choices_delivery")),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_calendar_choices")),
    )
    op.create_table(
        "unsubscriptions",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("scope", sa.String(length=50), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("email", "scope", name=op.f("pk_unsubscriptions")),
    )


def _templates() -> None:
    op.create_table(
        "mail_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_mail_templates_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_templates")),
        sa.UniqueConstraint(
            "series_id",
            "kind",
            "language",
            "version",
            name=op.f("uq_mail_templates_series_id_kind_language_version"),
        ),
    )


def _inbound() -> None:
    op.add_column("inbound", sa.Column("kind", sa.String(length=12), server_default="reply", nullable=False))
    for name, kind in (
        ("attendee", sa.String(length=254)),
        ("message_id", sa.Uuid()),
        ("series_id", sa.Uuid()),
        ("subject", sa.String(length=200)),
        ("text", sa.Text()),
        ("proposed_starts_at", Instant()),
        ("proposed_ends_at", Instant()),
        ("proposal", sa.String(length=10)),
    ):
        op.add_column("inbound", sa.Column(name, kind, nullable=True))
    # what came before this belongs to its session's series too
    op.execute(
        "UPDATE inbound SET series_id = (SELECT series_id FROM sessions WHERE sessions.id = inbound.session_id)"
        " WHERE session_id IS NOT NULL"
    )
    op.create_index("ix_inbound_message_id", "inbound", ["message_id"])
    op.create_index("ix_inbound_series_id_id", "inbound", ["series_id", "id"])
    for name in ("kind", "sender", "attendee", "received_at"):
        op.create_index(f"ix_inbound_{name}", "inbound", [name])
    is_open = sa.text("proposal = 'open'")
    op.create_index(
        "ix_inbound_open_proposals", "inbound", ["session_id"], sqlite_where=is_open, postgresql_where=is_open
    )
    _widen_method()


def _widen_method() -> None:
    """DECLINECOUNTER is longer than any method before. SQLite changes no column's type: it gets another column."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("message_contents", "method", type_=sa.String(length=16))
        return
    op.add_column("message_contents", sa.Column("wider", sa.String(length=16), nullable=True))
    op.execute("UPDATE message_contents SET wider = method WHERE method IS NOT NULL")
    op.execute("ALTER TABLE message_contents DROP COLUMN method")
    op.execute("ALTER TABLE message_contents RENAME COLUMN wider TO method")


def _announcements() -> None:
    """SQLite can't drop NOT NULL from a column: both tables are made anew, the referring one goes first."""
    _create_announcements("new_announcements")
    op.execute(
        "INSERT INTO new_announcements (id, series_id, offering_id, audience, subject, text, reply_to, is_test, actor,"
        " created_at, sent_at)"
        " SELECT announcements.id, offerings.series_id, announcements.offering_id, 'chosen', subject, text, reply_to,"
        " is_test, actor, announcements.created_at, announcements.created_at"
        " FROM announcements JOIN offerings ON offerings.id = announcements.offering_id"
    )
    op.create_table(
        "new_announcement_recipients",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
    )
    op.execute("INSERT INTO new_announcement_recipients SELECT * FROM announcement_recipients")
    op.drop_table("announcement_recipients")
    op.drop_table("announcements")
    _create_announcements("announcements")
    for name in ("series_id", "offering_id"):
        op.create_index(f"ix_announcements_{name}", "announcements", [name])
    waiting = sa.text("sent_at IS NULL AND withdrawn_at IS NULL AND problem IS NULL")
    op.create_index(
        "ix_announcements_waiting", "announcements", ["send_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "announcement_recipients",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_recipients_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_announcement_recipients_registration_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "registration_id", name=op.f("pk_announcement_recipients")),
    )
    for name in ("announcements", "announcement_recipients"):
        op.execute(f"INSERT INTO {name} SELECT * FROM new_{name}")  # noqa: S608 - names of our own
        op.drop_table(f"new_{name}")


def _create_announcements(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("among", sa.String(length=10), server_default="all", nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("send_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "audience IN ('chosen', 'participants', 'presenters', 'contacts')", name=op.f(f"ck_{name}_audience")
        ),
        sa.CheckConstraint("among IN ('all', 'confirmed', 'waitlisted', 'ahead')", name=op.f(f"ck_{name}_among")),
        sa.CheckConstraint("problem IN ('missed', 'no-right', 'archived', 'nobody')", name=op.f(f"ck_{name}_problem")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f(f"fk_{name}_series_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f(f"fk_{name}_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
