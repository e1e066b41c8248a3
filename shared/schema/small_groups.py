"""Small groups into which the participants of an offering are divided: the registration service's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import NAME_LENGTH, URL_LENGTH, new_id
from shared.schema.registration import RegistrationTable


class SmallGroup(RegistrationTable):
    """A group of an offering's participants."""

    __tablename__ = "small_groups"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: where it meets: a room, or a web address; may be empty
    place: Mapped[str] = mapped_column(String(URL_LENGTH), default="")
    created_at: Mapped[datetime]


class SmallGroupMember(RegistrationTable):
    """The one group that a participant is in. Whoever gives up the place is not counted any more."""

    __tablename__ = "small_group_members"
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("small_groups.id"), index=True)
