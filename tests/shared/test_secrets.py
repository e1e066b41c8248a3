"""Links and hashes derived from the installation's key."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.schema.base import new_id
from shared.secrets import OWN_PAGE, SIGN_IN, UNSUBSCRIBE, Secrets, subject_of

KEY = "one key, long enough for an installation"
SUBJECT = UUID("0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f")


def test_token_opens_what_it_was_made_for() -> None:
    secrets = Secrets(KEY)
    token = secrets.token(OWN_PAGE, SUBJECT, 3)
    assert subject_of(token) == SUBJECT
    assert secrets.opens(OWN_PAGE, token, SUBJECT, 3)


def test_token_opens_nothing_else() -> None:
    secrets = Secrets(KEY)
    token = secrets.token(OWN_PAGE, SUBJECT, 3)
    assert not secrets.opens(OWN_PAGE, token, SUBJECT, 4), "a renewed link ends the older one"
    assert not secrets.opens(SIGN_IN, token, SUBJECT, 3), "another purpose"
    assert not secrets.opens(OWN_PAGE, token, new_id(), 3), "another subject"
    assert not Secrets(KEY + "x").opens(OWN_PAGE, token, SUBJECT, 3), "another installation"


@given(st.text(max_size=80))
def test_any_text_as_token_is_answered_without_error(text: str) -> None:
    subject_of(text)
    assert not Secrets(KEY).opens(OWN_PAGE, text, SUBJECT)


@pytest.mark.parametrize("place", range(43))
def test_token_with_one_letter_changed_opens_nothing(place: int) -> None:
    secrets = Secrets(KEY)
    token = secrets.token(OWN_PAGE, SUBJECT)
    other = "A" if token[place] != "A" else "B"
    assert not secrets.opens(OWN_PAGE, token[:place] + other + token[place + 1 :], SUBJECT)


def test_keyed_hash_differs_by_purpose_and_key() -> None:
    hashes = {
        Secrets(KEY).keyed_hash("a", "x"),
        Secrets(KEY).keyed_hash("b", "x"),
        Secrets(KEY + "x").keyed_hash("a", "x"),
    }
    assert len(hashes) == 3


@given(st.text(max_size=300))
def test_signed_text_is_read_by_its_purpose_and_key_alone(text: str) -> None:
    secrets = Secrets(KEY)
    token = secrets.signed(UNSUBSCRIBE, text)
    assert secrets.text_of(UNSUBSCRIBE, token) == (text or None)
    assert secrets.text_of(SIGN_IN, token) is None
    assert Secrets(KEY + "x").text_of(UNSUBSCRIBE, token) is None
    assert secrets.text_of(UNSUBSCRIBE, text) is None


def test_signed_text_with_one_letter_changed_is_none() -> None:
    secrets = Secrets(KEY)
    token = secrets.signed(UNSUBSCRIBE, "digest kaisa@example.org")
    for place in range(len(token) - 1):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert secrets.text_of(UNSUBSCRIBE, changed) is None, place
