"""Writing to many, whoever they are: words first, then to whom and how they look, a copy to oneself, and out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import announce
from services.registration.actions.announce import Said, To
from services.registration.forms.announcement_form import AnnouncementForm
from services.registration.queries import announcements
from services.registration.queries.announcements import Reached
from services.registration.routes.private_pages import private_page
from services.registration.routes.rendered_mail import Words, rendered_mail
from services.registration.rules.announcements import is_as_many
from services.registration.words import language_word
from shared.audiences import People
from shared.errors import Refusal
from shared.schema.base import new_id
from shared.web.current import reading, writing
from shared.web.date_filters import language
from shared.web.dates import moment_text
from shared.web.i18n import LANGUAGES
from shared.web.mail_frame import letting_mail_in
from shared.web.viewer import known_viewer


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody writes: about which series, to whom, and where their form goes."""

    #: slug, title, language, timezone, organiser_name
    series: Any
    action: str
    back: str
    to: To
    people: People
    #: whom in words
    whom: str
    #: some of them by name
    names: str = ""
    #: the one that is changed
    planned: UUID | None = None


Written = Callable[[int], Response]
#: fields that a page writes anew; all others are taken along
_OF_ONE_PAGE = ("csrf_token", "do", "count")


def new_form_values() -> dict[str, Any]:
    """What stands in a form that nobody has filled in."""
    return {"formdata": None, "key": str(new_id()), "reply_to": known_viewer().email}


def handle(form: AnnouncementForm, desk_of: Callable[[], Desk], written: Written) -> Response:
    """What a button of either page asks for; ``written`` gives the first page again, with a status."""
    if not form.validate():
        return written(422)
    what = request.form.get("do")
    if what == "edit":
        return written(200)
    desk = desk_of()
    with reading() as db:
        reached = announcements.reached(db, desk.people, desk.to.series_id)
    if not reached.count:
        form.blame(getattr(form, "to", form.subject), _nobody(reached))
        return written(422)
    if what == "test":
        return _test(desk, form, reached)
    said = request.form.get("count", "")
    return _send(desk, form, reached, written) if what == "send" and said else _look(desk, form, reached)


def _test(desk: Desk, form: AnnouncementForm, reached: Reached) -> Response:
    email = known_viewer().email
    if email:
        with writing() as db:
            announce.send_test(db, desk.to, replace(_said(form), id=new_id()))
        flash(_("A copy is on its way to %(email)s.", email=email), "success")
    return _look(desk, form, reached)


def _send(desk: Desk, form: AnnouncementForm, reached: Reached, written: Written) -> Response:
    looked_at = request.form["count"]
    if not looked_at.isdecimal() or not is_as_many(int(looked_at), reached.count):
        flash(_("The list changed meanwhile, so nothing was sent. Look at the number again."), "error")
        return _look(desk, form, reached, 409)
    try:
        is_new = _keep(desk, form)
    except Refusal as refusal:
        form.blame(form.day if refusal.field == "send_at" else form.subject, refusal.sentence)
        return written(refusal.status)
    if not is_new:
        flash(_("This message was sent already. Nobody gets it twice."), "info")
    else:
        flash(_what_happened(desk, form, reached.count), "success")
    return redirect(desk.back, 303)


def _keep(desk: Desk, form: AnnouncementForm) -> bool:
    with writing() as db:
        if desk.planned is None:
            return announce.send(db, desk.to, _said(form))
        audience = desk.to if not isinstance(desk.to, announce.Chosen) else None
        announce.change(db, audience, replace(_said(form), id=desk.planned))
    return True


def _what_happened(desk: Desk, form: AnnouncementForm, count: int) -> str:
    if form.send_at is not None:
        when = moment_text(form.send_at, desk.series.timezone, language())
        return _("The message goes out %(when)s. Until then you can change it or take it back.", when=when)
    return ngettext("The message is on its way to one person.", "The message is on its way to %(num)s people.", count)


def _said(form: AnnouncementForm) -> Said:
    asker = known_viewer()
    return Said(
        id=form.announcement_id,
        subject=form.subject.data or "",
        text=form.text.data or "",
        reply_to=form.reply_to.data or None,
        actor=asker.actor,
        send_at=form.send_at,
    )


def _look(desk: Desk, form: AnnouncementForm, reached: Reached, status: int = 200) -> Response:
    to = "participants" if isinstance(desk.to, announce.Chosen) else desk.to.kind
    words = Words(desk.series.slug, form.subject.data or "", form.text.data or "", to, desk.to.session_id)
    page = private_page(
        "announcement_look.html",
        status,
        desk=desk,
        mail=rendered_mail(words, desk.people, reached),
        form=form,
        reached=reached,
        in_languages=in_words(reached),
        kept=[(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_PAGE],
        email=known_viewer().email,
    )
    return letting_mail_in(page)


def in_words(reached: Reached) -> str:
    """How many there are of each language, where there are several."""
    if len(reached.languages) < 2:
        return ""
    return ", ".join(
        f"{reached.languages[code]} {language_word(code)}" for code in LANGUAGES if reached.languages.get(code)
    )


def _nobody(reached: Reached) -> str:
    if reached.unsubscribed:
        return _("Everybody you mean wants no more of such mail, so there is nobody to write to.")
    return _("There is nobody to write to: nobody of those you mean gets such mail now.")
