"""Tables of what presenters tell of themselves; written by the catalogue service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, URL_LENGTH, new_id
from shared.schema.catalogue import CatalogueTable

INTRODUCTION_LENGTH = 600


class PresenterProfile(CatalogueTable):
    """What one person shows of themselves wherever they present, whoever organises it.

    One address is one person. It is there for visitors to know who speaks, and is deleted as soon as the address
    presents nothing any more.
    """

    __tablename__ = "presenter_profiles"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: normalised, as with the presenters whose profile it is; shown to nobody
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    #: as the person wants to be called; empty: as each organiser wrote it
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    #: with the organisation, in place of what each organiser wrote: visitors judge by it whether this is for them
    title: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    organisation: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    #: a few sentences in each language, plain text
    intro_fi: Mapped[str] = mapped_column(String(INTRODUCTION_LENGTH), default="")
    intro_sv: Mapped[str] = mapped_column(String(INTRODUCTION_LENGTH), default="")
    intro_en: Mapped[str] = mapped_column(String(INTRODUCTION_LENGTH), default="")
    #: where more is told of the person
    link: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    #: the photo's digest, by which its address changes; null: there is none
    photo: Mapped[str | None] = mapped_column(String(16))
    #: whether the person has saved or emptied it themselves: from then on nobody else changes it
    is_own: Mapped[bool] = mapped_column(default=False)
    #: whose organisers wrote it, and change it until the person does; null: the person, or nobody knows any more
    begun_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    #: rises with every change; an edit made on an older one is stale
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class PresenterPhoto(CatalogueTable):
    """A photo's bytes, drawn anew by us (WebP), apart from what is read for every page."""

    __tablename__ = "presenter_photos"
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("presenter_profiles.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
