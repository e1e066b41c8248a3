"""Other times that presenters propose: shown to the organisers, who move the session or say no."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, and_, exists, func, literal, null, select, update

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.actions.organisers import tell_organisers
from services.notifications.queries import inbound_list
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock, journal
from shared.errors import Conflict, NotThere
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import Message
from shared.schema.registration import Person, Registration

_whose = func.coalesce(Inbound.attendee, Inbound.sender)


def tell_proposed(
    db: Connection, inbound_id: UUID, session: Row[Any], sequence: int, email: str, actor: str = "mail"
) -> None:
    """The organisers hear of it at once; an earlier proposal of the same presenter is overtaken by it.

    ``sequence`` is the version of the session that they propose it for. Programs may propose without end, and anybody
    can write a From: so there is one mail for each version; one that has not gone out yet tells the newest proposal.
    """
    key = f"{session.id}:{sequence}:{email}"
    db.execute(
        update(Inbound)
        .where(Inbound.session_id == session.id, Inbound.proposal == "open", _whose == email)
        .values(proposal="overtaken")
    )
    about = journal.Subject(session.series_id, session.id, subject_id=inbound_id)
    _tell_newest(db, key, inbound_id)
    tell_organisers(db, kinds.PRESENTER_PROPOSES, about, key)
    journal.append(db, "proposal.made", actor, about)


def _tell_newest(db: Connection, key: str, inbound_id: UUID) -> None:
    now = clock.now()
    unsent = and_(
        Message.kind == kinds.PRESENTER_PROPOSES,
        Message.once.startswith(f"{kinds.PRESENTER_PROPOSES}:{key}:", autoescape=True),
        Message.state.in_(("queued", "superseded")),
    )
    again = {"subject_id": inbound_id, "state": "queued", "problem": null(), "due_at": now, "is_due": True}
    db.execute(update(Message).where(unsent).values(again))


def decline(db: Connection, actor: str, inbound_id: UUID) -> None:
    """Say no: the presenter gets a mail that says so to their calendar too. A second time is the same as once.

    Raises NotThere, or Conflict when it has been settled in another way.
    """
    mail = inbound_list.mail(db, inbound_id)
    if mail is None or mail.proposal is None:
        raise NotThere("no_proposal", _("There is no such proposal."))
    if mail.proposal == "declined":
        return
    settled = update(Inbound).where(Inbound.id == inbound_id, Inbound.proposal == "open").values(proposal="declined")
    if not db.execute(settled).rowcount:
        raise Conflict("proposal_settled", _("This proposal is settled already: the session has moved on."))
    presenter = (
        select(Presenter.id)
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(Presenter.session_id == mail.session_id, Presenter.email == (mail.attendee or mail.sender))
    )
    refusal = NewMessage(
        kind=kinds.PROPOSAL_DECLINED,
        once=words(kinds.PROPOSAL_DECLINED, str(inbound_id)),
        recipient_email=Presenter.email,
        recipient_name=Presenter.name,
        language=Series.language,
        journal_id=None,
        series_id=Session.series_id,
        session_id=Session.id,
        subject_id=Presenter.id,
    )
    add_messages(db, clock.now(), refusal, presenter)
    about = journal.Subject(mail.series_id, mail.session_id, subject_id=inbound_id)
    journal.append(db, "proposal.declined", actor, about)


def decline_for_everybody(db: Connection, key: str, session_id: UUID, places: Any) -> int:
    """A participant can't move what many come to: their calendar is told so at once. ``places`` are theirs.

    Two calendars that answer each other by themselves stop here, since ``key`` is then the same. How many mails.
    """
    refusal = NewMessage(
        kind=kinds.PROPOSAL_DECLINED,
        once=words(kinds.PROPOSAL_DECLINED, key),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=None,
        series_id=Session.series_id,
        session_id=literal(session_id),
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
    )
    return add_messages(db, clock.now(), refusal, places.order_by(Registration.id).limit(1))


def settle(db: Connection, lines: Sequence[Row[Any]]) -> None:
    """What became of open proposals when sessions were moved or called off: these journal lines say which."""
    moved = {line.session_id for line in lines if line.kind in ("session.moved", "session.cancelled")}
    if not moved:
        return
    given_way = {
        line.session_id
        for line in lines
        if line.kind == "session.cancelled" or {"starts_at", "ends_at"} & set(line.detail.get("fields", ()))
    }
    is_open = (Inbound.proposal == "open") & Inbound.session_id.in_(moved)
    held_then = exists().where(
        Session.id == Inbound.session_id,
        Session.starts_at == Inbound.proposed_starts_at,
        Session.state == "scheduled",
    )
    db.execute(update(Inbound).where(is_open, held_then).values(proposal="accepted"))
    db.execute(
        update(Inbound)
        .where(Inbound.proposal == "open", Inbound.session_id.in_(given_way))
        .values(proposal="overtaken")
    )
