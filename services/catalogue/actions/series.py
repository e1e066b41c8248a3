"""Series: made, edited, published, put away."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select

from services.catalogue.actions.changes import keep_change
from services.catalogue.actions.handovers import change_lead
from services.catalogue.actions.organisations import require_organisation
from services.catalogue.actions.terms import give_terms
from services.catalogue.actions.versions import change_series, require_newest
from services.catalogue.queries import terms
from services.catalogue.queries.held import hold_places, hold_series
from services.catalogue.rules.slugs import RESERVED, free_slug, slug_of
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, Refusal
from shared.local_time import zones
from shared.schema.base import new_id
from shared.schema.catalogue import RETENTION_MONTHS, Series, Session


@dataclass(frozen=True)
class NewSeries:
    """A series as asked for. A form makes the ``id`` beforehand, so that sending it twice makes one series.

    Without a ``slug`` its address is made of its title.
    """

    title: str
    organiser_id: UUID
    language: str
    timezone: str = "Europe/Helsinki"
    kind: str = "course"
    summary: str = ""
    description: str = ""
    audience: str = ""
    credits: Decimal | None = None
    retention_months: int = RETENTION_MONTHS
    entries_days_before: int | None = None
    for_customers: bool = False
    is_listed_anyway: bool = False
    #: the themes and target groups by which it is found
    term_ids: Collection[UUID] = ()
    slug: str | None = None
    is_template: bool = False
    id: UUID = field(default_factory=new_id)


class SeriesChanges(TypedDict, total=False):
    """What of a series may be edited; absent: stays as it is."""

    title: str
    organiser_id: UUID
    language: str
    timezone: str
    kind: str
    summary: str
    description: str
    audience: str
    credits: Decimal | None
    retention_months: int
    entries_days_before: int | None
    for_customers: bool
    is_listed_anyway: bool
    #: exactly these
    term_ids: Collection[UUID]


def create_series(db: Connection, actor: str, new: NewSeries) -> UUID:
    """Add a draft. Raises Refusal for an unknown organisation or zone, and for an address that is taken."""
    require_zone(new.timezone)
    require_organisation(db, new.organiser_id, "organiser_id")
    # one for all: two titles can lead to one slug, "X" for the second time and "X 2" to "x-2"
    locks.hold_name(db, "slugs")
    before = db.scalar(select(Series.organiser_id).where(Series.id == new.id))
    if before is not None:
        return _made_before(new, before)
    now = clock.now()
    values = asdict(new) | {"slug": _slug(db, new), "created_at": now, "changed_at": now}
    term_ids = values.pop("term_ids")
    db.execute(insert(Series).values(values))
    give_terms(db, new.id, term_ids)
    journal.append(db, "series.added", actor, journal.Subject(series_id=new.id))
    return new.id


def edit_series(
    db: Connection, actor: str, series_id: UUID, changes: SeriesChanges, seen_version: int | None = None
) -> None:
    """Change what a series says; its address stays. Raises Conflict when ``seen_version`` is no longer the newest."""
    series = hold_series(db, series_id)
    before = {**series._asdict(), "term_ids": frozenset(terms.ids_of(db, series_id))}
    changed = _really_changed(before, changes)
    if not changed:
        return
    require_newest(series, seen_version)
    _check(db, changed)
    if "term_ids" in changed:
        give_terms(db, series_id, changed["term_ids"])
    if "for_customers" in changed:
        hold_places(db, series_id)
    if "organiser_id" in changed:
        change_lead(db, series, changed["organiser_id"])
    change_series(db, series_id, **{name: value for name, value in changed.items() if name != "term_ids"})
    detail = {"fields": sorted(changed), "change": keep_change(db, before, changed, series_id)}
    journal.append(db, "series.changed", actor, journal.Subject(series_id=series_id, detail=detail))


def publish_series(db: Connection, actor: str, series_id: UUID) -> None:
    """Show a series to everybody; presenters are then invited. Once more changes nothing."""
    series = hold_series(db, series_id)
    if series.state == "published":
        return
    if series.is_template:
        raise Conflict("template", _("A template is not published itself. Make a new series from it."), "state")
    change_series(db, series_id, state="published", published_at=series.published_at or clock.now(), publish_at=None)
    journal.append(db, "series.published", actor, journal.Subject(series_id=series_id))


def archive_series(db: Connection, actor: str, series_id: UUID) -> None:
    """Put a series away. Raises Conflict while sessions of a published one are to come: people count on them."""
    series = hold_series(db, series_id)
    if series.state == "archived":
        return
    if series.state == "published" and _has_coming_sessions(db, series_id):
        raise Conflict(
            "sessions_to_come",
            _("Some sessions are still to come. Cancel them first, or wait until they are over."),
            "state",
        )
    change_series(db, series_id, state="archived", publish_at=None)
    journal.append(db, "series.archived", actor, journal.Subject(series_id=series_id))


def require_zone(name: str) -> None:
    """Raise Refusal unless this is an IANA zone that may be used."""
    if name not in zones():
        raise Refusal(
            "unknown_timezone",
            _("There is no such time zone. Use a name such as Europe/Helsinki or Europe/Stockholm."),
            "timezone",
        )


def _really_changed(before: Mapping[Any, Any], changes: SeriesChanges) -> dict[str, Any]:
    """What differs from what is; terms in whatever order they come."""
    wanted = dict(changes)
    if "term_ids" in changes:
        wanted["term_ids"] = frozenset(changes["term_ids"])
    return {name: value for name, value in wanted.items() if before[name] != value}


def _check(db: Connection, changed: Mapping[str, Any]) -> None:
    if "timezone" in changed:
        require_zone(changed["timezone"])
    if "organiser_id" in changed:
        require_organisation(db, changed["organiser_id"], "organiser_id")


def _made_before(new: NewSeries, organiser_id: UUID) -> UUID:
    if organiser_id != new.organiser_id:
        raise Conflict("already_made", _("This form was sent before. Open a new one."))
    return new.id


def _slug(db: Connection, new: NewSeries) -> str:
    """The address asked for, or one made of the title."""
    if not new.slug:
        return free_slug(new.title, _similar_slugs(db, new.title))
    wanted = slug_of(new.slug)
    if wanted in _similar_slugs(db, wanted) or wanted in RESERVED:
        raise Refusal("slug_taken", _("Another series has this address already. Choose another one."), "slug")
    return wanted


def _similar_slugs(db: Connection, title: str) -> set[str]:
    beginning = slug_of(title)[:60]
    return set(db.scalars(select(Series.slug).where(Series.slug.startswith(beginning, autoescape=True))))


def _has_coming_sessions(db: Connection, series_id: UUID) -> bool:
    coming = select(Session.id).where(
        Session.series_id == series_id, Session.state == "scheduled", Session.ends_at > clock.now()
    )
    return db.scalar(coming.limit(1)) is not None
