"""The token that services show each other."""

import pytest
from itsdangerous import TimestampSigner

from shared.http_clients import token
from shared.http_clients.token import ServiceToken
from shared.secrets import Secrets

SECRETS = Secrets("one key, long enough for an installation")


def test_token_says_who_asks_and_for_whom() -> None:
    signed = token.sign(SECRETS, "catalogue", "registration", "account:1")
    assert token.read(SECRETS, "registration", signed) == ServiceToken("catalogue", "account:1")


def test_token_for_another_service_is_not_accepted() -> None:
    signed = token.sign(SECRETS, "catalogue", "registration", "account:1")
    assert token.read(SECRETS, "notifications", signed) is None


def test_token_of_another_installation_is_not_accepted() -> None:
    signed = token.sign(Secrets("x" * 40), "catalogue", "registration", "account:1")
    assert token.read(SECRETS, "registration", signed) is None


def test_old_token_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = token.sign(SECRETS, "catalogue", "registration", "account:1")
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + token.GOOD_FOR_SECONDS + 2)
    assert token.read(SECRETS, "registration", signed) is None


@pytest.mark.parametrize("text", ["", "service.", "service.x.y.z", "kierros_key", "ä"])
def test_nonsense_is_not_accepted(text: str) -> None:
    assert token.read(SECRETS, "registration", text) is None
