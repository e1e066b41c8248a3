"""Mails to presenters, and to organisers about them."""

from flask_babel import gettext as _
from sqlalchemy import select

from services.notifications.messages.calendar_part import calendar_part
from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, Link, Note, NothingToSay
from services.notifications.messages.secret_links import mark
from services.notifications.messages.session_words import (
    contact_fact,
    join_fact,
    leaf,
    page_fact,
    presenters_fact,
    rehearsal_fact,
    rehearsal_words,
    series_fact,
    when,
)
from services.notifications.messages.sessions import answer_link
from services.notifications.rules import problems
from shared.schema.catalogue import Presenter
from shared.schema.mail_choices import Suppression
from shared.secrets import FEED, PRESENTER_PAGE


def presenter_invited(desk: Desk) -> Letter:
    """The invitation to present: a calendar entry that asks for an answer."""
    session = desk.session()
    return Letter(
        subject=_("You're presenting: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=_("%(when)s. Please accept or decline.", when=when(desk, session)),
        leaf=leaf(session),
        paragraphs=[
            _("%(organiser)s has put you on this session as its presenter.", organiser=session.series.organiser),
            _("Please accept or decline, on your page or in your calendar: the organiser sees your answer at once."),
        ],
        action=answer_link(),
        facts=[
            rehearsal_fact(desk, session),
            series_fact(session),
            join_fact(session),
            presenters_fact(desk, session),
            page_fact(desk, session),
            contact_fact(desk, session),
        ],
        notes=[
            Note(_("If the time or the place changes, the entry in your calendar follows by itself.")),
            Note(_("All your sessions in one calendar:"), Link(_("subscribe to your calendar"), mark(FEED))),
        ],
        why=_("You get this because %(organiser)s named you as a presenter.", organiser=session.series.organiser),
        calendar=calendar_part(desk, session),
    )


def rehearsal_changed(desk: Desk) -> Letter:
    """The session stays as it is; when its presenters rehearse doesn't."""
    session = desk.session()
    part = calendar_part(desk, session)
    if session.rehearsal is None:
        subject, said = _("No rehearsal: %(title)s", title=session.title), _("There is no rehearsal any more.")
    else:
        subject = _("Rehearsal: %(title)s", title=session.title)
        said = _("Before this session you rehearse: %(when)s.", when=rehearsal_words(desk, session))
    return Letter(
        subject=subject,
        sender=session.series.organiser,
        preheader=said,
        leaf=leaf(session),
        paragraphs=[said, _("The session itself stays as it is, and so does your answer.")],
        action=Link(_("Open your page"), mark(PRESENTER_PAGE)),
        facts=[
            rehearsal_fact(desk, session),
            series_fact(session),
            join_fact(session),
            page_fact(desk, session),
            contact_fact(desk, session),
        ],
        notes=[
            Note(
                _("The rehearsal is an entry of its own in your calendar feed:"),
                Link(_("subscribe to your calendar"), mark(FEED)),
            ),
        ],
        why=_("You get this because %(organiser)s named you as a presenter.", organiser=session.series.organiser),
        calendar=part,
    )


def presenter_removed(desk: Desk) -> Letter:
    """The withdrawal from one presenter; the session itself goes on."""
    session = desk.session()
    return Letter(
        subject=_("You're no longer presenting: %(title)s", title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session, aside=_("You are not presenting")),
        paragraphs=[
            _("%(organiser)s has taken you off this session.", organiser=session.series.organiser),
            _("The entry goes from your calendar. You don't need to do anything."),
        ],
        facts=[series_fact(session), page_fact(desk, session), contact_fact(desk, session)],
        notes=[Note(_("Is this a mistake? Get in touch with %(organiser)s.", organiser=session.series.organiser))],
        why=_("You get this because you were named as a presenter of this session."),
        calendar=calendar_part(desk, session),
    )


def presenter_declined(desk: Desk) -> Letter:
    """To the organisers: somebody can't come."""
    session = desk.session()
    presenter = desk.db.execute(
        select(Presenter.name, Presenter.email, Presenter.reply, Presenter.reply_note).where(
            Presenter.id == desk.message.subject_id
        )
    ).one_or_none()
    if presenter is None or presenter.reply != "declined":
        raise NothingToSay(problems.ANSWER_CHANGED)
    return Letter(
        subject=_("%(name)s can't present: %(title)s", name=presenter.name, title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            _("%(name)s has declined the invitation to this session.", name=presenter.name),
            _("Find another presenter, or move the session: whoever is concerned hears of it from us."),
        ],
        action=Link(_("Open the session"), desk.url("catalogue", f"/workspace/sessions/{session.id}/edit")),
        facts=[
            (_("In their own words"), presenter.reply_note),
            series_fact(session),
            (_("Declined"), f"{presenter.name}, {presenter.email}"),
        ],
        why=_("You get this because you organise this series."),
    )


def presenter_unreachable(desk: Desk) -> Letter:
    """To the organisers: mail to a presenter comes back."""
    session = desk.session()
    presenter = desk.db.execute(
        select(Presenter.name, Presenter.email)
        .join(Suppression, Suppression.email == Presenter.email)
        .where(Presenter.id == desk.message.subject_id)
    ).one_or_none()
    if presenter is None or session.is_cancelled or session.ends_at <= desk.now:
        raise NothingToSay(problems.SETTLED)
    return Letter(
        subject=_("Mail doesn't reach %(name)s: %(title)s", name=presenter.name, title=session.title),
        sender=session.series.organiser,
        preheader=when(desk, session),
        leaf=leaf(session),
        paragraphs=[
            _("Our mail to %(name)s came back: the address doesn't exist.", name=presenter.name),
            _("Take this presenter off the session and add them with the right address; the invitation goes there."),
        ],
        action=Link(_("Open the session"), desk.url("catalogue", f"/workspace/sessions/{session.id}/edit")),
        facts=[series_fact(session), (_("Address"), presenter.email)],
        why=_("You get this because you organise this series."),
    )
