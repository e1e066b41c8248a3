"""Idempotency-Key: the same request again gets the same answer; the same key with another body is refused."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from shared import clock
from shared.database import Database
from shared.database.locks import hold_name
from shared.errors import Conflict, Refusal
from shared.schema.idempotency import ANSWERS
from shared.web.current import service
from shared.web.viewer import viewer

LONGEST_KEY = 200
#: stands in for an answer that may not be kept; a refusal is never remembered, so no answer has this status
SHOWN_ONCE = Response(status=Conflict.status)


def once(db: Connection, change: Callable[[], Response], *, is_shown_once: bool = False) -> Response:
    """Make the change, or give the answer it got before. The answer is kept in the transaction of the change.

    An answer that ``is_shown_once`` is not kept, only that it was given: asking again raises Conflict.
    """
    use = _use()
    if use is None:
        return change()
    hold_name(db, f"answer:{use.key_hash}")
    before = _answer_before(db, use)
    if before is not None:
        return before
    response = change()
    _remember(db, use, SHOWN_ONCE if is_shown_once else response)
    return response


def keeps_answer() -> bool:
    """Whether the answer to this request will be kept, in the transaction of its change."""
    return "Idempotency-Key" in request.headers


def once_apart(database: Database, act: Callable[[], Response]) -> Response:
    """The same for what opens its own transactions: its answer is kept afterwards, in a short one of its own.

    Two requests under one key at the very same moment both act; what they do must bear that.
    """
    use = _use()
    if use is None:
        return act()
    with database.reading() as db:
        before = _answer_before(db, use)
    if before is not None:
        return before
    response = act()
    with database.writing() as db:
        _remember(db, use, response)
    return response


@dataclass(frozen=True)
class _Use:
    """One use of a key: by whom and for what, and with which body."""

    key_hash: str
    body_hash: str


def _use() -> _Use | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refusal("bad_idempotency_key", _("Idempotency-Key must have 1 to %(most)s characters.", most=LONGEST_KEY))
    asker = viewer()
    said = f"{asker.actor if asker else ''}\n{request.method}\n{request.path}\n{key}"
    return _Use(_digest(said.encode()), _digest(request.get_data()))


def _answer_before(db: Connection, use: _Use) -> Response | None:
    answers = ANSWERS[service().name]
    before = db.execute(
        select(answers.body_hash, answers.status, answers.answer).where(answers.key_hash == use.key_hash)
    ).one_or_none()
    if before is None:
        return None
    if before.body_hash != use.body_hash:
        raise Refusal(
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another request. Use a new key for a new request."),
        )
    if before.status == Conflict.status:
        raise Conflict("shown_once", _("This was done before. Its answer is shown only once and is kept nowhere."))
    return Response(before.answer, before.status, mimetype="application/json")


def _remember(db: Connection, use: _Use, response: Response) -> None:
    values = {
        "key_hash": use.key_hash,
        "body_hash": use.body_hash,
        "status": response.status_code,
        "answer": response.get_data(),
        "at": clock.now(),
    }
    # SQLite knows PostgreSQL's ON CONFLICT
    db.execute(postgresql.insert(ANSWERS[service().name]).values(values).on_conflict_do_nothing())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
