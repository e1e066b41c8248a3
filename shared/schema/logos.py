"""Organisations' logos, apart from the rows that are read for every page."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.catalogue import CatalogueTable


class OrganisationLogo(CatalogueTable):
    """One logo's bytes, drawn anew by us (WebP). ``Organisation.logo`` says that there is one."""

    __tablename__ = "organisation_logos"
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
