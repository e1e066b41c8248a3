"""The API's calls that write to people of a series, now or at a time."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.actions import announce
from services.registration.actions.announce import Chosen, Said
from services.registration.forms.announcement_in import (
    AnnouncementIn,
    AnnouncementListIn,
    SeriesAnnouncementIn,
    WordsIn,
)
from services.registration.queries import announcements, registrations, writers
from services.registration.queries import series as queries
from services.registration.queries.matching import Filter
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.api_offerings import found
from services.registration.words import not_sent_sentence
from shared import clock
from shared.addresses import normalise
from shared.audiences import Audience, addressees
from shared.errors import NotThere, Refusal
from shared.schema.base import new_id
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import Viewer, known_viewer

api = Api("announcements")


class AnnouncementOut(BaseModel):
    """What was written to whom. ``recipients`` is null until it has gone out; ``problem`` says why it never did.

    A ``test`` is a copy; its ``recipients`` are those it would go to now.
    """

    id: UUID
    audience: Literal["chosen", "participants", "presenters", "contacts"]
    among: Literal["all", "confirmed", "waitlisted", "ahead"]
    offering_id: UUID | None
    session_id: UUID | None
    state: Literal["planned", "sent", "withdrawn", "not_sent", "test"]
    subject: str
    text: str
    reply_to: str | None
    #: how many people it goes to, one mail each
    recipients: int | None
    created_at: datetime
    send_at: datetime | None
    sent_at: datetime | None
    problem: str | None


class AnnouncementListOut(BaseModel):
    """The newest first."""

    items: list[AnnouncementOut]
    next: UUID | None


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/announcements",
    Access.ORGANISER,
    "Write to those who have a place or wait: one mail each",
    Shape(body=AnnouncementIn, answer=AnnouncementOut, status=201),
)
def write(db: Connection, offering_id: UUID, body: AnnouncementIn) -> AnnouncementOut:
    """Whoever was chosen and neither has a place nor waits gets nothing."""
    facts, asker = found(db, offering_id), known_viewer()
    asker.require_organiser(facts.organiser_id)
    chosen = None if body.registration_ids is None else tuple(body.registration_ids)
    ids = registrations.ids(db, Filter(offering_id, ids=chosen), STANDING_STATES)
    said = _said(body, asker)
    announce.send(db, Chosen(facts.series_id, offering_id, ids), said)
    return _out(announcements.known(db, said.id))


@api.writes(
    "POST",
    "/series/<slug>/announcements",
    Access.ORGANISER,
    "Write to participants, presenters or contacts of a series, at once or at a time; or only a copy to try",
    Shape(body=SeriesAnnouncementIn, answer=AnnouncementOut, status=201),
)
def write_to_series(db: Connection, slug: str, body: SeriesAnnouncementIn) -> AnnouncementOut:
    """Who they are is settled when it goes out. Whoever unsubscribed from the series' mail gets none."""
    series, asker = _organised(db, slug), known_viewer()
    offering_id, session_id = _offering(db, series.id, body.offering_id), _session(db, series.id, body.session_id)
    to = Audience(series.id, body.audience, body.among, offering_id, session_id)
    said = _said(body, asker)
    if body.test:
        return _test(db, series, to, said)
    announce.send(db, to, said)
    return _out(announcements.known(db, said.id))


@api.reads(
    "/series/<slug>/announcements",
    Access.ORGANISER,
    "What was written to people of a series, and what is planned",
    Shape(query=AnnouncementListIn, answer=AnnouncementListOut),
)
def list_announcements(db: Connection, slug: str, query: AnnouncementListIn) -> AnnouncementListOut:
    """The newest first."""
    rows = announcements.of_series(db, _organised(db, slug).id, query.limit + 1, query.cursor)
    items = [_out(row) for row in rows[: query.limit]]
    return AnnouncementListOut(items=items, next=items[-1].id if len(rows) > query.limit else None)


@api.writes(
    "POST",
    "/announcements/<uuid:announcement_id>/withdraw",
    Access.ORGANISER,
    "Take back what is planned",
    Shape(answer=AnnouncementOut),
)
def withdraw_announcement(db: Connection, announcement_id: UUID) -> AnnouncementOut:
    """Until it has gone out; taking back twice is taking back once."""
    row, asker = announcements.one(db, announcement_id), known_viewer()
    if row is None or not asker.may_organise(row.organiser_id):
        raise NotThere("no_announcement", _("There is no such message."))
    announce.withdraw(db, announcement_id, asker.actor)
    return _out(announcements.known(db, announcement_id))


def _organised(db: Connection, slug: str) -> Any:
    series = queries.series(db, slug)
    if series is None:
        raise NotThere("no_series", _("There is no such series."))
    known_viewer().require_organiser(series.organiser_id)
    return series


def _offering(db: Connection, series_id: UUID, named: UUID | None) -> UUID | None:
    if named is not None and named not in {one.id for one in queries.offerings(db, series_id)}:
        raise Refusal("no_offering", _("There is no such way to register in this series."), "offering_id")
    return named


def _session(db: Connection, series_id: UUID, named: UUID | None) -> UUID | None:
    if named is not None and named not in {one.id for one in queries.sessions(db, series_id)}:
        sentence = _("There is no such session in this series, or it is cancelled.")
        raise Refusal("no_session", sentence, "session_id")
    return named


def _test(db: Connection, series: Any, to: Audience, said: Said) -> AnnouncementOut:
    """A key belongs to nobody whom a copy could go to, so it names somebody who may read it anyway."""
    if said.reply_to is None or not writers.is_organisers(db, said.reply_to, series.organiser_id):
        sentence = _("A copy goes only to somebody who organises the series. Give that address here.")
        raise Refusal("not_organiser", sentence, "reply_to")
    announce.send_test(db, to, said)
    now = clock.now()
    return AnnouncementOut(
        id=said.id,
        audience=to.kind,  # type: ignore[arg-type]  # the form holds it to these
        among=to.among,  # type: ignore[arg-type]
        offering_id=to.offering_id,
        session_id=to.session_id,
        state="test",
        subject=said.subject,
        text=said.text,
        reply_to=said.reply_to,
        recipients=announcements.reached(db, addressees(to, now), series.id).count,
        created_at=now,
        send_at=None,
        sent_at=now,
        problem=None,
    )


def _said(body: WordsIn, asker: Viewer) -> Said:
    reply_to = normalise(body.reply_to) if body.reply_to else asker.email or None
    return Said(new_id(), body.subject, body.text, reply_to, asker.actor, body.send_at)


def _out(row: Any) -> AnnouncementOut:
    state = "withdrawn" if row.withdrawn_at else "not_sent" if row.problem else "sent" if row.sent_at else "planned"
    about = ("id", "audience", "among", "offering_id", "session_id")
    said = ("subject", "text", "reply_to", "created_at", "send_at", "sent_at")
    return AnnouncementOut(
        **{name: getattr(row, name) for name in (*about, *said)},
        state=state,  # type: ignore[arg-type]
        recipients=row.told.get("recipients") if row.told else None,
        problem=not_sent_sentence(row.problem) if row.problem else None,
    )
