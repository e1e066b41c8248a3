"""A presenter proposes another time, behind the secret link that only their mail holds."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from pydantic import BaseModel
from werkzeug.wrappers import Response

from services.catalogue.forms.wish_form import WishForm
from services.catalogue.routes.presenting import back_to, opened, presented
from services.catalogue.routes.private_pages import keep_private
from shared.errors import Unreachable
from shared.web import access
from shared.web.current import reading, service

blueprint = Blueprint("presenting_wish", __name__)
blueprint.after_request(keep_private)

Answer = str | Response | tuple[str, int]


class Wish(BaseModel):
    """What the notifications service keeps, beside the proposals that come by mail."""

    starts_at: datetime
    ends_at: datetime
    comment: str


@blueprint.route("/presenting/<token>/sessions/<uuid:session_id>/propose", methods=["GET", "POST"])
@access.own_link
def propose(token: str, session_id: UUID) -> Answer:
    """Nothing is moved by it: the organisers are asked."""
    with reading() as db:
        session = presented(db, opened(db, token), session_id)
    form = WishForm(session)
    if not form.validate_on_submit() or form.times is None:
        return _page(token, session, form, 422 if form.errors else 200)
    wish = Wish(starts_at=form.times[0], ends_at=form.times[1], comment=form.comment.data or "")
    presenter = session.presenter_id
    try:
        service().ask("notifications").post(f"/api/v1/presenters/{presenter}/proposals", wish, f"presenter:{presenter}")
    except Unreachable:
        form.form_errors.append(_("Your proposal can't be passed on right now. Try again in a moment."))
        return _page(token, session, form, 503)
    flash(_("Your proposal is with the organiser. Until you hear from them, the session stays as it is."), "success")
    return back_to(token, session_id)


def _page(token: str, session: object, form: WishForm, status: int) -> Answer:
    html = render_template("public/presenting_wish.html", token=token, session=session, form=form)
    return html, status
