"""A series' sessions and deadlines as points of its route."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from services.catalogue.queries.assignments import Task
from services.catalogue.queries.public_offerings import Choice
from shared.web.route import Flag, Point, Stop, mark


def points_of(
    sessions: Iterable[Any],
    offers: Iterable[Choice],
    now: datetime,
    series: Any,
    tasks: Iterable[Task] = (),
    draft: str | None = None,
) -> list[Point]:
    """The route at `now`. Each stop leads to the session's page, of a ``draft`` by its secret; its id is the key.

    ``series`` says in which ``language`` it is written and in which ``timezone`` its deadlines are.
    """
    stops = [
        Stop(
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=session.timezone,
            href=_page_of(session.id, draft),
            cancelled=session.state == "cancelled",
            language=series.language,
            key=f"stop-{session.id}",
        )
        for session in sessions
    ]
    if not stops:
        return []
    return mark(stops, now, [*flags_of(list(offers), now, series.timezone), *task_flags(tasks, series.language)])


def task_flags(tasks: Iterable[Task], language: str) -> list[Flag]:
    """By when preliminary assignments are due; none of those that were called off."""
    words = _("Preliminary assignment:")
    return [Flag(words, task.due, task.zone, task.title, language) for task in tasks if not task.is_off]


def _page_of(session_id: UUID, draft: str | None) -> str:
    if draft:
        return url_for("drafts.session", token=draft, session_id=session_id)
    return url_for("session.page", session_id=session_id)


def flags_of(offers: list[Choice], now: datetime, zone: str) -> list[Flag]:
    """The deadlines, each named when there are several, and openings that are still to come."""
    flags = []
    for offer in offers:
        if offer.state == "cancelled":
            continue
        if offer.opens_at is not None and offer.opens_at > now:
            flags.append(Flag(_title(_("Registration opens on"), offer, offers), offer.opens_at, zone))
        if offer.closes_at is not None:
            words = _("Register by") if offer.closes_at > now else _("Registration closed on")
            flags.append(Flag(_title(words, offer, offers), offer.closes_at, zone))
    return flags


def _title(words: str, offer: Choice, offers: list[Choice]) -> str:
    return words if len(offers) == 1 else f"{offer.name}: {words[:1].lower()}{words[1:]}"
