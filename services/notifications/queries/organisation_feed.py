"""The secret feed of what an organisation's people take part in."""

from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.mail_choices import OrganisationFeed
from shared.schema.organisations import Organisation

_FEED = select(OrganisationFeed.id, OrganisationFeed.version, OrganisationFeed.organisation_id, Organisation.name).join(
    Organisation, Organisation.id == OrganisationFeed.organisation_id
)
_BY_ID = _FEED.where(OrganisationFeed.id == bindparam("feed_id"))
_OF = _FEED.where(OrganisationFeed.organisation_id == bindparam("organisation_id"))


def by_id(db: Connection, feed_id: UUID) -> Row[UUID, int, UUID, str] | None:
    """The feed that a link claims to open: id, version, organisation_id, name."""
    return db.execute(_BY_ID, {"feed_id": feed_id}).one_or_none()


def of_organisation(db: Connection, organisation_id: UUID) -> Row[UUID, int, UUID, str] | None:
    """An organisation's feed, if one has been made."""
    return db.execute(_OF, {"organisation_id": organisation_id}).one_or_none()
