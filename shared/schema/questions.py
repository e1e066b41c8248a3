"""What organisers ask of whoever registers: written by the catalogue, answered in the registration service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from shared.rules.questions import HELP_LENGTH, KEY_LENGTH, KINDS
from shared.schema.base import NAME_LENGTH, choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable


class Question(CatalogueTable):
    """A question of an offering. One that was answered and is taken away stays, unasked, as long as its answers do."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("offering_id", "key"),
        CheckConstraint(one_of("kind", *KINDS), name="kind"),
        CheckConstraint("NOT (is_sensitive AND shown_to_contact)", name="sensitive_is_not_shown"),
        CheckConstraint("NOT (is_sensitive AND shown_to_presenters)", name="sensitive_is_not_presented"),
        Index("ix_questions_offering_id_position", "offering_id", "position"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"))
    #: what answers are kept and sent under: short, made of the label, never changed
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    #: order on the form, from 1; gaps may be left by what was taken away
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: plain text under the question
    help: Mapped[str] = mapped_column(String(HELP_LENGTH), default="")
    kind: Mapped[str] = mapped_column(choice(*KINDS))
    #: texts to choose from, for choice and many
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: one who registers oneself answers at once; one whom another registers is asked on their own page
    required: Mapped[bool] = mapped_column(default=False)
    #: whether those who speak for the person's organisation may see and give the answer
    shown_to_contact: Mapped[bool] = mapped_column(default=False)
    #: whether presenters of the offering's sessions see the answers, in people's own words, without names
    shown_to_presenters: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: special categories of personal data (GDPR article 9): seen by the series' organisers alone, erased first
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    #: since then it isn't asked any more
    removed_at: Mapped[datetime | None]
