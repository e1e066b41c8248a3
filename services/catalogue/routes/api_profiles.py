"""API: what presenters show of themselves, as far as organisers write it for them."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import looks
from services.catalogue.actions.profiles import Change, change_of, holder, save_profile
from services.catalogue.queries import profiles
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes.api_fields import Input, OptionalName, ShortText, Version, WebAddress
from services.catalogue.routes.permission import session_to_manage
from shared.errors import NotThere
from shared.schema.profiles import INTRODUCTION_LENGTH
from shared.web.access import Access
from shared.web.api import FORM_WITH_FILE, Api, Shape
from shared.web.current import reading, service_url, writing
from shared.web.fields import absent
from shared.web.validation import FieldProblem, InvalidInput
from shared.web.viewer import known_viewer

api = Api("profiles")

_PROFILE, _PHOTO = "/presenters/<uuid:presenter_id>/profile", "/presenters/<uuid:presenter_id>/profile/photo"
_Introduction = Annotated[ShortText, Field(max_length=INTRODUCTION_LENGTH, description="plain text")]


class ProfilePatch(Input):
    """What to change; all of it is public, and empty is what isn't shown."""

    name: OptionalName = absent()
    title: OptionalName = absent()
    organisation: OptionalName = absent()
    intro_fi: _Introduction = absent()
    intro_sv: _Introduction = absent()
    intro_en: _Introduction = absent()
    link: WebAddress | None = None
    version: Version | None = None


class ProfileOut(BaseModel):
    """What stands on the page of every session that the person presents, whoever organises it."""

    name: str = ""
    title: str = ""
    organisation: str = ""
    intro_fi: str = ""
    intro_sv: str = ""
    intro_en: str = ""
    link: str | None = None
    photo_url: str | None = None
    #: whether the asker may change it: nobody but the person once they saved it, nor where others wrote it
    may_change: bool
    #: 0 until something is written
    version: int = 0


@api.reads(_PROFILE, Access.ORGANISER, "What a presenter shows of themselves", Shape(answer=ProfileOut))
def get_profile(db: Connection, presenter_id: UUID) -> ProfileOut:
    """One person is one address: the profile is the same wherever they present."""
    return _shown(db, *_found(db, presenter_id))


@api.writes(
    "PATCH", _PROFILE, Access.ORGANISER, "Begin or change a presenter's profile", Shape(ProfilePatch, None, ProfileOut)
)
def patch_profile(db: Connection, presenter_id: UUID, body: ProfilePatch) -> ProfileOut:
    """Only what is sent changes. Until the person saves it themselves, the organisation that began it writes it."""
    email, organisation_id = _found(db, presenter_id)
    before = change_of(profiles.profile(db, email), email, organisation_id)
    said = body.model_dump(exclude_unset=True, exclude={"version"})
    seen = before.seen if body.version is None else body.version
    return _saved(db, replace(before, told=replace(before.told, **said), seen=seen))


@api.asks(
    "PUT",
    _PHOTO,
    Access.ORGANISER,
    "Give a presenter's profile a photo: the field `file`, a PNG, JPEG or WebP of at most 15 megabytes",
    Shape(raw_body=FORM_WITH_FILE, answer=ProfileOut),
)
def put_photo(presenter_id: UUID) -> ProfileOut:
    """It is made small, and kept without place and time."""
    with reading() as db:
        _found(db, presenter_id)
    upload = request.files.get("file")
    if upload is None:
        raise InvalidInput([FieldProblem("file", "missing", _("This field is needed."))])
    # a large one takes a third of a second to draw: nobody who writes waits for it
    photo = looks.photo_taken(upload.read())
    with writing() as db:
        email, organisation_id = _found(db, presenter_id)
        return _saved(db, replace(change_of(profiles.profile(db, email), email, organisation_id), photo=photo))


@api.writes("DELETE", _PHOTO, Access.ORGANISER, "Take away the photo of a profile", Shape(answer=ProfileOut))
def delete_photo(db: Connection, presenter_id: UUID) -> ProfileOut:
    """The rest stays."""
    email, organisation_id = _found(db, presenter_id)
    return _saved(db, replace(change_of(profiles.profile(db, email), email, organisation_id), keeps_photo=False))


def _found(db: Connection, presenter_id: UUID) -> tuple[str, UUID]:
    """Whose profile it is, and the organisation that the asker writes it for."""
    presenter = profiles.presenter(db, presenter_id)
    if presenter is None:
        raise NotThere("no_presenter", _("There is no such presenter."))
    return presenter.email, session_to_manage(db, presenter.session_id).organiser_id


def _saved(db: Connection, change: Change) -> ProfileOut:
    save_profile(db, known_viewer().actor, change)
    assert change.by is not None  # noqa: S101 - nobody else's are made here
    return _shown(db, change.email, change.by)


def _shown(db: Connection, email: str, organisation_id: UUID) -> ProfileOut:
    found: AnyRow | None = profiles.profile(db, email)
    if found is None:
        return ProfileOut(may_change=True)
    names = ("name", "title", "organisation", "intro_fi", "intro_sv", "intro_en", "link", "version")
    said: dict[str, Any] = {name: getattr(found, name) for name in names}
    photo = service_url("catalogue", f"/presenters/photos/{found.id}/{found.photo}.webp") if found.photo else None
    return ProfileOut(**said, photo_url=photo, may_change=holder(found, organisation_id) is None)
