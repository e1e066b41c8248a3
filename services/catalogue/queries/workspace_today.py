"""What an organiser's home judges by beside their series: presenters who have not said yes, and mail that was lost."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, and_, case, func, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules.today import Asked
from shared.rules.partners import Right
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.materials import Material, has_come
from shared.schema.notifications import LOST, CalendarCopy, Message

#: what was lost longer ago is history: whoever it was meant for has found out in another way
LATELY = timedelta(days=30)
MOST_RECORDINGS = 50


def presenters(db: Connection, series_ids: Collection[UUID], now: datetime) -> dict[UUID, list[Asked]]:
    """Who presents a session that is still to be held and has said no or nothing, by session: one statement."""
    found: dict[UUID, list[Asked]] = defaultdict(list)
    if not series_ids:
        return found
    theirs = and_(
        CalendarCopy.session_id == Presenter.session_id,
        CalendarCopy.email == Presenter.email,
        CalendarCopy.state == "invited",
    )
    rows = db.execute(
        select(Presenter.session_id, Presenter.name, Presenter.reply, CalendarCopy.stamp, Presenter.reply_note)
        .join(Session, Session.id == Presenter.session_id)
        .outerjoin(CalendarCopy, theirs)
        .where(
            Presenter.reply.in_(("declined", "needs-action")),
            Session.series_id.in_(series_ids),
            Session.state == "scheduled",
            Session.ends_at > now,
        )
        .order_by(Presenter.name)
    )
    for row in rows:
        found[row.session_id].append(Asked(row.name, row.reply, row.stamp, row.reply_note))
    return found


def lost(db: Connection, series_ids: Collection[UUID], now: datetime) -> dict[UUID, dict[str, int]]:
    """How many mails of each series failed or came back lately, by state: one statement over the index of these."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    if not series_ids:
        return found
    rows = db.execute(
        select(Message.series_id, Message.state, func.count().label("mails"))
        .where(
            and_(LOST),
            Message.series_id.in_(series_ids),
            Message.created_at > now - LATELY,
            # of somebody who was erased no address is left
            Message.recipient_email.contains("@"),
        )
        .group_by(Message.series_id, Message.state)
        .order_by(Message.state)
    )
    for row in rows:
        if row.series_id is not None:
            found[row.series_id][row.state] = row.mails
    return found


def recordings(db: Connection, organises: Collection[UUID] | None, now: datetime) -> Sequence[AnyRow]:
    """Recordings without captions that others than organisers see by now, however long ago their series ended."""
    return db.execute(
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Series.language,
            Material.title.label("material_title"),
            Material.since,
            Material.visible_from,
            Material.created_at,
            func.coalesce(Material.shared_at, Material.created_at).label("shared_at"),
        )
        .join(Session, Session.id == Material.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Material.kind == "recording",
            Material.captions == "missing",
            Material.audience != "organisers",
            Material.url.is_not(None),
            has_come(now),
            Series.state != "draft",
            mine(organises, right=Right.SESSIONS),
        )
        .order_by(Material.created_at, Material.id)
        .limit(MOST_RECORDINGS)
    ).all()


def materials(db: Connection, series_ids: Collection[UUID]) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Which of these series have any materials, and which of their sessions have some for before: one statement."""
    rows = db.execute(
        select(Session.series_id, Session.id, func.max(case((Material.kind == "before", 1), else_=0)).label("before"))
        .join(Material, Material.session_id == Session.id)
        .where(Session.series_id.in_(series_ids))
        .group_by(Session.series_id, Session.id)
    ).all()
    return frozenset(row.series_id for row in rows), frozenset(row.id for row in rows if row.before)
