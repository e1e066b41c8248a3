"""The token a service shows another: signed, for one receiver, good for a minute."""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from shared.secrets import Secrets

PREFIX = "service."
GOOD_FOR_SECONDS = 60


@dataclass(frozen=True)
class ServiceToken:
    """Who asks, and for whom they act (``account:<id>``, ``key:<id>``, ``person`` or ``system``)."""

    sender: str
    actor: str


def sign(secrets: Secrets, sender: str, receiver: str, actor: str) -> str:
    """A token that ``receiver`` accepts from ``sender`` for GOOD_FOR_SECONDS."""
    return PREFIX + _serializer(secrets, receiver).dumps({"sender": sender, "actor": actor})


def read(secrets: Secrets, receiver: str, token: str) -> ServiceToken | None:
    """What a token says, or None when it is forged, too old, or meant for another service."""
    try:
        said = _serializer(secrets, receiver).loads(token.removeprefix(PREFIX), max_age=GOOD_FOR_SECONDS)
    except BadData:
        return None
    return ServiceToken(sender=said["sender"], actor=said["actor"])


def _serializer(secrets: Secrets, receiver: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secrets.key_for("service-token"), salt=receiver)
