"""Links among the materials of a series that are taken along into its copy."""

from collections.abc import Mapping
from dataclasses import fields
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.actions.materials import NewMaterial, add_material
from services.catalogue.rules.wall_clock import weeks_later
from shared.schema.base import new_id
from shared.schema.catalogue import Session
from shared.schema.materials import Material


def copy_links(db: Connection, actor: str, new_ids: Mapping[UUID, UUID], weeks: int) -> None:
    """Add them to the new sessions, those that wait for a moment by as many weeks later. A recording stays behind."""
    rows = db.execute(
        select(Material.__table__, Session.timezone)
        .join(Session, Session.id == Material.session_id)
        .where(Material.session_id.in_(new_ids), Material.url.is_not(None), Material.kind != "recording")
        .order_by(Material.id)
    ).all()
    for row in rows:
        said = {one.name: getattr(row, one.name) for one in fields(NewMaterial)}
        at = weeks_later(row.visible_from, row.timezone, weeks).instant if row.visible_from else None
        new = NewMaterial(**{**said, "id": new_id(), "visible_from": at})
        add_material(db, actor, new_ids[row.session_id], new)
