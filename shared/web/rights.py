"""What an asker may do on one series: all of it when they organise it, else what their organisations are partners for.

The one place in which all services decide it. ``Viewer`` knows organisations; partners are looked up when a series is
asked about, by one statement, and only for those who don't organise it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select, true, union_all
from sqlalchemy.orm import aliased

from shared.errors import NotAllowed
from shared.rules.partners import Right, rights_of, roles_with
from shared.schema.catalogue import Series, SeriesPartner
from shared.web.viewer import Viewer

#: another name than those under which callers ask for series
_ORGANISED = aliased(Series)

_ROLES = select(SeriesPartner.role).where(
    SeriesPartner.series_id == bindparam("series_id"),
    SeriesPartner.organisation_id.in_(bindparam("organisations", expanding=True)),
)


def rights(db: Connection, asker: Viewer | None, series_id: UUID, organiser_id: UUID) -> frozenset[Right]:
    """What somebody may do on a series that this organisation runs."""
    if asker is None:
        return frozenset()
    if asker.may_organise(organiser_id):
        return frozenset(Right)
    if not asker.organises:
        return frozenset()
    theirs = {"series_id": series_id, "organisations": sorted(asker.organises)}
    return rights_of(db.scalars(_ROLES, theirs))


def may(db: Connection, asker: Viewer | None, right: Right, series: Any) -> bool:
    """Whether somebody holds a right. ``series``: a row with ``id`` and ``organiser_id``."""
    return right in rights(db, asker, series.id, series.organiser_id)


def require(held: Collection[Right], right: Right) -> None:
    """Raise NotAllowed unless the right is among those held; who holds others is told that their role is the reason."""
    if right in held:
        return
    if held:
        sentence = _("Your organisation's role in this series does not cover this. Ask its organiser.")
        raise NotAllowed("not_in_role", sentence)
    raise NotAllowed("not_organiser", _("This belongs to another organisation. Ask one of its organisers for access."))


def within(
    organisations: Collection[UUID] | BindParameter[UUID] | None, right: Right, series: Any = Series
) -> ColumnElement[bool]:
    """SQL that is true for the series on which these organisations' organisers hold a right; None is every series.

    A parameter stands for those told later. ``series``: the table by another name.
    """
    if organisations is None:
        return true()
    roles = roles_with(right)
    if not roles:
        return series.organiser_id.in_(organisations)  # type: ignore[no-any-return]
    partnered = select(SeriesPartner.series_id).where(
        SeriesPartner.organisation_id.in_(organisations), SeriesPartner.role.in_(roles)
    )
    # not as an OR, of which PostgreSQL believes that half of all series fit
    organised = select(_ORGANISED.id).where(_ORGANISED.organiser_id.in_(organisations))
    return series.id.in_(union_all(organised.correlate(None), partnered.correlate(None)))  # type: ignore[no-any-return]
