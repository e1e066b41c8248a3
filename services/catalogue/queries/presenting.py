"""What one person presents, across all organisers: for the page that only their mail leads to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, Row, exists, func, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.inbound import Inbound
from shared.schema.mail_choices import Feed
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration, SessionWithdrawal

#: past sessions beyond these are not shown
MOST = 200


@dataclass
class Audience:
    """Who comes to a session: how many in all, and how many of each organisation that said so."""

    people: int = 0
    organisations: list[tuple[str, int]] = field(default_factory=list)


def link(db: Connection, feed_id: UUID) -> Row[UUID, str, int] | None:
    """Whose links these are: id, email, version."""
    return db.execute(select(Feed.id, Feed.email, Feed.version).where(Feed.id == feed_id)).one_or_none()


def sessions(db: Connection, email: str) -> Sequence[AnyRow]:
    """What somebody presents of what is, or was, published; the latest last."""
    # found by the presenters' index alone, which is read through; else a database may begin with all sessions
    theirs = select(Presenter.session_id).where(Presenter.email == email)
    rows = db.execute(
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.mode,
            Session.join_url,
            Session.venue,
            Session.state,
            Session.revision,
            Session.rehearsal_before,
            Session.rehearsal_minutes,
            Presenter.id.label("presenter_id"),
            Presenter.name,
            Presenter.role,
            Presenter.reply,
            Presenter.reply_at,
            Presenter.reply_note,
            Series.title.label("series_title"),
            Series.slug,
            Series.language,
            Organisation.name.label("organiser_name"),
        )
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(
            Session.id.in_(theirs), Presenter.email == email, Series.state != "draft", Series.published_at.is_not(None)
        )
        .order_by(Session.starts_at.desc(), Session.id)
        .limit(MOST)
    ).all()
    return rows[::-1]


def audiences(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, Audience]:
    """Who has a place in each of these sessions and has not left it out: one statement."""
    found: dict[UUID, Audience] = {}
    if not session_ids:
        return found
    stays_away = exists().where(
        SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == OfferingSession.session_id
    )
    people = func.count(func.distinct(Registration.person_id)).label("people")
    rows = db.execute(
        select(OfferingSession.session_id, Organisation.name, people)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
        .where(OfferingSession.session_id.in_(session_ids), Registration.state == "confirmed", ~stays_away)
        .group_by(OfferingSession.session_id, Organisation.name)
        .order_by(people.desc(), Organisation.name)
    )
    for row in rows:
        audience = found.setdefault(row.session_id, Audience())
        audience.people += row.people
        if row.name is not None:
            audience.organisations.append((row.name, row.people))
    return found


def proposed(db: Connection, email: str, session_ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """The other time that somebody has proposed for each of these sessions and that waits for its organisers."""
    if not session_ids:
        return {}
    whose = func.coalesce(Inbound.attendee, Inbound.sender)
    rows = db.execute(
        select(Inbound.session_id, Inbound.proposed_starts_at, Inbound.proposed_ends_at)
        .where(Inbound.proposal == "open", Inbound.session_id.in_(session_ids), whose == email)
        .order_by(Inbound.id)
    )
    return {row.session_id: row for row in rows}
