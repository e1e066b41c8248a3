"""A presenter's profile: kept by the person, or by an organiser for as long as the person has not touched it."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select, update

from services.catalogue.actions.looks import Logo
from services.catalogue.queries import profiles
from services.catalogue.queries.rows import AnyRow
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotAllowed
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter
from shared.schema.profiles import PresenterPhoto, PresenterProfile

Holder = Literal["person", "organisation"]


@dataclass(frozen=True)
class Told:
    """What is to be shown of somebody; empty is what isn't."""

    name: str = ""
    title: str = ""
    organisation: str = ""
    intro_fi: str = ""
    intro_sv: str = ""
    intro_en: str = ""
    link: str | None = None


@dataclass(frozen=True)
class Change:
    """What to save of whom. ``seen``: the version that it was written over, 0 when there was none."""

    email: str
    told: Told
    seen: int
    #: one that is new; None: as ``keeps_photo`` says
    photo: Logo | None = field(default=None, repr=False)
    keeps_photo: bool = True
    #: the organisation for which an organiser writes; None: the person does
    by: UUID | None = None


def change_of(profile: AnyRow | None, email: str, by: UUID | None) -> Change:
    """A profile as it is, to be changed from there."""
    if profile is None:
        return Change(email, Told(), 0, by=by)
    return Change(email, Told(**{one.name: getattr(profile, one.name) for one in fields(Told)}), profile.version, by=by)


def save_profile(db: Connection, actor: str, change: Change) -> None:
    """Write it down. Raises Conflict when somebody else changed it meanwhile, NotAllowed for an organiser once the
    person has taken it into their own hands, or where another organisation wrote it."""
    locks.hold_name(db, f"profile:{change.email}")
    before = profiles.profile(db, change.email)
    _require_theirs(change, before)
    if change.seen != (before.version if before is not None else 0):
        sentence = _("Somebody else changed this while you had it open. Look at what it is now, then save yours again.")
        raise Conflict("stale", sentence, "version")
    kept = before.photo if before is not None and change.keeps_photo else None
    values = {
        **asdict(change.told),
        "photo": change.photo.digest if change.photo else kept,
        "is_own": change.by is None,
        "begun_by_id": change.by,
        "version": change.seen + 1,
        "changed_at": clock.now(),
    }
    profile_id = before.id if before is not None else new_id()
    if before is None:
        db.execute(insert(PresenterProfile).values(id=profile_id, email=change.email, **values))
    else:
        db.execute(update(PresenterProfile).where(PresenterProfile.id == profile_id).values(values))
    _keep_photo(db, profile_id, change)
    journal.append(db, "profile.changed", actor, journal.Subject(subject_id=profile_id))


def empty_profile(db: Connection, actor: str, email: str) -> bool:
    """Show nothing of the person any more. That they said so is kept, so that no organiser writes it anew.

    Returns whether there was anything to take away.
    """
    before = profiles.profile(db, email)
    is_new = before is None or not before.is_own
    said_something = before is not None and not is_empty(before)
    if is_new or said_something:
        nothing = Change(email, Told(), before.version if before is not None else 0, keeps_photo=False)
        save_profile(db, actor, nothing)
    return said_something


def holder(profile: AnyRow | None, organisation_id: UUID) -> Holder | None:
    """Who alone may change a profile, when that isn't this organisation's organisers."""
    if profile is None:
        return None
    if profile.is_own:
        return "person"
    is_free = profile.begun_by_id is None or is_empty(profile)
    return None if is_free or profile.begun_by_id == organisation_id else "organisation"


def is_empty(profile: AnyRow) -> bool:
    """Whether it shows nothing."""
    return not any(getattr(profile, one.name) for one in fields(Told)) and profile.photo is None


def _require_theirs(change: Change, before: AnyRow | None) -> None:
    held_by = holder(before, change.by) if change.by is not None else None
    if held_by == "person":
        raise NotAllowed("own_profile", _("This presenter keeps their profile themselves. Ask them to change it."))
    if held_by == "organisation":
        raise NotAllowed(
            "profile_of_others",
            _("Another organisation wrote this profile. Only its organisers and the presenter can change it."),
        )


def purge_profiles(db: Connection) -> int:
    """Delete the profiles of addresses that present nothing any more; how many."""
    gone = select(PresenterProfile.id).where(
        ~select(Presenter.id).where(Presenter.email == PresenterProfile.email).exists()
    )
    db.execute(delete(PresenterPhoto).where(PresenterPhoto.profile_id.in_(gone)))
    return db.execute(delete(PresenterProfile).where(PresenterProfile.id.in_(gone))).rowcount


def _keep_photo(db: Connection, profile_id: UUID, change: Change) -> None:
    if change.photo is None and change.keeps_photo:
        return
    db.execute(delete(PresenterPhoto).where(PresenterPhoto.profile_id == profile_id))
    if change.photo is not None:
        row: dict[str, Any] = {"profile_id": profile_id, "content": change.photo.content}
        db.execute(insert(PresenterPhoto).values(row))
