"""Mails that a mail which came back leads to: a proposal, the no to it, a question about a place, a letter."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from services.notifications.messages.calendar_part import declining_part
from services.notifications.messages.desk import Desk
from services.notifications.messages.entries import still_coming
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import leaf, page_fact, series_fact, session_link, when
from services.notifications.messages.sessions import answer_link, is_presenter, why_participant
from services.notifications.queries import inbound_list, last_told
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import problems
from shared.schema.catalogue import Presenter
from shared.secrets import OWN_PAGE
from shared.web import dates


def presenter_proposes(desk: Desk) -> Letter:
    """To the organisers: another time, and what they can do about it."""
    session, mail = desk.session(), _mail(desk)
    if mail.proposal != "open" or _is_past(desk, session):
        raise NothingToSay(problems.SETTLED)
    email = mail.attendee or mail.sender
    name = _presenter_name(desk, session.id, email) or email
    proposed = _span(desk, session, mail.proposed_starts_at, mail.proposed_ends_at)
    said = (
        _("%(name)s proposes another time for this session: %(when)s.", name=name, when=proposed)
        if proposed
        else _("%(name)s proposes another time for this session, but the mail doesn't say it legibly.", name=name)
    )
    comment = [_("%(name)s writes: %(comment)s", name=name, comment=mail.comment)] if mail.comment else []
    return Letter(
        subject=_("%(name)s proposes another time: %(title)s", name=name, title=session.title),
        sender=session.series.organiser,
        preheader=proposed or when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            said,
            *comment,
            _("Nothing is moved until you do it; everybody concerned then hears of the new time from us."),
            _("Answer this mail to write to %(name)s.", name=name),
        ],
        action=Link(_("Move the session"), desk.url("catalogue", edit_path(session.id, mail))),
        facts=[series_fact(session), page_fact(desk, session)],
        notes=[
            Note(
                _("Does the time stay as it is?"),
                Link(_("Decline the proposal"), desk.url("notifications", "/messages/inbound?kind=counter")),
            )
        ],
        why=_("You get this because you organise this series."),
    )


def proposal_declined(desk: Desk) -> Letter:
    """To whoever proposed another time: it stays as it is."""
    session = desk.session()
    if _is_past(desk, session):
        raise NothingToSay(problems.SETTLED)
    presents = is_presenter(desk)
    said = (
        [
            _("Thank you for proposing another time. It doesn't suit this once, so the session stays as it is."),
            _("Please answer, on your page or in your calendar, whether you can make it."),
        ]
        if presents
        else [
            _("Thank you for your proposal. Many people come to this session, so its time stays as it is."),
            _("If you can't make it, you can give up your place or leave out this session on your own page."),
        ]
    )
    own_page = Link(_("See or cancel your registration"), mark(OWN_PAGE))
    return Letter(
        subject=_("The time stays: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=said,
        action=answer_link() if presents else session_link(desk, session),
        facts=[series_fact(session), *([page_fact(desk, session)] if presents else [])],
        notes=[] if presents else [Note(_("Can't come after all?"), own_page)],
        why=why_participant(desk, session),
        calendar=declining_part(desk, session),
    )


def place_question(desk: Desk) -> Letter:
    """To a participant whose calendar said no: is the place to go to somebody else? Nothing happens by itself."""
    session, registration = desk.session(), desk.registration()
    copy = desk.each(last_told.copies)
    away = desk.left_out_of(registration.offering_id, registration.id)
    has_said_no = copy is not None and copy.state == "invited" and copy.reply == "declined"
    if not has_said_no or registration.state != "confirmed" or session.id in away or _is_past(desk, session):
        raise NothingToSay(problems.SETTLED)
    others = len(still_coming(desk, desk.own_sessions_of(registration.offering_id))) > 1
    return Letter(
        subject=_("You can't come? %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            _("Your calendar has told us that you can't come to this session. Your place is still yours."),
            _("If you leave it out, you keep your place in the other sessions.")
            if others
            else _("If you give it up, somebody else can have it."),
            _("Are you coming after all? Then you don't need to do anything."),
        ],
        action=Link(_("Leave out this session") if others else _("Give up the place"), mark(OWN_PAGE)),
        facts=[series_fact(session), page_fact(desk, session)],
        why=why_participant(desk, session),
    )


def letter_received(desk: Desk) -> Letter:
    """To the organisers: what somebody wrote in answer to one of our mails, word for word."""
    series, mail = desk.series(), _mail(desk)
    if mail.text is None or not mail.sender:
        raise NothingToSay(problems.GONE)
    subject = mail.subject or _("(no subject)")
    return Letter(
        subject=_("%(who)s writes: %(subject)s", who=mail.sender, subject=subject)[:300],
        sender=series.organiser,
        heading=subject,
        paragraphs=[line.strip() for line in mail.text.split("\n") if line.strip()],
        action=Link(_("See what came back"), desk.url("notifications", "/messages/inbound?kind=letter")),
        facts=[
            (_("From"), mail.sender),
            (_("In the series"), series.title),
        ],
        notes=[Note(_("Answer this mail, and your answer goes to %(who)s.", who=mail.sender))],
        why=_("You get this because you organise this series, and somebody answered one of its mails."),
    )


def edit_path(session_id: UUID, mail: Any) -> str:
    """The session's form in the workspace, with the proposed times filled in where they are known."""
    times = {"starts_at": mail.proposed_starts_at, "ends_at": mail.proposed_ends_at}
    query = urlencode({name: dates.machine(moment, "UTC") for name, moment in times.items() if moment})
    return f"/workspace/sessions/{session_id}/edit" + (f"?{query}" if query else "")


def _mail(desk: Desk) -> Any:
    found = inbound_list.mail(desk.db, desk.message.subject_id)
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def _is_past(desk: Desk, session: SessionFacts) -> bool:
    return session.is_cancelled or session.ends_at <= desk.now


def _presenter_name(desk: Desk, session_id: UUID, email: str) -> str:
    named = select(Presenter.name).where(Presenter.session_id == session_id, Presenter.email == email)
    return desk.db.scalar(named) or ""


def _span(desk: Desk, session: SessionFacts, starts_at: datetime | None, ends_at: datetime | None) -> str:
    return dates.span(starts_at, ends_at, session.timezone, desk.message.language) if starts_at else ""
