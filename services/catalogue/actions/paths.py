"""Paths: made, edited, given stages, published, taken back, removed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.catalogue.actions.organisations import require_organisation
from services.catalogue.actions.versions import really_changed, require_newest
from services.catalogue.queries.paths import hold_path, require_series
from services.catalogue.rules.paths import MOST_SERIES, MOST_STAGES, is_in_order
from services.catalogue.rules.slugs import free_slug, slug_of
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.paths import Path, PathStage, PathStageSeries
from shared.web.viewer import Viewer


@dataclass(frozen=True)
class NewPath:
    """A path as asked for. A form makes the ``id`` beforehand, so that sending it twice makes one path."""

    title: str
    organiser_id: UUID
    language: str
    summary: str = ""
    description: str = ""
    id: UUID = field(default_factory=new_id)


class PathChanges(TypedDict, total=False):
    """What of a path may be edited; absent: stays as it is."""

    title: str
    organiser_id: UUID
    language: str
    summary: str
    description: str


@dataclass(frozen=True)
class StageFacts:
    """A stage as asked for."""

    name: str
    #: all, one or some
    rule: str
    credits_from: Decimal | None
    credits_to: Decimal | None
    series_ids: Sequence[UUID]


def create_path(db: Connection, actor: str, new: NewPath) -> UUID:
    """Add a draft without stages. Raises Refusal for an unknown organisation."""
    require_organisation(db, new.organiser_id, "organiser_id")
    locks.hold_name(db, "path slugs")
    before = db.scalar(select(Path.organiser_id).where(Path.id == new.id))
    if before is not None:
        if before != new.organiser_id:
            raise Conflict("already_made", _("This form was sent before. Open a new one."))
        return new.id
    now = clock.now()
    beginning = slug_of(new.title)[:60]
    similar = set(db.scalars(select(Path.slug).where(Path.slug.startswith(beginning, autoescape=True))))
    slug = free_slug(new.title, similar)
    db.execute(insert(Path).values(**asdict(new), slug=slug, created_at=now, changed_at=now))
    journal.append(db, "path.added", actor, journal.Subject(subject_id=new.id))
    return new.id


def edit_path(db: Connection, actor: str, path_id: UUID, changes: PathChanges, seen_version: int | None = None) -> None:
    """Change what a path says; its address stays. Raises Conflict when ``seen_version`` is no longer the newest."""
    path = hold_path(db, path_id)
    changed = really_changed(path, changes)
    if not changed:
        return
    require_newest(path, seen_version)
    if "organiser_id" in changed:
        require_organisation(db, changed["organiser_id"], "organiser_id")
    _change(db, actor, path, "path.changed", **changed)


def set_stages(
    db: Connection, asker: Viewer, path_id: UUID, wanted: Sequence[StageFacts], seen_version: int | None = None
) -> None:
    """Give a path exactly these stages, in this order.

    Raises Refusal for what no stage can be and for series that the asker may not choose, Conflict as ``edit_path``.
    """
    path = hold_path(db, path_id)
    require_newest(path, seen_version)
    own = select(PathStage.id).where(PathStage.path_id == path_id)
    known = set(db.scalars(select(PathStageSeries.series_id).where(PathStageSeries.stage_id.in_(own))))
    for stage in wanted:
        _check(stage)
    if len(wanted) > MOST_STAGES:
        raise Refusal("too_many", _("At most %(most)s stages.", most=MOST_STAGES), "stages")
    require_series(db, asker, {one for stage in wanted for one in stage.series_ids} - known)
    _drop_stages(db, path_id)
    _write_stages(db, path_id, wanted)
    _change(db, asker.actor, path, "path.changed")


def publish_path(db: Connection, actor: str, path_id: UUID) -> None:
    """Show a path to everybody. Raises Conflict while it has no stages; once more changes nothing."""
    path = hold_path(db, path_id)
    if path.state == "published":
        return
    if db.scalar(select(PathStage.id).where(PathStage.path_id == path_id).limit(1)) is None:
        raise Conflict("no_stages", _("A path needs at least one stage before it is published."), "state")
    _change(db, actor, path, "path.published", state="published")


def take_back_path(db: Connection, actor: str, path_id: UUID) -> None:
    """Make it a draft again, which only its organisers see. Once more changes nothing."""
    path = hold_path(db, path_id)
    if path.state == "published":
        _change(db, actor, path, "path.taken_back", state="draft")


def remove_path(db: Connection, actor: str, path_id: UUID) -> None:
    """Remove a path with its stages. Its series stay, and so does whatever people have completed."""
    hold_path(db, path_id)
    _drop_stages(db, path_id)
    db.execute(delete(Path).where(Path.id == path_id))
    journal.append(db, "path.removed", actor, journal.Subject(subject_id=path_id))


def _check(stage: StageFacts) -> None:
    if not is_in_order(stage.credits_from, stage.credits_to):
        sentence = _("Write the lower number of credits first, or the same one in both.")
        raise Refusal("credits_in_order", sentence, "credits_to")
    if len(stage.series_ids) > MOST_SERIES:
        raise Refusal("too_many", _("At most %(most)s series.", most=MOST_SERIES), "series_ids")


def _drop_stages(db: Connection, path_id: UUID) -> None:
    own = select(PathStage.id).where(PathStage.path_id == path_id)
    db.execute(delete(PathStageSeries).where(PathStageSeries.stage_id.in_(own)))
    db.execute(delete(PathStage).where(PathStage.path_id == path_id))


def _write_stages(db: Connection, path_id: UUID, wanted: Sequence[StageFacts]) -> None:
    for position, stage in enumerate(wanted, start=1):
        stage_id = new_id()
        values: dict[str, Any] = {
            "id": stage_id,
            "path_id": path_id,
            "position": position,
            "name": stage.name,
            "rule": stage.rule,
            "credits_from": stage.credits_from,
            "credits_to": stage.credits_from if stage.credits_to is None else stage.credits_to,
        }
        db.execute(insert(PathStage).values(values))
        series = [
            {"stage_id": stage_id, "series_id": one, "position": number}
            for number, one in enumerate(dict.fromkeys(stage.series_ids), start=1)
        ]
        if series:
            db.execute(insert(PathStageSeries), series)


def _change(db: Connection, actor: str, path: Row[Any], kind: str, **values: Any) -> None:
    changed = {**values, "version": Path.version + 1, "changed_at": clock.now()}
    db.execute(update(Path).where(Path.id == path.id).values(changed))
    journal.append(db, kind, actor, journal.Subject(subject_id=path.id, detail={"fields": sorted(values)}))
