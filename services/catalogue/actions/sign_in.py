"""Signing in: a one-time link is asked for, mailed by notifications, and used once, in the browser that asked."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from shared import clock, journal
from shared.database import locks
from shared.errors import TooMany
from shared.schema.accounts import Account, SignInRequest
from shared.schema.base import new_id
from shared.secrets import SIGN_IN, Secrets, subject_of

GOOD_FOR = timedelta(minutes=15)
THROTTLE_WINDOW = timedelta(minutes=15)
MOST_PER_ADDRESS = 5
MOST_PER_CLIENT = 20
#: what keyed hashes are made for; a hash for one is of no use for another
_ADDRESS, _CLIENT, _BROWSER = "sign-in-address", "sign-in-client", "sign-in-browser"
_COMMAND_LINE = "sign-in-command-line"


@dataclass(frozen=True)
class Asked:
    """A request for a link: the normalised address, the client's network address, the browser's cookie, where to go."""

    email: str
    client: str
    #: None: the link works in any browser (the command line's)
    browser: str | None
    next_url: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """Whom a link signed in."""

    account_id: UUID
    epoch: int
    next_url: str | None


class LinkProblem(StrEnum):
    """Why a link lets nobody in."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    OTHER_BROWSER = "other_browser"


def request_link(db: Connection, secrets: Secrets, asked: Asked) -> UUID:
    """Note that a link was asked for: the request's id. The same is done for an address without an account.

    Raises TooMany when this address or this client has asked too often.
    """
    email_hash = secrets.keyed_hash(_ADDRESS, asked.email)
    client_hash = secrets.keyed_hash(_CLIENT, asked.client)
    locks.hold_name(db, f"sign-in-address:{email_hash}")
    locks.hold_name(db, f"sign-in-client:{client_hash}")
    _throttle(db, SignInRequest.email_hash == email_hash, MOST_PER_ADDRESS)
    _throttle(db, SignInRequest.client_hash == client_hash, MOST_PER_CLIENT)
    return _insert(db, secrets, asked, (email_hash, client_hash))


def issue_link(db: Connection, secrets: Secrets, email: str) -> str:
    """The token of a link asked for at the command line: good in any browser, not throttled, not mailed."""
    asked = Asked(email, client="command line", browser=None)
    uncounted = secrets.keyed_hash(_COMMAND_LINE, email)
    return secrets.token(SIGN_IN, _insert(db, secrets, asked, (uncounted, uncounted), is_mailed=False))


def use_link(db: Connection, secrets: Secrets, token: str, browser: str | None) -> SignedIn | LinkProblem:
    """Sign in by a link. One conditional statement uses it up, so that of two who try at once one gets in."""
    request_id = subject_of(token)
    if request_id is None or not secrets.opens(SIGN_IN, token, request_id):
        return LinkProblem.UNKNOWN
    now = clock.now()
    browser_hash = secrets.keyed_hash(_BROWSER, browser) if browser else None
    used = db.execute(
        update(SignInRequest)
        .where(
            SignInRequest.id == request_id,
            SignInRequest.account_id.is_not(None),
            SignInRequest.used_at.is_(None),
            SignInRequest.expires_at > now,
            SignInRequest.browser_hash.is_(None) | (SignInRequest.browser_hash == browser_hash),
        )
        .values(used_at=now)
    )
    request = _request(db, request_id)
    if used.rowcount == 1 and request is not None:
        journal.append(db, "sign_in.done", f"account:{request.account_id}", journal.Subject(subject_id=request_id))
        return SignedIn(request.account_id, request.session_epoch, request.next_url)
    return _problem(request, browser_hash)


def account_of_link(db: Connection, secrets: Secrets, token: str) -> UUID | None:
    """Whose a genuine link is, used or not; proves nothing about the asker."""
    request_id = subject_of(token)
    if request_id is None or not secrets.opens(SIGN_IN, token, request_id):
        return None
    return db.scalar(select(SignInRequest.account_id).where(SignInRequest.id == request_id))


def sign_out_everywhere(db: Connection, account_id: UUID) -> None:
    """End every session of an account, in all browsers and all services."""
    db.execute(update(Account).where(Account.id == account_id).values(session_epoch=Account.session_epoch + 1))
    subject = journal.Subject(subject_id=account_id)
    journal.append(db, "account.signed_out_everywhere", f"account:{account_id}", subject)


def _throttle(db: Connection, same: ColumnElement[bool], most: int) -> None:
    since = clock.now() - THROTTLE_WINDOW
    recent = select(func.count(), func.min(SignInRequest.requested_at)).where(same, SignInRequest.requested_at > since)
    count, oldest = db.execute(recent).one()
    if count >= most:
        wait = round((oldest + THROTTLE_WINDOW - clock.now()).total_seconds())
        raise TooMany(
            "too_many_sign_ins",
            _(
                "A link was asked for many times in a short while. Wait %(minutes)s min and try again.",
                minutes=math.ceil(wait / 60),
            ),
            max(wait, 1),
        )


def _insert(db: Connection, secrets: Secrets, asked: Asked, hashes: tuple[str, str], is_mailed: bool = True) -> UUID:
    """The row and its journal line are the same whether there is an account or not, so that nobody can tell."""
    request_id, now = new_id(), clock.now()
    db.execute(
        insert(SignInRequest).values(
            id=request_id,
            account_id=db.scalar(select(Account.id).where(Account.email == asked.email)),
            browser_hash=secrets.keyed_hash(_BROWSER, asked.browser) if asked.browser else None,
            email_hash=hashes[0],
            client_hash=hashes[1],
            next_url=asked.next_url,
            requested_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    kind = "sign_in.requested" if is_mailed else "sign_in.printed"
    journal.append(db, kind, "person" if is_mailed else "system", journal.Subject(subject_id=request_id))
    return request_id


def _request(db: Connection, request_id: UUID) -> Row[Any, Any] | None:
    return db.execute(
        select(SignInRequest, Account.session_epoch)
        .join(Account, Account.id == SignInRequest.account_id)
        .where(SignInRequest.id == request_id)
    ).one_or_none()


def _problem(request: Row[Any, Any] | None, browser_hash: str | None) -> LinkProblem:
    if request is None:
        return LinkProblem.UNKNOWN
    if request.used_at is not None:
        return LinkProblem.USED
    if request.expires_at <= clock.now():
        return LinkProblem.EXPIRED
    return LinkProblem.OTHER_BROWSER if request.browser_hash not in (None, browser_hash) else LinkProblem.UNKNOWN
