"""Organisations and their people, for administrators."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import accounts
from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.forms.people_forms import MemberForm, OrganisationForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import workspace_people
from services.catalogue.words import member_role_word
from shared.errors import NotThere, Refusal
from shared.schema.accounts import MEMBER_ROLES
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
        said = NewOrganisation(form.name.data or "", form.business_id.data or None, form.website.data or None)
        try:
            with writing() as db:
                made = create_organisation(db, known_viewer().actor, said)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("The organisation is there. Add the people who organise for it."), "success")
            return redirect(url_for("workspace_people.organisation", organisation_id=made))
    return render_template("workspace/organisation_form.html", form=form), 422 if form.errors else 200


@blueprint.route("/<uuid:organisation_id>", methods=["GET", "POST"])
@access.administrator
def organisation(organisation_id: UUID) -> Answer:
    """Its people; one more can be added."""
    form = MemberForm(data={"role": "organiser"})
    if request.method == "POST" and form.validate():
        with writing() as db:
            actor = known_viewer().actor
            account_id = accounts.find_or_create_account(db, actor, form.email.data or "", form.name.data or "")
            accounts.add_membership(db, actor, account_id, organisation_id, form.role.data)
        flash(_("%(email)s can now sign in with a link sent to that address.", email=form.email.data), "success")
        return redirect(url_for("workspace_people.organisation", organisation_id=organisation_id))
    with reading() as db:
        found = workspace_people.organisation(db, organisation_id)
        members = workspace_people.members(db, organisation_id)
    if found is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    html = render_template(
        "workspace/organisation.html", organisation=found, members=members, form=form, role_word=member_role_word
    )
    return html, 422 if form.errors else 200


@blueprint.post("/<uuid:organisation_id>/remove")
@access.administrator
def remove_member(organisation_id: UUID) -> Response:
    """End what somebody may do there."""
    role = request.form.get("role", "")
    account_id = request.form.get("account_id", type=UUID)
    if account_id is not None and role in MEMBER_ROLES:
        with writing() as db:
            member_role: accounts.MemberRole = "organiser" if role == "organiser" else "contact"
            accounts.remove_membership(db, known_viewer().actor, account_id, organisation_id, member_role)
        flash(_("Removed. It counts from the next page on."), "success")
    return redirect(url_for("workspace_people.organisation", organisation_id=organisation_id))
