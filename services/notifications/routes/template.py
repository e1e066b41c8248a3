"""An organiser's own words for one kind of mail: written, looked at, kept, and brought back."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response as Answer

from services.notifications.actions import own_words as acts
from services.notifications.actions.own_words import ChangedMeanwhile
from services.notifications.forms.template_form import Choices, TemplateForm
from services.notifications.messages.own_words import problems_of
from services.notifications.messages.placeholder_words import meanings
from services.notifications.messages.preview import Wanted
from services.notifications.queries import own_words
from services.notifications.queries.own_words import Version, Which, Words
from services.notifications.routes.mail_preview import framing, mail_copy
from services.notifications.routes.own_series import (
    Found,
    Look,
    choices,
    chosen,
    look,
    own_series,
    template_url,
    which_words,
)
from services.notifications.routes.private_pages import keep_private
from services.notifications.rules.comparison import Line, compared
from services.notifications.template_problems import braced, sentence
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("template", __name__)
blueprint.after_request(keep_private)
_ADDRESS = "/messages/series/<slug>/templates/<kind>/<language>"


@dataclass(frozen=True, slots=True)
class _Now:
    """What there is."""

    series: Found
    which: Which
    versions: list[Version]
    names: dict[str, str]
    whose: Choices

    @property
    def used(self) -> Words:
        return self.versions[0].words if self.versions else Words()

    @property
    def number(self) -> int:
        return self.versions[0].version if self.versions else 0


@blueprint.get(_ADDRESS)
@access.organiser
def page(slug: str, kind: str, language: str) -> Response:
    """The words in use, to change them, and the mail as it goes out with them."""
    now = _now(slug, kind, language)
    form = TemplateForm(kind, now.whose, now.used, now.number)
    with reading() as db:
        return _shown(now, form, look=look(db, Wanted(kind, now.series.id, language, chosen(form.whose.data))))


@blueprint.post(_ADDRESS)
@access.organiser
def change(slug: str, kind: str, language: str) -> Answer:
    """Look at what is typed, mail oneself a copy of it, keep it, or go back to the standard words."""
    now, what = _now(slug, kind, language), request.form.get("do")
    form = TemplateForm(kind, now.whose)
    if what == "standard":
        return _keep(now, form, Words())
    if not form.fits():
        return _shown(now, form, status=422)
    if what == "save":
        return _keep(now, form, form.words)
    wanted = Wanted(kind, now.series.id, language, chosen(form.whose.data), form.words)
    if what == "copy":
        mail_copy(wanted)
    with reading() as db:
        return _shown(now, form, look=look(db, wanted))


@blueprint.post(f"{_ADDRESS}/versions/<int:version>")
@access.organiser
def use_again(slug: str, kind: str, language: str, version: int) -> Answer:
    """Bring an earlier version back."""
    with writing() as db:
        which = which_words(own_series(db, slug).id, kind, language)
        acts.use_again(db, known_viewer().actor, which, version)
    flash(_("These words are in use again."), "success")
    return redirect(request.path.rpartition("/versions/")[0], 303)


@blueprint.get(f"{_ADDRESS}/versions/<int:version>")
@access.organiser
def comparison(slug: str, kind: str, language: str, version: int) -> Response:
    """What a version changed, beside another one: the one before, unless said otherwise."""
    now = _now(slug, kind, language)
    numbered = {one.version: one for one in now.versions}
    if version not in numbered:
        raise acts.no_such_version()
    said = request.args.get("with", "")
    other = int(said) if said.isascii() and said.isdigit() and int(said[:9]) in numbered else version - 1
    before = numbered[other].words if other in numbered else Words()
    return framing(
        "messages/template_versions.html",
        now=now,
        version=numbered[version],
        other=other,
        subject=compared([before.subject], [numbered[version].words.subject]),
        text=_compared(before, numbered[version].words),
    )


def _compared(before: Words, after: Words) -> list[Line]:
    return compared(before.text.split("\n"), after.text.split("\n"))


def _now(slug: str, kind: str, language: str) -> _Now:
    with reading() as db:
        series = own_series(db, slug)
        which = which_words(series.id, kind, language)
        return _of(db, series, which)


def _of(db: Connection, series: Found, which: Which) -> _Now:
    versions = own_words.versions(db, which)
    names = own_words.names_of(db, [one.actor for one in versions])
    return _Now(series, which, versions, names, choices(db, which.kind, series.id))


def _keep(now: _Now, form: TemplateForm, words: Words) -> Answer:
    try:
        with writing() as db:
            acts.save(db, known_viewer().actor, now.which, words, form.base_version)
    except ChangedMeanwhile as refused:
        theirs = refused.theirs
        # what is typed stays; saving it once more is then meant
        form.base.process_data(str(theirs.version))
        fresh = _now(now.series.slug, now.which.kind, now.which.language)
        return _shown(fresh, form, status=409, theirs=theirs, against=_compared(theirs.words, words))
    said = _("The standard words are in use.") if words == Words() else _("Saved. New mails use these words.")
    flash(said, "success")
    return redirect(template_url(now.series, now.which.kind, now.which.language), 303)


def _shown(
    now: _Now,
    form: TemplateForm,
    *,
    status: int = 200,
    look: Look | None = None,
    theirs: Version | None = None,
    against: list[Line] | None = None,
) -> Response:
    broken = [sentence(one) for of_field in problems_of(now.which.kind, now.used).values() for one in of_field]
    return framing(
        "messages/template.html",
        status,
        now=now,
        form=form,
        look=look,
        theirs=theirs,
        against=against,
        broken=broken,
        meanings=meanings(now.which.kind, now.which.language),
        braced=braced,
        email=known_viewer().email,
        zone=service().settings.default_timezone,
    )
