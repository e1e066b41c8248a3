"""What an installation tells of its accessibility and of people's data, in its own words."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import TEXT_LENGTH, choice, one_of
from shared.schema.catalogue import CatalogueTable

STATEMENTS = ("accessibility", "privacy")
_LANGUAGES = ("fi", "sv", "en")


class Statement(CatalogueTable):
    """One statement in one language; where there is none, the standard text is shown."""

    __tablename__ = "statements"
    __table_args__ = (
        CheckConstraint(one_of("kind", *STATEMENTS), name="kind"),
        CheckConstraint(one_of("language", *_LANGUAGES), name="language"),
    )
    kind: Mapped[str] = mapped_column(choice(*STATEMENTS), primary_key=True)
    language: Mapped[str] = mapped_column(choice(*_LANGUAGES), primary_key=True)
    #: Markdown
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    changed_at: Mapped[datetime]
