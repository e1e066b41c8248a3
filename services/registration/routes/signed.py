"""Short-lived signed parts of addresses and forms: they show or recognise, and open nothing."""

from typing import Literal, NamedTuple
from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from shared.schema.base import new_id
from shared.web.current import service

DONE_SECONDS = 2 * 3600
ATTEMPT_SECONDS = 24 * 3600


class Done(NamedTuple):
    """What a done page shows: a registration just made, or only that a mail is on its way."""

    kind: Literal["made", "mailed"]
    #: the registration's id, or the offering's
    subject: UUID


def sign_done(done: Done) -> str:
    """The secret part of a done page's address."""
    return _serializer("done-page").dumps([done.kind, done.subject.hex])


def read_done(token: str) -> Done | None:
    """What a done page may show; None when the address is forged or too old."""
    try:
        kind, subject = _serializer("done-page").loads(token, max_age=DONE_SECONDS)
    except BadData:
        return None
    return Done(kind, UUID(subject))


def sign_attempt(offering_id: UUID) -> str:
    """A new attempt at registering, to be put into a form."""
    return _serializer("attempt").dumps([offering_id.hex, new_id().hex])


def read_attempt(token: str, offering_id: UUID) -> UUID | None:
    """The attempt's id; None when it isn't ours, is for something else, or too old: then the act gets a new id."""
    try:
        offering, attempt = _serializer("attempt").loads(token, max_age=ATTEMPT_SECONDS)
    except BadData:
        return None
    return UUID(attempt) if offering == offering_id.hex else None


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(service().secrets.key_for(purpose))
