"""An organisation with its people and units, for those who belong to it and for administrators."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from services.catalogue import term_words, words
from services.catalogue.actions import own_organisation
from services.catalogue.actions.accounts import MemberRole
from services.catalogue.actions.organisations import NewOrganisation
from services.catalogue.actions.own_organisation import NewMember, UnitFacts
from services.catalogue.forms.people_forms import ContactForm, MemberForm, OrganisationForm, UnitForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import organisation_lists, workspace_people
from services.catalogue.routes import embed, narrowing
from services.catalogue.words import member_role_word
from shared.errors import NotThere, Refusal
from shared.schema.accounts import MEMBER_ROLES
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_organisation", __name__, url_prefix="/workspace/organisations/<uuid:organisation_id>")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.contact
def page(organisation_id: UUID) -> Answer:
    """Its people, units and earlier names."""
    return _shown(organisation_id, _member_form(), UnitForm(formdata=None))


@blueprint.post("")
@access.contact
def add_member(organisation_id: UUID) -> Answer:
    """One more who organises or speaks for it."""
    form = _member_form()
    role: MemberRole = "organiser" if "role" in form and form.role.data == "organiser" else "contact"
    if form.validate():
        new = NewMember(form.email.data or "", form.name.data or "", role)
        with writing() as db:
            own_organisation.add_member(db, known_viewer(), organisation_id, new)
        flash(_("%(email)s can now sign in with a link sent to that address.", email=form.email.data), "success")
        return _back(organisation_id)
    return _shown(organisation_id, form, UnitForm(formdata=None))


@blueprint.post("/remove")
@access.contact
def remove_member(organisation_id: UUID) -> Response:
    """End what somebody may do there."""
    role = request.form.get("role", "")
    account_id = request.form.get("account_id", type=UUID)
    if account_id is not None and role in MEMBER_ROLES:
        member_role: MemberRole = "organiser" if role == "organiser" else "contact"
        with writing() as db:
            own_organisation.remove_member(db, known_viewer(), organisation_id, account_id, member_role)
        flash(_("Removed. It counts from the next page on."), "success")
    return _back(organisation_id)


@blueprint.route("/edit", methods=["GET", "POST"])
@access.organiser
def edit(organisation_id: UUID) -> Answer:
    """Its name, Y-tunnus, website and mail domains."""
    own_organisation.require_belonging(known_viewer(), organisation_id)
    with reading() as db:
        found = workspace_people.organisation(db, organisation_id)
        domains = organisation_lists.domains(db, [organisation_id])[organisation_id]
    if found is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    form = OrganisationForm(obj=found, data={"domains": "\n".join(domains)})
    if request.method == "POST" and form.validate():
        said = NewOrganisation(
            form.name.data or "",
            form.business_id.data or None,
            form.website.data or None,
            form.written_domains if known_viewer().is_administrator else None,
        )
        try:
            with writing() as db:
                own_organisation.change_organisation(db, known_viewer(), organisation_id, said)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Saved."), "success")
            return _back(organisation_id)
    html = render_template("workspace/organisation_form.html", form=form, organisation=found)
    return html, 422 if form.errors else 200


@blueprint.post("/units")
@access.contact
def add_unit(organisation_id: UUID) -> Answer:
    """One more unit."""
    form = UnitForm()
    if form.validate():
        try:
            with writing() as db:
                own_organisation.add_unit(db, known_viewer(), organisation_id, _unit_of(form))
        except Refusal as refusal:
            if refusal.field is None:
                raise
            show_refusal(form, refusal)
        else:
            return _back(organisation_id)
    return _shown(organisation_id, _member_form(is_sent=False), form)


@blueprint.route("/units/<uuid:unit_id>", methods=["GET", "POST"])
@access.contact
def unit(organisation_id: UUID, unit_id: UUID) -> Answer:
    """Rename a unit, change its profile."""
    own_organisation.require_belonging(known_viewer(), organisation_id)
    with reading() as db:
        found = workspace_people.unit(db, unit_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotThere("no_unit", _("There is no such unit."))
    form = UnitForm(obj=found)
    if request.method == "POST" and form.validate():
        try:
            with writing() as db:
                own_organisation.change_unit(db, known_viewer(), unit_id, _unit_of(form))
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Saved."), "success")
            return _back(organisation_id)
    return render_template("workspace/unit.html", form=form, unit=found), 422 if form.errors else 200


@blueprint.post("/units/<uuid:unit_id>/remove")
@access.contact
def remove_unit(organisation_id: UUID, unit_id: UUID) -> Response:
    """Take a unit off the list."""
    with writing() as db:
        own_organisation.remove_unit(db, known_viewer(), unit_id)
    flash(_("The unit is off the list. Registrations made with its name stay as they are."), "success")
    return _back(organisation_id)


def _unit_of(form: UnitForm) -> UnitFacts:
    return UnitFacts(form.name.data or "", form.profile.data or None)


def _member_form(is_sent: bool = True) -> MemberForm | ContactForm:
    """Administrators name organisers too."""
    sent: dict[str, Any] = {} if is_sent else {"formdata": None}
    if known_viewer().is_administrator:
        return MemberForm(data={"role": "organiser"}, **sent)
    return ContactForm(**sent)


def _shown(organisation_id: UUID, form: Form, unit_form: UnitForm) -> Answer:
    own_organisation.require_belonging(known_viewer(), organisation_id)
    with reading() as db:
        found = workspace_people.organisation(db, organisation_id)
        if found is None:
            raise NotThere("no_organisation", _("There is no such organisation."))
        if found.merged_into_id is not None:
            return _back(found.merged_into_id)
        members = workspace_people.members(db, organisation_id)
        units = workspace_people.units(db, organisation_id)
        former = workspace_people.former_names(db, organisation_id)
        domains = organisation_lists.domains(db, [organisation_id])[organisation_id]
        choices = narrowing.choices(db)
    asker = known_viewer()
    html = render_template(
        "workspace/organisation.html",
        organisation=found,
        members=members,
        units=units,
        former=former,
        domains=domains,
        form=form,
        unit_form=unit_form,
        may_name={role: own_organisation.may_name(asker, organisation_id, role) for role in ("organiser", "contact")},
        may_edit=asker.may_organise(organisation_id),
        role_word=member_role_word,
        choices=choices,
        shown_on_site=(on_site := _on_site(choices)),
        embed_arguments=embed.arguments_of(on_site),
        words=words,
        term_words=term_words,
    )
    return html, 422 if form.errors or unit_form.errors else 200


def _on_site(choices: narrowing.Choices) -> narrowing.Asked:
    """What the list for the organisation's own site is narrowed down to, while its snippet is put together."""
    return narrowing.read(request.args, service().settings.default_timezone, choices.names())


def _back(organisation_id: UUID) -> Response:
    return redirect(url_for("workspace_organisation.page", organisation_id=organisation_id))
