"""What sessions of a file would meet in a series: those that are there already, and what deserves a second look."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules import schedule
from services.catalogue.rules.wall_clock import Span
from services.catalogue.rules.written_rows import WrittenRow, named_session
from services.catalogue.time_words import odd_times
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Series, Session
from shared.web.dates import local

#: hours in which hardly anybody meets: a slip such as 2:00 for 14:00
_NIGHT_ENDS, _NIGHT_BEGINS = 6, 23

_IS_OWN_DRAFT = (Series.state == "draft") & ~Series.is_template


@dataclass(frozen=True)
class Meets:
    """What deserves a second look. ``is_doubtful``: so seldom meant that one ticks it oneself: it is past, stands in
    the file twice, or the series has a session then."""

    odd: list[str] = field(default_factory=list)
    is_doubtful: bool = False


def there(db: Connection, ids: Collection[UUID]) -> dict[UUID, AnyRow]:
    """Those of these sessions that exist, as they are now."""
    return {row.id: row for row in db.execute(select(Session.__table__).where(Session.id.in_(ids)))}


def own(db: Connection, series_id: UUID, rows: Iterable[WrittenRow]) -> set[UUID]:
    """The sessions of the series that the events of a file name: it was taken out of here."""
    named = {one for row in rows if (one := named_session(row))}
    return set(db.scalars(select(Session.id).where(Session.series_id == series_id, Session.id.in_(named))))


def offerings(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """The ways to register for a series: id, name."""
    return db.execute(
        select(Offering.id, Offering.name).where(Offering.series_id == series_id).order_by(Offering.id)
    ).all()


def covering_all(db: Connection, series_id: UUID) -> set[UUID]:
    """The offerings that cover every session of a series: most likely new ones too."""
    sessions = set(db.scalars(select(Session.id).where(Session.series_id == series_id, Session.state == "scheduled")))
    covered: dict[UUID, set[UUID]] = {one.id: set() for one in offerings(db, series_id)}
    pairs = select(OfferingSession.offering_id, OfferingSession.session_id).where(
        OfferingSession.offering_id.in_(covered)
    )
    for offering_id, session_id in db.execute(pairs):
        covered[offering_id].add(session_id)
    return {one for one, theirs in covered.items() if theirs >= sessions}


def oddities(db: Connection, series: Any, brought: Sequence[Any], now: datetime) -> dict[UUID, Meets]:
    """By session to be: what stands in its way in the series, in the file, and elsewhere. ``brought`` holds what is
    read, with ``traps``."""
    if not brought:
        return {}
    sessions = [one.brought.session for one in brought]
    begins, ends = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    held = db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.ends_at).where(
            Session.series_id == series.id,
            Session.state == "scheduled",
            Session.starts_at < ends,
            Session.starts_at > begins - schedule.LONGEST,
        )
    ).all()
    booked = _booked(db, series, {person.email for one in brought for person in one.brought.presenters}, begins, ends)
    found = {}
    before: set[tuple[str, datetime]] = set()
    for one in brought:
        own = one.brought.session
        taken = _titles(own, held)
        titles = dict.fromkeys([*taken, *_titles(own, sessions)])
        odd = [_("“%(title)s” is held at the same time.", title=title) for title in titles]
        odd += _twice(one, brought, booked)
        odd += odd_times(Span(own.starts_at, own.ends_at, one.traps), own.timezone, now) + _odd_hours(own)
        is_second = (own.title, own.starts_at) in before
        before.add((own.title, own.starts_at))
        found[own.id] = Meets(odd, bool(taken) or is_second or own.ends_at <= now)
    return found


def _titles(own: Any, others: Iterable[Any]) -> list[str]:
    return [one.title for one in others if one.id != own.id and _overlap(own, one)]


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.starts_at < other.ends_at and other.starts_at < one.ends_at)


def _twice(row: Any, brought: Sequence[Any], booked: Sequence[AnyRow]) -> list[str]:
    """A sentence for each presenter who is to be in two places at once; what isn't the organiser's is not told."""
    own, found = row.brought.session, []
    for person in row.brought.presenters:
        in_file = any(
            other is not row and _overlap(own, other.brought.session) and person.email in _emails(other)
            for other in brought
        )
        meets = [one for one in booked if one.email == person.email and one.id != own.id and _overlap(own, one)]
        titles = [one.title for one in meets if one.organiser_id == one.own_organiser_id]
        found += [_("%(name)s presents “%(title)s” at the same time.", name=person.name, title=one) for one in titles]
        if not titles and (meets or in_file):
            found.append(_("%(name)s is booked elsewhere then.", name=person.name))
    return found


def _emails(row: Any) -> set[str]:
    return {person.email for person in row.brought.presenters}


def _booked(db: Connection, series: Any, emails: Collection[str], begins: datetime, ends: datetime) -> Sequence[AnyRow]:
    """What these people present then: of other organisers what is published. Both organisers' ids stand beside it."""
    own_organiser = select(Series.organiser_id).where(Series.id == series.id).scalar_subquery()
    return db.execute(
        select(
            Presenter.email,
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Series.organiser_id,
            own_organiser.label("own_organiser_id"),
        )
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Presenter.email.in_(emails),
            Presenter.reply != "declined",
            Session.state == "scheduled",
            Session.starts_at < ends,
            Session.starts_at > begins - schedule.LONGEST,
            (Series.state == "published") | (_IS_OWN_DRAFT & (Series.organiser_id == own_organiser)),
        )
    ).all()


def _odd_hours(own: Any) -> list[str]:
    found = []
    if schedule.is_unusually_long(own.starts_at, own.ends_at):
        found.append(_("It lasts over 12 hours. Is the end right?"))
    elif not _NIGHT_ENDS <= local(own.starts_at, own.timezone).hour < _NIGHT_BEGINS:
        found.append(_("It starts at night. Is the hour right?"))
    return found
