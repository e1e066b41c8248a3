"""A presenter's profile: the person's own, behind their link, and the organiser's way to begin one for them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from services.catalogue import words
from services.catalogue.actions.profiles import empty_profile, holder, save_profile
from services.catalogue.forms.profile_form import ProfileForm, data_of
from services.catalogue.queries import presenting as queries
from services.catalogue.queries import profiles
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.routes.presenting import opened
from services.catalogue.routes.private_pages import keep_private
from shared.errors import Conflict, NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.file_body import takes_file
from shared.web.own_look import LOGO_TYPE
from shared.web.viewer import known_viewer

blueprint = Blueprint("profiles", __name__)

Answer = str | AnyResponse | tuple[str, int]
#: browsers keep a photo, but not for good: who takes theirs away means it
_KEPT = "public, max-age=86400"


@blueprint.get("/presenters/photos/<uuid:profile_id>/<digest>.webp")
@access.public
def photo(profile_id: UUID, digest: str) -> Response:
    """Somebody's photo, as long as it is that one."""
    with reading() as db:
        content = profiles.photo(db, profile_id, digest)
    if content is None:
        raise NotThere("no_photo", _("There is no such photo."))
    guards = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    return Response(content, mimetype=LOGO_TYPE, headers={"Cache-Control": _KEPT, **guards})


@blueprint.route("/presenting/<token>/profile", methods=["GET", "POST"])
@access.own_link
@takes_file
def own(token: str) -> Answer:
    """What visitors read of them, whoever organises."""
    with reading() as db:
        email = opened(db, token).email
        rows = queries.sessions(db, email)
        written = profiles.presenter(db, rows[-1].presenter_id) if rows else None
    if written is None:
        raise NotThere("presents_nothing", _("When you present something, you can introduce yourself here."))
    back = url_for("presenting.page", token=token)
    return _edited(email, f"presenter:{rows[-1].presenter_id}", back, {"token": token, "written": written, "by": None})


@blueprint.route("/presenting/<token>/profile/empty", methods=["GET", "POST"])
@access.own_link
def empty(token: str) -> AnyResponse:
    """Show nothing more than their name and what the organisers wrote, once they have seen what goes."""
    with reading() as db:
        email = opened(db, token).email
        rows = queries.sessions(db, email)
    if request.method == "GET":
        return keep_private(Response(render_template("public/profile_empty.html", token=token)))
    if rows:
        with writing() as db:
            was_there = empty_profile(db, f"presenter:{rows[-1].presenter_id}", email)
        if was_there:
            flash(_("Your profile is empty now. Only what the organisers wrote is shown."), "success")
        else:
            flash(_("Your profile was empty already. Only what the organisers wrote is shown."), "info")
    return redirect(url_for("presenting.page", token=token), 303)


@blueprint.route("/workspace/presenters/<uuid:presenter_id>/profile", methods=["GET", "POST"])
@access.organiser
@takes_file
def organisers(presenter_id: UUID) -> Answer:
    """Begun by an organiser until the person has it in their own hands."""
    with reading() as db:
        presenter = profiles.presenter(db, presenter_id)
        if presenter is None:
            raise NotThere("no_presenter", _("There is no such presenter."))
        series = session_to_manage(db, presenter.session_id)
    back = url_for("workspace_session.edit", session_id=presenter.session_id)
    about = {"token": None, "written": presenter, "by": series.organiser_id}
    return _edited(presenter.email, known_viewer().actor, back, about)


def _edited(email: str, actor: str, back: str, about: dict[str, Any]) -> Answer:
    with reading() as db:
        profile = profiles.profile(db, email)
    form = ProfileForm(data=data_of(profile))
    if _held_by(profile, about["by"]) or not form.validate_on_submit():
        return _shown(form, profile, back, about)
    try:
        with writing() as db:
            save_profile(db, actor, form.change(email, about["by"]))
    except Conflict as conflict:
        with reading() as db:
            profile = profiles.profile(db, email)
        form.seen.process_data(str(profile.version if profile else 0))
        return _shown(form, profile, back, about | {"stale": conflict.sentence}, 409)
    flash(_("Saved. The pages of the sessions show it from now on."), "success")
    return redirect(back, 303)


def _held_by(profile: Any, by: UUID | None) -> str | None:
    return holder(profile, by) if by is not None else None


def _shown(form: ProfileForm, profile: Any, back: str, about: dict[str, Any], status: int = 200) -> Answer:
    held_by = _held_by(profile, about["by"])
    page = render_template(
        "public/profile.html", form=form, profile=profile, back=back, held_by=held_by, words=words, **about
    )
    response = Response(page, 422 if form.errors else status)
    return keep_private(response)
