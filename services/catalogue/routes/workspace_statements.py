"""The statements of an installation, written by its administrators."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import statements as actions
from services.catalogue.forms.statement_form import StatementForm
from services.catalogue.queries import statements
from services.catalogue.routes.statements import standard, title
from shared.errors import Conflict, NotThere
from shared.schema.statements import STATEMENTS
from shared.web import access
from shared.web.current import reading, writing
from shared.web.i18n import LANGUAGES
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_statements", __name__, url_prefix="/workspace/statements/<kind>")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.administrator
def page(kind: str) -> Answer:
    """The texts in use: its own, or the standard ones to begin from."""
    own = _own(kind)
    data = {language: own.get(language) or standard(kind, language).strip() for language in LANGUAGES}
    return _shown(kind, StatementForm(formdata=None, data={**data, "seen": actions.stamp(own)}))


@blueprint.post("")
@access.administrator
def write(kind: str) -> Answer:
    """Keep them; a text that is the standard one goes on following it."""
    _own(kind)
    form = StatementForm()
    if request.form.get("do") == "standard":
        texts: Mapping[str, str] = {}
    elif form.validate():
        texts = {one: text for one, text in form.texts.items() if text != standard(kind, one).strip()}
    else:
        return _shown(kind, form, 422)
    try:
        with writing() as db:
            actions.write(db, known_viewer().actor, kind, texts, form.seen.data or "")
    except Conflict:
        # what is typed stays beside what it is now; saving it once more is then meant
        theirs = _own(kind)
        form.seen.process_data(actions.stamp(theirs))
        return _shown(kind, form, 409, theirs)
    flash(_("The standard texts are in use.") if not texts else _("Saved."), "success")
    return redirect(url_for(f"statements.{kind}"), 303)


def _own(kind: str) -> dict[str, str]:
    if kind not in STATEMENTS:
        raise NotThere("no_statement", _("There is no such statement."))
    with reading() as db:
        return statements.texts(db, kind)


def _shown(kind: str, form: StatementForm, status: int = 200, theirs: Mapping[str, str] | None = None) -> Answer:
    html = render_template(
        "workspace/statement.html",
        kind=kind,
        form=form,
        theirs=theirs,
        heading=title(kind),
        kinds=[(one, title(one)) for one in STATEMENTS],
        names=LANGUAGES,
    )
    return html, status
