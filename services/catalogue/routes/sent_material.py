"""A new material as a page sends it, whoever sends it: an organiser or a presenter."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.catalogue.actions import materials as actions
from services.catalogue.forms.material_form import NAMES, MaterialForm, usual
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.routes import sent
from shared import clock
from shared.errors import Refusal
from shared.rules.materials import FILE_MEGABYTES, FILE_TYPES
from shared.web.current import writing
from shared.web.problems import answer_refusal

#: what a browser offers to choose among
ACCEPTED = ",".join(f".{one}" for one in (*FILE_TYPES, "jpeg"))


class TooLarge(Refusal):
    """A request beyond what a file may have."""

    status = 413


def add_sent(session: Any, what: str, actor: str) -> MaterialForm | None:
    """Add what was sent, a "file" or a "link". None: it is there; else the form to show, with what is wrong in it."""
    form = MaterialForm(session.timezone, what, data=usual(session.ends_at <= clock.now()))
    material_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return form
    try:
        with writing() as db:
            made = actions.NewMaterial(**form.changes(), id=material_id)
            actions.add_material(db, actor, session.id, made, form.given())
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return form
    flash(_("The material has been added."), "success")
    return None


def too_large(_error: RequestEntityTooLarge) -> Response:
    """A file so large that it was not even looked at."""
    return answer_refusal(TooLarge("file_too_large", too_large_words()))


def too_large_words() -> str:
    """What to do with such a file."""
    return _(
        "The file is larger than %(most)s megabytes. Make it smaller, or give a link to where it is.",
        most=FILE_MEGABYTES,
    )
