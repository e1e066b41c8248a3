"""Keys for programs: made and shown once, taken back."""

import secrets
import string
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select, update

from services.catalogue.actions.organisations import require_organisation
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere, Refusal
from shared.schema.accounts import ApiKey
from shared.schema.base import new_id
from shared.secrets import plain_hash
from shared.web.viewer import API_KEY_PREFIX

#: of 62 letters and digits each: 238 bits, so a plain hash is enough to keep
RANDOM_CHARACTERS = 40
_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class NewKey:
    """A key as asked for; without an organisation its role holds in every one."""

    name: str
    role: str
    organisation_id: UUID | None = None
    #: made beforehand by a form, so that sending it twice makes one key
    id: UUID = field(default_factory=new_id)


def create_api_key(db: Connection, actor: str, new: NewKey) -> tuple[UUID, str]:
    """Make a key: its id, and the key itself, which nobody sees again. Raises Refusal for an unknown organisation,
    Conflict when the form was sent before."""
    if new.organisation_id is not None:
        if new.role == "administrator":
            raise Refusal(
                "administrator_of_one",
                _("An administrator's key holds everywhere: leave the organisation out."),
                "organisation_id",
            )
        locks.hold(db, "organisation", new.organisation_id)
        require_organisation(db, new.organisation_id, "organisation_id")
    locks.hold(db, "api_key", new.id)
    if db.scalar(select(ApiKey.id).where(ApiKey.id == new.id)) is not None:
        raise Conflict("already_made", _("This form was sent before. Open a new one."))
    key = API_KEY_PREFIX + "".join(secrets.choice(_ALPHABET) for _index in range(RANDOM_CHARACTERS))
    db.execute(
        insert(ApiKey).values(
            id=new.id,
            name=new.name,
            role=new.role,
            organisation_id=new.organisation_id,
            key_hash=plain_hash(key),
            created_at=clock.now(),
        )
    )
    journal.append(db, "api_key.created", actor, journal.Subject(subject_id=new.id, detail={"role": new.role}))
    return new.id, key


def revoke_api_key(db: Connection, actor: str, key_id: UUID) -> None:
    """End a key at once. Once more changes nothing. Raises NotThere when there never was one."""
    ended = db.execute(
        update(ApiKey).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None)).values(revoked_at=clock.now())
    )
    if ended.rowcount:
        journal.append(db, "api_key.revoked", actor, journal.Subject(subject_id=key_id))
    elif db.scalar(select(ApiKey.id).where(ApiKey.id == key_id)) is None:
        raise NotThere("no_api_key", _("There is no such key."))
