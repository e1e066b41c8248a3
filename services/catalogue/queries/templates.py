"""Templates of organisations: drafts that new series are made from."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, func, select

from services.catalogue.queries.rows import AnyRow
from shared.rules.partners import Right
from shared.schema.catalogue import Series, Session
from shared.schema.organisations import Organisation
from shared.web.rights import within


def templates(db: Connection, organises: Collection[UUID] | None) -> Sequence[AnyRow]:
    """Those of these organisations, by title; None is every one: slug, title, language, organiser_name, sessions."""
    sessions = select(func.count()).where(Session.series_id == Series.id).correlate(Series).scalar_subquery()
    return db.execute(
        select(Series.slug, Series.title, Series.language, Organisation.name.label("organiser_name"))
        .add_columns(sessions.label("sessions"))
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(Series.is_template, Series.state == "draft", within(organises, Right.MANAGE, Series))
        .order_by(Series.title, Series.id)
    ).all()
