"""Organisations, what they were called, their parts and their mail domains; written by the catalogue service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import DOMAIN_LENGTH, NAME_LENGTH, URL_LENGTH, new_id
from shared.schema.catalogue import CatalogueTable


class Organisation(CatalogueTable):
    """An employer, school, partner or funder."""

    __tablename__ = "organisations"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: Finnish Y-tunnus, ``NNNNNNN-C``, checked
    business_id: Mapped[str | None] = mapped_column(String(9), unique=True)
    website: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    #: its own in place of ours, ``#rrggbb`` in lower case; fit to be read, see ``shared.rules.colours``
    colour: Mapped[str | None] = mapped_column(String(7))
    #: the digest of its logo, by which the logo's address changes; null: it has none
    logo: Mapped[str | None] = mapped_column(String(16))
    #: the organisation that took over in a merger; this one then stays as history
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]


class OrganisationName(CatalogueTable):
    """A name an organisation had until an instant: renames keep history."""

    __tablename__ = "organisation_names"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    until: Mapped[datetime]


class Unit(CatalogueTable):
    """A part of an organisation: a ward, a care home."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    profile: Mapped[str | None] = mapped_column(String(NAME_LENGTH))


class OrganisationDomain(CatalogueTable):
    """A mail domain that is an organisation's: whoever has an address in it, or in a domain under it, works there."""

    __tablename__ = "organisation_domains"
    #: lower case, in ASCII (RFC 5891)
    domain: Mapped[str] = mapped_column(String(DOMAIN_LENGTH), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
