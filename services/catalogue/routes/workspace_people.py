"""Organisations, for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.forms.people_forms import OrganisationForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import workspace_people
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_people", __name__, url_prefix="/workspace/organisations")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.administrator
def organisations() -> str:
    """Every organisation."""
    with reading() as db:
        rows = workspace_people.organisations(db)
    return render_template("workspace/organisations.html", organisations=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@access.administrator
def new() -> Answer:
    """A new organisation."""
    form = OrganisationForm()
    if request.method == "POST" and form.validate():
        said = NewOrganisation(
            form.name.data or "", form.business_id.data or None, form.website.data or None, form.written_domains
        )
        try:
            with writing() as db:
                made = create_organisation(db, known_viewer().actor, said)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("The organisation is there. Add the people who organise for it."), "success")
            return redirect(url_for("workspace_organisation.page", organisation_id=made))
    return render_template("workspace/organisation_form.html", form=form), 422 if form.errors else 200
