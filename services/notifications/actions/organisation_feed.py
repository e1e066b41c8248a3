"""The secret calendar of an organisation's people: made once, its link renewed when it got about."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, exists, select, update
from sqlalchemy.dialects import postgresql

from services.notifications.queries import organisation_feed as queries
from shared import clock, journal
from shared.errors import NotThere
from shared.journal import Subject
from shared.schema.accounts import Membership
from shared.schema.base import new_id
from shared.schema.mail_choices import OrganisationFeed


def make_organisation_feed(db: Connection, actor: str, organisation_id: UUID) -> Any:
    """The feed: id, version; the one that is there, or a new one. Raises NotThere without such an organisation."""
    if queries.of_organisation(db, organisation_id) is None:
        feed_id = new_id()
        values = {"organisation_id": organisation_id, "id": feed_id, "version": 0, "created_at": clock.now()}
        db.execute(postgresql.insert(OrganisationFeed).values(values).on_conflict_do_nothing())
        subject = Subject(subject_id=feed_id, detail={"organisation_id": str(organisation_id)})
        journal.append(db, "organisation_feed.made", actor, subject)
    made = queries.of_organisation(db, organisation_id)
    if made is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    return made


def renew_organisation_feed(db: Connection, feed_id: UUID, version: int, actor: str = "person") -> int:
    """The version of the new link. ``version`` is the one shown; raises NotThere when it has ended meanwhile."""
    renewed = db.execute(
        update(OrganisationFeed)
        .where(OrganisationFeed.id == feed_id, OrganisationFeed.version == version)
        .values(version=version + 1)
    ).rowcount
    if not renewed:
        raise NotThere("no_such_calendar", _("There is no such calendar."))
    journal.append(db, "organisation_feed.renewed", actor, Subject(subject_id=feed_id))
    return version + 1


def end_known_link(db: Connection, line: Row[Any]) -> None:
    """Whoever belongs to an organisation no more knows its link: it ends, and those who stay find a new one."""
    organisation_id = UUID(line.detail["organisation_id"])
    stays = exists().where(Membership.account_id == line.subject_id, Membership.organisation_id == organisation_id)
    feed = queries.of_organisation(db, organisation_id)
    if feed is not None and not db.scalar(select(stays)):
        renew_organisation_feed(db, feed.id, feed.version, line.actor)
